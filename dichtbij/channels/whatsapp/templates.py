"""Texts that the provider approved before (data/whatsapp/templates.yml): the only ones that arrive outside the window.

In the record a sent one is a message with its filled text, and a mark that says which template it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dichtbij.channels.whatsapp.model import TemplatePart
from dichtbij.conversations.model import TEMPLATE, Content, clean_text
from dichtbij.errors import SettingsError
from dichtbij.files import read_yaml
from dichtbij.handoff.reach import NotComposed, Offered, TemplateField
from dichtbij.settings import ROOT
from dichtbij.values import mask_sensitive

FILE = ROOT / "data" / "whatsapp" / "templates.yml"
LONGEST = 1024
"""Characters of a body (Meta, message templates), its fields filled in."""

_FORMS = ("je", "u")
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_PLACE = re.compile(r"\{\{(\d+)\}\}")
_FACT = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class _Version:
    """A template at the provider: in one form of address."""

    name: str
    body: str
    """With {{1}}, {{2}} where a value comes."""

    def filled(self, values: Sequence[str]) -> str:
        return _PLACE.sub(lambda place: values[int(place[1]) - 1], self.body)


@dataclass(frozen=True)
class Template:
    """One text, in both forms of address."""

    id: str
    title: str
    language: str
    fields: tuple[TemplateField, ...]
    versions: Mapping[str, _Version]
    """By form of address."""

    def offered(self, form_of_address: str) -> Offered:
        """As the agent sees it."""
        named = [f"{{{field.name}}}" for field in self.fields]
        return Offered(self.id, self.title, self.versions[form_of_address].filled(named), self.fields)

    def composed(self, form_of_address: str, values: Mapping[str, str]) -> Content | NotComposed:
        """Filled in, as a message of the record. A value is one line (Meta refuses more), and masked as all we keep."""
        version, given = self.versions[form_of_address], []
        for field in self.fields:
            value = " ".join(clean_text(values.get(field.name, "")).split())
            if not value:
                return NotComposed(f"Vul in: {field.label.lower()}.", field.name)
            if len(value) > field.longest:
                return NotComposed(f"Dit is te lang. Er passen {field.longest} tekens in.", field.name)
            given.append(mask_sensitive(value).text)
        sent = json.dumps([version.name, self.language, given], ensure_ascii=False)
        return Content(text=version.filled(given), marks=(f"{TEMPLATE}{sent}",))


class Templates:
    """Every template, in the order of the file."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._templates = {template.id: template for template in templates}

    @staticmethod
    def load(facts: Mapping[str, str], file: Path = FILE) -> Templates:
        """Read and check the file.

        Args:
            facts: fill {organisatie} and the like, as in data/responses.

        Raises:
            SettingsError: what is wrong in it, and where.
        """
        rows = read_yaml(file) or {}
        if not isinstance(rows, dict):
            raise SettingsError(f"{file.name}: templates by name are expected")
        found = [_template(f"{file.name}: {id_}", str(id_), row, facts) for id_, row in rows.items()]
        names = [version.name for template in found for version in template.versions.values()]
        double = sorted({name for name in names if names.count(name) > 1})
        if double:
            raise SettingsError(f"{file.name}: {', '.join(double)} stands there twice")
        return Templates(found)

    @property
    def bodies(self) -> dict[str, str]:
        """Name at the provider -> body, as it has to be approved there."""
        return {
            version.name: version.body
            for template in self._templates.values()
            for version in template.versions.values()
        }

    def offered(self, form_of_address: str) -> list[Offered]:
        """All of them for one customer."""
        return [template.offered(form_of_address) for template in self._templates.values()]

    def compose(self, id_: str, form_of_address: str, values: Mapping[str, str]) -> Content | NotComposed:
        """See Reaching."""
        template = self._templates.get(id_)
        return template.composed(form_of_address, values) if template else NotComposed("Dit sjabloon bestaat niet.")


def read_template(marks: Sequence[str]) -> TemplatePart | None:
    """The template as which a message of the record goes out, if it does."""
    for mark in marks:
        if mark.startswith(TEMPLATE):
            name, language, values = json.loads(mark.removeprefix(TEMPLATE))
            return TemplatePart(name, language, tuple(values))
    return None


# -- reading the file -------------------------------------------------------------------------------------------------


def _template(where: str, id_: str, row: Any, facts: Mapping[str, str]) -> Template:
    if not isinstance(row, dict) or row.keys() - {"waarden"} != {"titel", "taal", *_FORMS}:
        raise SettingsError(f"{where}: has titel, taal, je and u, and perhaps waarden")
    fields = [_field(where, str(name), told) for name, told in (row.get("waarden") or {}).items()]
    versions = {form: _version(f"{where}, {form}", row[form], len(fields), facts) for form in _FORMS}
    longest = sum(field.longest for field in fields)
    if any(len(_PLACE.sub("", version.body)) + longest > LONGEST for version in versions.values()):
        raise SettingsError(f"{where}: longer than {LONGEST} characters with its fields filled in")
    return Template(id_, str(row["titel"]), str(row["taal"]), tuple(fields), versions)


def _field(where: str, name: str, told: Any) -> TemplateField:
    longest = told.get("langst") if isinstance(told, dict) else None
    if not isinstance(longest, int) or longest < 1 or not told.get("label"):
        raise SettingsError(f"{where}, {name}: has a label and langst (characters)")
    return TemplateField(name, str(told["label"]), longest)


def _version(where: str, row: Any, fields: int, facts: Mapping[str, str]) -> _Version:
    if not isinstance(row, dict) or row.keys() != {"naam", "tekst"}:
        raise SettingsError(f"{where}: has naam and tekst")
    name, text = str(row["naam"]), str(row["tekst"]).strip()
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{where}: {name!r} is no name at Meta (small letters, digits and underscores)")
    unknown = sorted({fact for fact in _FACT.findall(text) if fact not in facts})
    if unknown:
        raise SettingsError(f"{where}: unknown fact {', '.join(unknown)}")
    if [int(place) for place in _PLACE.findall(text)] != list(range(1, fields + 1)):
        raise SettingsError(f"{where}: names each of its {fields} fields once, in order, as {{{{1}}}}")
    body = _FACT.sub(lambda fact: facts[fact[1]], text)
    if body.startswith("{{") or body.endswith("}}") or re.search(r"\}\}\W{0,2}\{\{", body):
        raise SettingsError(f"{where}: Meta takes no field at the beginning or the end, nor two beside each other")
    return _Version(name, body)
