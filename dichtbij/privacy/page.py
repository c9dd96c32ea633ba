"""The page with everything about a person: plain, printable, readable without a mouse, a script or a colour. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.organisation import Organisation
from dichtbij.privacy.labels import LABELS, SECTIONS, VALUES
from dichtbij.texts import Texts

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 2px solid #0b4f6c; padding-top: 1rem; }
h3 { font-size: 1rem; margin-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 1.2rem; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #ccc; }
dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .2rem 1rem; } dd { margin: 0; }
.van { font-weight: 600; } p, td, dd { overflow-wrap: anywhere; white-space: pre-line; }
@media print { body { margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Nothing but this page's own style."""


class PagePrinter:
    """Prints an export (Privacy.export) as HTML."""

    def __init__(self, texts: Texts, organisation: Organisation, policy: RetentionPolicy) -> None:
        self._texts = texts
        self._organisation = organisation
        self._terms = vars(policy)

    def page(self, export: Mapping[str, Any], books_until: date | None) -> str:
        """The whole page. `books_until`: the last day on which the newest invoice has to be kept."""
        customer = export["klantgegevens"]["customers"][0]
        form = str(customer.get("form_of_address", "je"))
        made = datetime.fromisoformat(export["made_at"]).astimezone(AMSTERDAM)
        name = customer.get("company") or f"{customer.get('first_name', '')} {customer.get('last_name', '')}".strip()
        title = self._say("utter_deel_inzage_titel", form, naam=name)
        until = dutch_date(books_until) if books_until else self._say("utter_deel_inzage_laatste_rekening", form)
        parts = [
            f"<h1>{escape(title)}</h1>",
            self._paragraph("inleiding", form, datum=f"{dutch_date(made.date())}, {made:%H.%M} uur"),
            *self._sections(export, form, until),
            f"<h2>{escape(self._say('utter_deel_inzage_kop_niet_hier', form))}</h2>",
            self._paragraph("niet_hier", form),
            f"<h2>{escape(self._say('utter_deel_inzage_kop_anderen', form))}</h2>",
            self._paragraph("anderen", form),
            f"<h2>{escape(self._say('utter_deel_inzage_kop_rechten', form))}</h2>",
            self._paragraph("rechten", form, e_mail=self._organisation.email),
        ]
        return (
            f'<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
        )

    def _say(self, name: str, form: str, **values: object) -> str:
        return self._texts.text(name, form, **values)

    def _paragraph(self, name: str, form: str, **values: object) -> str:
        text = self._say(f"utter_deel_inzage_{name}", form, **values)
        return "\n".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)

    def _sections(self, export: Mapping[str, Any], form: str, until: str) -> list[str]:
        """A heading for each kind of data: what for, how long, and the data themselves."""
        shown: list[str] = []
        for name, tables in SECTIONS:
            shown.append(f"<h2>{escape(self._say(f'utter_deel_gegevens_{name}', form))}</h2>")
            shown.append(self._paragraph(f"doel_{name}", form, tot=until, **self._terms))
            filled = [(table, rows) for store, table in tables if (rows := export.get(store, {}).get(table))]
            for table, rows in filled:
                shown.append(_table(table, rows))
            if not filled:
                shown.append(self._paragraph("niets", form))
        return shown


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """One row as a list of names and values, more as a table; conversations as they were held."""
    caption = f"<h3>{escape(LABELS.get(name, name))}</h3>"
    if name == "conversations":
        return caption + "".join(_conversation(row) for row in rows)
    if name == "attachments":
        return caption + "<ul>" + "".join(_file(row) for row in rows) + "</ul>"
    columns = [column for column in dict.fromkeys(key for row in rows for key in row) if _is_shown(column)]
    if len(rows) == 1 or name == "cases":
        lists = ["".join(_named(column, row[column]) for column in columns if column in row) for row in rows]
        return caption + "".join(f"<dl>{one}</dl>" for one in lists)
    head = "".join(f'<th scope="col">{escape(_label(column))}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_shown(row.get(column))}</td>" for column in columns) + "</tr>" for row in rows
    )
    return f"{caption}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _is_shown(column: str) -> bool:
    """Numbers by which our tables find each other say nothing to a reader; they are in the file for machines."""
    return column != "id" and not column.endswith("_id")


def _label(column: str) -> str:
    return LABELS.get(column, column.replace("_", " "))


def _named(column: str, value: Any) -> str:
    return f"<dt>{escape(_label(column))}</dt><dd>{_shown(value)}</dd>"


def _conversation(row: Mapping[str, Any]) -> str:
    begun = _shown(row["begun_at"])
    lines = "".join(
        f'<tr><td>{_shown(message["at"])}</td><td class="van">{escape(message["from"])}</td>'
        f"<td>{escape(_said(message))}</td></tr>"
        for message in row.get("messages", ())
    )
    return f"<h3>{begun}</h3><table><tbody>{lines}</tbody></table>"


def _file(row: Mapping[str, Any]) -> str:
    """A file that stands in the page itself, so that a copy of the page is a copy of everything."""
    href = f"data:{row['media_type']};base64,{row['content_base64']}"
    link = f'<a download="{escape(row["name"])}" href="{escape(href)}">{escape(row["name"])}</a>'
    return f"<li>{link} ({escape(row['from'])}, {_shown(row['at'])})</li>"


def _said(message: Mapping[str, Any]) -> str:
    """The text, what hung under it, and what was read in it."""
    reading = message.get("reading") or {}
    evidence = ", ".join(str(one.get("label", "")) for one in reading.get("evidence", ()))
    earlier = f"(eerst: {message['earlier']})" if message.get("earlier") else ""
    reaction = f"(reactie: {message['reaction']})" if message.get("reaction") else ""
    extra = [earlier, reaction, *message.get("downloads", ()), message.get("picture", ""), message.get("file", "")]
    if reading.get("level") and reading["level"] != "kalm":
        extra.append(f"(gelezen als: {reading['level']}{f', want {evidence}' if evidence else ''})")
    return "\n".join(part for part in (message.get("text", ""), *extra) if part)


def _shown(value: Any) -> str:
    """A value in Dutch: days and moments as people write them, yes and no, lists with commas."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        return "; ".join(f"{escape(_label(str(key)))}: {_shown(one)}" for key, one in value.items() if one)
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(one) for one in value)
    text = str(value)
    return escape(_moment(text) or VALUES.get(text, text))


def _moment(text: str) -> str | None:
    """ "3 november 2026", or with the time; None when it is no day or moment."""
    if len(text) < 10 or text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        if len(text) == 10:
            return dutch_date(date.fromisoformat(text))
        moment = datetime.fromisoformat(text).astimezone(AMSTERDAM)
    except ValueError:
        return None
    return f"{dutch_date(moment.date())} {moment:%H.%M}"
