"""What the record holds as messages of a phone, within the limits of its provider. Pure.

One bubble whenever it fits: a picture above buttons, words below a picture or document. Up to three choices are
buttons; up to ten, or titles too long for a button, a list; more are asked in steps.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from dichtbij.channels.whatsapp.limits import WHATSAPP, Limits, fits, shortened, split
from dichtbij.channels.whatsapp.marks import as_marks
from dichtbij.channels.whatsapp.model import (
    ButtonsPart,
    Choice,
    DocumentPart,
    ListPart,
    Part,
    PicturePart,
    TextPart,
)
from dichtbij.channels.whatsapp.templates import read_template
from dichtbij.channels.whatsapp.typed import TypedWords, as_typed
from dichtbij.conversations.model import Content, ConversationId

KEPT_FILE = "bestand:"
"""Before the id of a file that we keep (AttachmentRow), where a path may stand too."""
_MORE = "/meer_keuzes:"
_SHORT = "~"
_NOWHERE = ConversationId("-")


@dataclass(frozen=True)
class Place:
    """Where a message stands in the record. The defaults: nowhere yet."""

    conversation_id: ConversationId = _NOWHERE
    seq: int = 0


@dataclass(frozen=True)
class Words:
    """What a list needs beside what the record says; from data/responses."""

    open_list: str = "Kies"
    """On the button that opens a list."""
    more: str = "Meer keuzes"
    """The last row, when there are more choices than rows."""
    rest: str = "Dit zijn de andere keuzes."
    """Above the choices that did not fit before."""
    choose: str = "Maak een keuze:"
    """Above choices that have nothing else above them."""
    typed: TypedWords = field(default_factory=TypedWords)
    """Around choices that are typed."""


@dataclass(frozen=True)
class Rendering:
    """How messages are shown."""

    base_url: str
    """Our own addresses become complete ones with it."""
    limits: Limits = WHATSAPP
    words: Words = Words()
    lasting: Callable[[str], str] = str
    """Gives a link of ours (to a download or a picture) a life that outlasts its way to the phone."""

    def parts(
        self, contents: Sequence[Content], *, standing: Choice | None = None, places: Sequence[Place] = ()
    ) -> list[Part]:
        """Messages of the record that go out together, in order; nothing when there is nothing in them.

        Args:
            standing: a button below every answer that has room for it.
            places: where each of them stands, for choices that don't fit at once (read_more). Of several with choices
                only the last can show them: packing keeps such messages apart.
        """
        templates = [sent for content in contents if (sent := read_template(content.marks)) is not None]
        if templates:
            return list(templates)
        words = "\n\n".join(filter(None, (self._words(content) for content in contents)))
        asking = next((at for at in reversed(range(len(contents))) if choices_of(contents[at])), None)
        choices = [] if asking is None else choices_of(contents[asking])
        place = Place() if asking is None or not places else places[asking]
        media = [one for content in contents if (one := self._medium(content)) is not None]
        choices = self._with_standing(words, choices, standing, media)
        if choices and self._is_typed:
            below = media[-1].caption if media else ""
            words, choices = as_typed(_joined(words, below), choices, self.words.typed), []
        return self._composed(words, choices, media, place)

    def rest(self, content: Content, start: int, place: Place) -> list[Part]:
        """The choices of a message from this one on: the answer to a tap on the last row."""
        choices = choices_of(content)[start:]
        return [self._list(self.words.rest, choices, place, start)] if choices else []

    # -- composing ----------------------------------------------------------------------------------------------------

    def _composed(
        self, words: str, choices: Sequence[Choice], media: Sequence[PicturePart | DocumentPart], place: Place
    ) -> list[Part]:
        last = media[-1] if media else None
        whole = _joined(words, last.caption) if last else ""
        if isinstance(last, PicturePart) and self._are_buttons(choices) and whole:
            if fits(whole, self.limits.buttons_text):
                return [*self._bare(media[:-1]), ButtonsPart(whole, tuple(choices), last)]
        elif last is not None and not choices and fits(whole, self._caption_of(last)):
            return [*self._bare(media[:-1]), _captioned(last, whole)]
        return [*self._bare(media), *self._said(words, choices, place)]

    def _bare(self, media: Sequence[PicturePart | DocumentPart]) -> list[Part]:
        """Pictures and documents each in a bubble of their own; what is too long for a caption stands below it."""
        parts: list[Part] = []
        for one in media:
            if fits(one.caption, self._caption_of(one)):
                parts.append(one)
            else:
                parts += [_captioned(one, ""), *map(TextPart, split(one.caption, self.limits.text))]
        return parts

    def _said(self, words: str, choices: Sequence[Choice], place: Place) -> list[Part]:
        """Words and choices without a picture."""
        if not choices:
            return [TextPart(piece) for piece in split(words, self.limits.text)]
        words = words or self.words.choose
        if self._are_buttons(choices) and (fits(words, self.limits.buttons_text) or not self.limits.rows):
            *before, last = split(words, self.limits.buttons_text)
            return [*map(TextPart, before), ButtonsPart(last, self._identified(choices, self.limits.button_payload))]
        *before, last = split(words, self.limits.rows_text)
        return [*map(TextPart, before), self._list(last, choices, place, 0)]

    def _list(self, words: str, choices: Sequence[Choice], place: Place, start: int) -> ListPart:
        shown, more = list(choices), []
        if len(shown) > self.limits.rows:
            shown = shown[: self.limits.rows - 1]
            more = [Choice(more_payload(place, start + len(shown)), shortened(self.words.more, self.limits.row_title))]
        rows = [*self._identified(self._titled(shown), self.limits.row_payload), *more]
        return ListPart(words, shortened(self.words.open_list, self.limits.list_button), tuple(rows))

    def _titled(self, choices: Sequence[Choice]) -> list[Choice]:
        """Titles that fit a row; the whole of a longer one stands below it, and equal ones are numbered."""
        rows: list[Choice] = []
        for number, choice in enumerate(choices, 1):
            title = shortened(choice.title, self.limits.row_title)
            if any(title == row.title for row in rows):
                title = shortened(f"{number}. {choice.title}", self.limits.row_title)
            below = choice.description or (choice.title if title != choice.title else "")
            rows.append(Choice(choice.payload, title, shortened(below, self.limits.row_description)))
        return rows

    def _identified(self, choices: Sequence[Choice], most: int) -> tuple[Choice, ...]:
        return tuple(Choice(tap_id(one.payload, most), one.title, one.description) for one in choices)

    # -- judging ------------------------------------------------------------------------------------------------------

    @property
    def _is_typed(self) -> bool:
        return not (self.limits.buttons or self.limits.rows)

    def _caption_of(self, medium: PicturePart | DocumentPart) -> int:
        return self.limits.caption if isinstance(medium, PicturePart) else self.limits.document_caption

    def _are_buttons(self, choices: Sequence[Choice]) -> bool:
        titles = [choice.title for choice in choices]
        return (
            0 < len(choices) <= self.limits.buttons
            and all(fits(title, self.limits.button_title) for title in titles)
            and len(set(titles)) == len(titles)
            and all(fits(choice.payload, self.limits.button_payload) for choice in choices)
        )

    def _with_standing(
        self, words: str, choices: list[Choice], standing: Choice | None, media: Sequence[PicturePart | DocumentPart]
    ) -> list[Choice]:
        if standing is None or any(choice.payload == standing.payload for choice in choices):
            return choices
        if self._is_typed:
            return [*choices, standing] if words or choices else choices
        below = media[-1].caption if media and isinstance(media[-1], PicturePart) else ""
        whole = _joined(words, below)
        together = [*choices, standing]
        room = whole and fits(whole, self.limits.buttons_text) and self._are_buttons(together)
        return together if room and not any(isinstance(one, DocumentPart) for one in media) else choices

    def _words(self, content: Content) -> str:
        links = [
            f"{link['title']}: {urljoin(f'{self.base_url}/', self.lasting(link['url']))}" for link in content.links
        ]
        return "\n\n".join(filter(None, (as_marks(content.text.strip()), "\n".join(links))))

    def _medium(self, content: Content) -> PicturePart | DocumentPart | None:
        if content.file is not None:
            path = f"{KEPT_FILE}{content.file.id}"
            if content.file.media_type in ("image/jpeg", "image/png"):  # no other picture can be sent (Meta)
                return PicturePart(path)
            return DocumentPart(path, content.file.name)
        if content.image is not None:
            return PicturePart(self.lasting(content.image["src"]), content.image.get("title", "").strip())
        return None


def choices_of(content: Content) -> list[Choice]:
    """The answers that a message offers. What means the same is offered once, by its first title."""
    found: dict[str, Choice] = {}
    for reply in content.quick_replies:
        title = re.sub(r"\s+", " ", reply.get("title", "")).strip()
        payload = reply.get("payload", "").strip() or title
        if payload:
            found.setdefault(payload, Choice(payload, title or payload.lstrip("/")))
    return list(found.values())


def _captioned(medium: PicturePart | DocumentPart, caption: str) -> PicturePart | DocumentPart:
    if isinstance(medium, PicturePart):
        return PicturePart(medium.path, caption)
    return DocumentPart(medium.path, medium.name, caption)


def _joined(words: str, below: str) -> str:
    return words if below in words else "\n\n".join(filter(None, (words, below)))


# -- taps --------------------------------------------------------------------------------------------------------------


def tap_id(payload: str, most: int) -> str:
    """What comes back when a choice is tapped: its payload, or a fingerprint of one that is too long."""
    if fits(payload, most) and not payload.startswith(_SHORT):
        return payload
    return _SHORT + hashlib.sha256(payload.encode()).hexdigest()[:40]


def is_fingerprint(tapped: str) -> bool:
    """Whether what came back stands for a payload that was too long."""
    return tapped.startswith(_SHORT)


def is_tap_of(tapped: str, payload: str) -> bool:
    """Whether what came back stands for this payload."""
    return tapped == payload or (is_fingerprint(tapped) and tapped == tap_id(payload, 0))


def more_payload(place: Place, start: int) -> str:
    """The last row of a list that does not hold everything."""
    return f"{_MORE}{place.conversation_id}:{place.seq}:{start}"


def read_more(payload: str) -> tuple[Place, int] | None:
    """Of which message the choices are wanted, and from which one on; None for any other payload.

    It came from a phone: whether the conversation is this person's has still to be looked at.
    """
    found = re.fullmatch(re.escape(_MORE) + r"([\w-]{1,36}):(\d{1,9}):(\d{1,4})", payload, re.ASCII)
    return (Place(ConversationId(found[1]), int(found[2])), int(found[3])) if found else None
