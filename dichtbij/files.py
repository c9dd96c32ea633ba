"""Reading our own YAML files, with libyaml where it is there: ten times as fast, and data/ is read at every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The file's content.

    Raises:
        OSError: it can't be read. yaml.YAMLError: it is not YAML.
    """
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader)  # noqa: S506 - both are safe loaders
