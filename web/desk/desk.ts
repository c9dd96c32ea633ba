/** The agent's desk: the entry of the bundle. */

import "./elapsed.ts";
import "./login.ts";
import "./log.ts";
import "./accounts.ts";
import "./action-dialog.ts";
import "./audit.ts";
import "./canned.ts";
import "./composer.ts";
import "./finish-dialog.ts";
import "./help-dialog.ts";
import "./mood.ts";
import "./my-account.ts";
import "./notes.ts";
import "./offer.ts";
import "./suggestions.ts";
import "./team.ts";
import "./template-dialog.ts";
import "./transfer-dialog.ts";
import "./app.ts";
import { applyTheme } from "./topbar.ts";

applyTheme();
