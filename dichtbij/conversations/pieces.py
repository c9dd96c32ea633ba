"""How a burst of messages becomes rows and turns: what was typed below each other is read as one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dichtbij.conversations.model import (
    CAME_WITH,
    KIND,
    LATE,
    MASKED,
    MAX_CUSTOMER_TEXT,
    PART,
    WITHDRAWN,
    Content,
    Piece,
    clean_text,
)
from dichtbij.values import mask_sensitive

TOO_LONG = f"{CAME_WITH}te_lang"
"""Mark of a turn with one message that is longer than the bot reads; all of it is kept."""


def cleaned(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces as they can be kept: clean, not empty, none longer than a message may be."""
    rows: list[Piece] = []
    for piece in pieces:
        text = clean_text(piece.text)
        said = None if piece.said is None else clean_text(piece.said)
        if not text:
            continue
        parts = [text[at : at + MAX_CUSTOMER_TEXT] for at in range(0, len(text), MAX_CUSTOMER_TEXT)]
        marks = (*piece.marks, TOO_LONG) if len(parts) > 1 else piece.marks
        rows.append(replace(piece, text=parts[0], said=said, marks=marks))
        rows += [replace(piece, id=row_id(piece.id, n), text=part, marks=marks) for n, part in enumerate(parts[1:], 2)]
    return rows


def row_id(id_: str, number: int) -> str:
    """The id of a row of a message: the first has the message's own, longer ones go on in rows of their own."""
    return id_ if number == 1 else f"{id_}#{number}"


def message_id(row_id_: str) -> str:
    """The message that a row is of."""
    return row_id_.partition("#")[0]


def turns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """What is handled together: a tap or an asked-for turn alone, and what is typed or sent below each other.

    Late stands apart from fresh.
    """
    found: list[list[Piece]] = []
    for piece in pieces:
        joins = (
            bool(found)
            and not (piece.payload or found[-1][-1].payload)
            and not (piece.into or found[-1][-1].into)
            and not (piece.alone or found[-1][-1].alone)
            and (LATE in piece.marks) == (LATE in found[-1][-1].marks)
        )
        if joins:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def contents(turn: Sequence[Piece]) -> list[Content]:
    """The rows of one turn, in order. The last one carries it: what the bot hears, and what it can't read."""
    rows = [_content(piece) for piece in turn]
    last = rows[-1]
    heard = below_each_other([row.said for row in rows])
    unread = [mark.replace(KIND, CAME_WITH, 1) for row in rows for mark in row.marks if mark.startswith(KIND)]
    too_long = [TOO_LONG] if any(TOO_LONG in row.marks for row in rows) else []
    masked = [mark for row in rows for mark in row.marks if mark.startswith(MASKED)]
    marks = dict.fromkeys([*last.marks, *masked, *unread, *too_long])
    rows[-1] = replace(last, heard=heard if heard != last.said else last.heard, marks=tuple(marks))
    return [*(replace(row, marks=(*row.marks, PART)) for row in rows[:-1]), rows[-1]]


def below_each_other(words: Sequence[str]) -> str:
    """What the bot hears of a burst."""
    return "\n".join(filter(None, words))[:MAX_CUSTOMER_TEXT]


def carried(rows: Sequence[Content], heard: str, *, is_long: Sequence[bool]) -> Content:
    """The row that carries a stored turn of which some rows were changed: what is heard now, and came with it now.

    Args:
        is_long: of each row, whether it is a further part of a message that is longer than the bot reads.
    """
    left = [row for row in rows if WITHDRAWN not in row.marks]
    came = [mark.replace(KIND, CAME_WITH, 1) for row in left for mark in row.marks if mark.startswith(KIND)]
    if any(long and WITHDRAWN not in row.marks for row, long in zip(rows, is_long, strict=True)):
        came.append(TOO_LONG)
    last = rows[-1]
    marks = dict.fromkeys([*(mark for mark in last.marks if not mark.startswith(CAME_WITH)), *came])
    carries = replace(last, heard="", marks=tuple(marks))
    return replace(carries, heard=heard) if heard != carries.said else carries


def own_words(rows: Sequence[Content]) -> list[str]:
    """The customer's own words in each row of one stored turn, of which the last carries it: contents() backwards."""
    own = [_own_words(row) for row in rows[:-1]]
    last, before = rows[-1], below_each_other(own)
    if WITHDRAWN in last.marks:
        return [*own, ""]
    if not any(mark.startswith(KIND) for mark in last.marks):
        return [*own, last.text]
    # What a document, a place or a reference says of itself are no words: they stand in what is heard, or nowhere.
    return [*own, last.heard.removeprefix(before).removeprefix("\n") if last.heard.startswith(before) else ""]


def _own_words(part: Content) -> str:
    if WITHDRAWN in part.marks:
        return ""
    return part.heard or ("" if any(mark.startswith(KIND) for mark in part.marks) else part.text)


def again(content: Content) -> tuple[str, ...]:
    """The marks of a turn that is stored once more, with its own words as the text."""
    gone = {PART, WITHDRAWN}
    return tuple(m for m in content.marks if m not in gone and not (m.startswith(KIND) and content.said))


def is_answered(content: Content) -> bool:
    """Whether a turn asks for anything: what was taken back does not."""
    return bool(content.said or content.payload) or any(mark.startswith(CAME_WITH) for mark in content.marks)


def _content(piece: Piece) -> Content:
    text = mask_sensitive(piece.text)
    said = mask_sensitive(piece.said) if piece.said else None
    found = dict.fromkeys([*text.found, *(said.found if said else ())])
    marks = (*piece.marks, *(f"{MASKED}{kind}" for kind in found))
    heard = said.text if said is not None and said.text != text.text else ""
    if WITHDRAWN in piece.marks:
        heard = ""
    earlier = mask_sensitive(clean_text(piece.earlier)[:MAX_CUSTOMER_TEXT]).text
    return Content(text=text.text, payload=piece.payload, marks=marks, heard=heard, earlier=earlier)
