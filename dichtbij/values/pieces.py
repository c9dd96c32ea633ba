"""What the finders of one kind of text share: a piece is a value in our form with its place in the plain form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dichtbij.values.folding import Folded
from dichtbij.values.model import Found

Span = tuple[int, int]
Piece = tuple[str, int, int]
Finder = Callable[[Folded], Iterator[Piece]]


def pieces_of(folded: Folded, finder: Finder) -> list[Piece]:
    """What a finder finds, in the order of the text; looked for once in each text."""
    return folded.once(
        f"{finder.__module__}.{finder.__name__}", lambda text: sorted(finder(text), key=lambda piece: piece[1])
    )


def found_by(folded: Folded, finder: Finder) -> list[Found[str]]:
    """The same, told in places of the text that was given."""
    return [folded.found(value, start, end) for value, start, end in pieces_of(folded, finder)]


def spans_of(pieces: Iterable[Piece]) -> list[Span]:
    """Where pieces stand."""
    return [(start, end) for _, start, end in pieces]
