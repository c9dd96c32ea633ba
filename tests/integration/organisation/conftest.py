"""The real counter, with an organisation of the test's own."""

from tests.running_counter import clock, file, start, template

__all__ = ["clock", "file", "start", "template"]
