/** How this site talks to the widget: by its public calls only, also before its script has come in. */

type Call = readonly [name: string, ...values: string[]];
type Calls = { push(call: Call): void };

function call(...what: Call): void {
  const page = window as unknown as { dichtbij?: Calls };
  page.dichtbij ??= [] as Call[];
  page.dichtbij.push(what);
}

export const openChat = (): void => call("open");
export const ask = (question: string): void => call("ask", question);
export const chatLogin = (token: string): void => call("login", token);
export const chatLogout = (): void => call("logout");
