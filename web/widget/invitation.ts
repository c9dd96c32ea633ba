/** Going on on WhatsApp: the button, and what the counter gives for it: a link that works once, or a code to type over. */
import type { Chat } from "./chat.ts";
import { h, icon } from "./dom.ts";
import { T } from "./texts.ts";

export interface InvitationParts {
  readonly button: HTMLButtonElement;
  readonly box: HTMLElement;
  /** Called at every look at the conversation. */
  render(): void;
}

/** `resized`: the log has less room now, or more. */
export function invitationParts(chat: Chat, server: string, resized: () => void): InvitationParts {
  const box = h("div", { class: "invitation", role: "status" });
  const button = h("button", { type: "button", class: "human to-phone", hidden: true }, icon("phone"), h("span", {}, h("span", { class: "sr" }, T.goOnAt), T.whatsapp));
  let asking = false;

  const clear = (): void => {
    box.replaceChildren();
    resized();
  };
  const close = (): void => {
    clear();
    button.focus();
  };
  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const given = await chat.invite();
    asking = false;
    if (!given) return;
    const link = h(
      "a",
      { class: "reply", href: new URL(given.url, server).href, target: "_blank", rel: "noopener" },
      T.openPhone,
      h("span", { class: "sr" }, T.newWindow),
    );
    const dismiss = h("button", { type: "button", class: "close", "aria-label": T.dismiss, click: close }, icon("close"));
    box.replaceChildren(h("p", {}, T.invitation(given.code, given.number, given.minutes)), link, dismiss);
    resized();
    link.focus();
  };
  button.addEventListener("click", () => void ask());
  return {
    button,
    box,
    render: () => {
      const shown = chat.phone && (chat.owner === "bot" || chat.owner === "closed");
      button.hidden = !shown;
      if (!shown && box.childElementCount) clear();
    },
  };
}
