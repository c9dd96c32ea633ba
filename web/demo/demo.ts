/** The few things on the demo site that move: opening the chat, logging in as a demo customer, the mailbox. */
import { showMailbox } from "./mailbox.ts";
import { showAccount } from "./account.ts";
import { ask, openChat } from "./chat.ts";

for (const button of document.querySelectorAll("[data-chat]")) button.addEventListener("click", openChat);
for (const button of document.querySelectorAll<HTMLElement>("[data-ask]")) {
  button.addEventListener("click", () => ask(button.dataset["ask"] ?? ""));
}
if (document.querySelector("[data-view=mijn]")) showAccount();
if (document.querySelector("[data-view=mailbox]")) showMailbox();
