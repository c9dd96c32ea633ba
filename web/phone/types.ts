/** What the phone page asks of the stand-in (dichtbij/phone_demo.py). */

export interface Owner {
  readonly number: string;
  readonly name: string;
  readonly story: string;
}

export interface Trouble {
  readonly name: string;
  readonly words: string;
}

export interface People {
  readonly phones: readonly Owner[];
  readonly troubles: readonly Trouble[];
  readonly trouble: string;
}

export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface Bubble {
  readonly id: string;
  /** Sent by the owner of the phone. */
  readonly mine: boolean;
  readonly at: string;
  /** Meta's word: text, interactive, image, document, audio, location, ... */
  readonly kind: string;
  readonly text: string;
  readonly choices: readonly Choice[];
  /** The title of the button that opens the list; empty when the choices are buttons. */
  readonly list: string;
  /** The id of the choice that was made. */
  readonly tapped: string;
  readonly file: { readonly url: string; readonly name: string; readonly size: number } | null;
  readonly place: { readonly latitude: number; readonly longitude: number; readonly name?: string } | null;
  readonly state: "waiting" | "sent" | "delivered" | "read" | "failed";
  readonly deleted: boolean;
  readonly emoji: string;
}

export interface Screen {
  readonly version: number;
  readonly on: boolean;
  readonly typing: boolean;
  readonly window_until: string | null;
  readonly trouble: string;
  readonly bubbles: readonly Bubble[];
}
