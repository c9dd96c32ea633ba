"""The real counter, talked to from outside."""

from tests.running_counter import clock, counter, file, shared, start, template

__all__ = ["clock", "counter", "file", "shared", "start", "template"]
