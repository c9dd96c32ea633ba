import assert from "node:assert/strict";
import { test } from "node:test";
import { accent, contrast, parse, readable, type Rgb } from "../widget/colour.ts";
import { behindWords, length, pieces, printable, safeUrl, unbroken } from "../widget/pieces.ts";
import { dayName } from "../widget/when.ts";

const links = (text: string): string[] =>
  pieces(text).flatMap(({ href }) => (href ? [href] : []));

test("https addresses become links, without the full stop or bracket behind them", () => {
  assert.deepEqual(links("Kijk op https://duinlicht.example/a_(b)."), ["https://duinlicht.example/a_(b)"]);
  assert.deepEqual(links("(zie https://duinlicht.example/x)"), ["https://duinlicht.example/x"]);
  assert.equal(pieces("a https://b.nl/c d").map((piece) => piece.text).join(""), "a https://b.nl/c d");
});

test("nothing else does", () => {
  for (const text of [
    "javascript:alert(1)", "data:text/html,x", "http://duinlicht.example", "www.duinlicht.example", "https://",
    "https://localhost/x", "https://duinlicht.example@kwaad.example/", "ftp://x.nl",
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test("the numbers for danger can be tapped, an amount can't", () => {
  assert.deepEqual(links("Bel 0800-9009, of bel direct 112."), ["tel:08009009", "tel:112"]);
  assert.deepEqual(links("Je betaalt € 112 per maand voor 0800-90091."), []);
});

test("a link of the counter is https or on the counter itself", () => {
  const server = "http://127.0.0.1:8080";
  assert.equal(safeUrl("/documenten/abc", server), "http://127.0.0.1:8080/documenten/abc");
  assert.equal(safeUrl("https://elders.example/", server), "https://elders.example/");
  for (const bad of ["javascript:alert(1)", "data:image/svg+xml,x", "http://elders.example/", "//elders.example", "blob:x"]) {
    assert.equal(safeUrl(bad, server), "", bad);
  }
});

test("a link of the counter goes behind the word that is its title", () => {
  const link = { text: "privacy", href: "https://duinlicht.example/privacy" };
  const parts = behindWords(pieces("We letten op privacyregels. Lees privacy."), [link]);
  assert.deepEqual(parts.map((part) => part.text), ["We letten op privacyregels. Lees ", "privacy", "."]);
  assert.equal(parts[1], link);
  for (const text of ["Hier is je factuur.", "", "onprivacy"]) assert(!behindWords(pieces(text), [link]).includes(link));
});

test("an amount stays with its unit", () => {
  assert.equal(unbroken("€ 640 voor 212 m³ gas en 5 kWh, € per m³"), "€\u00A0640 voor 212\u00A0m³ gas en 5\u00A0kWh, € per m³");
});

test("control characters and turned reading order are not shown, new lines are", () => {
  assert.equal(printable("a\r\nb\u0000\u0007\tc\u202Ed\u2066e"), "a\nb\tcde");
});

test("an emoji counts once", () => {
  assert.equal(length("a😀"), 2);
});

test("every accent gives text that can be read, on light and on dark", () => {
  const rgb = (css: string): Rgb => css.match(/\d+/g)?.map(Number) as unknown as Rgb;
  for (const surface of [[255, 255, 255], [38, 48, 59]] as Rgb[]) {
    for (const hex of ["#005f6b", "#ff0", "#000", "#fff", "#777777", "#e4002b", "#00ff88", "#f7c55f"]) {
      const made = accent(parse(hex) as Rgb, surface);
      assert(contrast(rgb(made.fill), rgb(made.on)) >= 4.5, `${hex}: text on the accent`);
      assert(contrast(rgb(made.ink), surface) >= 4.5, `${hex}: the accent as text`);
    }
  }
  assert.equal(parse("rood"), null);
  assert.deepEqual(readable([0, 0, 0], [255, 255, 255]), [0, 0, 0]);
});

test("days have names", () => {
  const now = new Date(2026, 10, 21, 12);
  assert.equal(dayName(new Date(2026, 10, 21, 1), now), "Vandaag");
  assert.equal(dayName(new Date(2026, 10, 20, 23), now), "Gisteren");
  assert.equal(dayName(new Date(2026, 10, 18), now), "woensdag 18 november");
});
