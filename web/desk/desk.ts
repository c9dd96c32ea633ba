/** The agent's desk: the entry of the bundle. */

import "./elapsed.ts";
import "./login.ts";
import "./log.ts";
import "./composer.ts";
import "./dialogs.ts";
import "./app.ts";
import { applyTheme } from "./topbar.ts";

applyTheme();
