/** The demo's own account page: choose a demo customer, and give the chat the token that proves it. */
import { chatLogin, chatLogout } from "./chat.ts";
import { getJson, make, postJson } from "./tools.ts";

interface Persona {
  readonly customer_number: string;
  readonly name: string;
  readonly postcode: string;
  readonly story: string;
}

const KEY = "demo:klant";
const find = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

export function showAccount(): void {
  find("uitloggen").addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    chatLogout();
    render();
    find("kies").focus();
  });
  render();
  void list();
}

function current(): Persona | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Persona | null;
  } catch {
    return null;
  }
}

function render(): void {
  const persona = current();
  find("ingelogd").hidden = !persona;
  find("inloggen").hidden = !!persona;
  if (!persona) return;
  find("welkom").textContent = `Welkom, ${persona.name}`;
  find("wie").textContent = `Klantnummer ${persona.customer_number}. ${persona.story}`;
}

async function list(): Promise<void> {
  const notice = find("melding");
  try {
    const personas = await getJson<Persona[]>("/demo/api/personas");
    find("klanten").replaceChildren(...personas.map(card));
    notice.textContent = personas.length ? "" : "Er zijn geen demoklanten.";
  } catch {
    notice.textContent = "De demoklanten zijn nu niet op te halen. Vernieuw de pagina om het nog eens te proberen.";
  }
}

function card(persona: Persona): HTMLElement {
  const button = make("button", { type: "button", class: "button quiet" }, `Inloggen als ${persona.name}`);
  button.addEventListener("click", () => void login(persona));
  return make(
    "li",
    {},
    make("h3", {}, persona.name),
    make("p", {}, persona.story),
    make(
      "dl",
      {},
      make("dt", {}, "Klantnummer"),
      make("dd", {}, persona.customer_number),
      make("dt", {}, "Postcode"),
      make("dd", {}, persona.postcode),
    ),
    button,
  );
}

async function login(persona: Persona): Promise<void> {
  const notice = find("melding");
  try {
    const { login_token } = await postJson<{ login_token: string }>("/demo/api/login", {
      customer_number: persona.customer_number,
    });
    chatLogin(login_token);
    sessionStorage.setItem(KEY, JSON.stringify(persona));
    notice.textContent = "";
    render();
    find("welkom").focus();
    window.scrollTo({ top: 0 });
  } catch {
    notice.textContent = "Inloggen lukt nu niet. Probeer het zo nog eens.";
  }
}
