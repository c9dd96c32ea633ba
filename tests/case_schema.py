"""Holds a case, as a desk gets it, against its JSON Schema; and says what in the schema no case had filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from dichtbij.handoff.case_file import case_schema

_formats = FormatChecker(())


@_formats.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value) is not None


def problems(document: Any) -> list[str]:
    """What is wrong with a case, each with its place in it."""
    validator = Draft202012Validator(case_schema(), format_checker=_formats)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def unfilled(documents: Sequence[Any]) -> set[str]:
    """The fields of the schema that stand in none of these cases with something in them."""
    return set(_empty(case_schema(), list(documents), ""))


def fields(schema: Any | None = None, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of the schema, with what it says about it."""
    shape = _shape(case_schema() if schema is None else schema)
    for name, field in shape.get("properties", {}).items():
        yield f"{where}{name}", field
        yield from fields(field, f"{where}{name}.")
    if "items" in shape:
        yield from fields(shape["items"], where)


def _empty(schema: Any, values: list[Any], where: str) -> Iterator[str]:
    shape = _shape(schema)
    if "items" in shape:
        inside = [one for value in values if isinstance(value, list) for one in value]
        yield from _empty(shape["items"], inside, where)
    for name, field in shape.get("properties", {}).items():
        found = [value[name] for value in values if isinstance(value, dict) and name in value]
        if all(value in (None, "", [], {}) for value in found):
            yield f"{where}{name}"
        else:
            yield from _empty(field, found, f"{where}{name}.")


def _shape(schema: Any) -> Any:
    """What a field is when it is there."""
    if "$ref" in schema:
        return _shape(case_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return _shape(next(one for one in schema["anyOf"] if one.get("type") != "null"))
    return schema
