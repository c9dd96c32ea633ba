/** The phone of /whatsapp-demo. */
import { PhoneComposer } from "./composer.ts";
import { ListSheet } from "./list-sheet.ts";
import { PhoneDemo } from "./phone-demo.ts";

customElements.define("phone-composer", PhoneComposer);
customElements.define("list-sheet", ListSheet);
customElements.define("phone-demo", PhoneDemo);
