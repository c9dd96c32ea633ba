"""Whether a customer writes "u": who does so is answered with u, when no profile says otherwise."""

from __future__ import annotations

import re

from dichtbij.values.folding import fold

_U = re.compile(r"(?<!\d )(?<!thank )(?<!love )(?<![\w'.])(?:u|uw|uwe|uzelf)(?![\w'.]\w|\w)")


def says_u(text: str) -> bool:
    """ "Kunt u mij helpen", "uw factuur"; not the hour of "om 10 u" and not the English "thank u".

    Who writes "je" says nothing by it: it is the form we begin with, and everybody's word for "one".
    """
    return _U.search(fold(text).text) is not None
