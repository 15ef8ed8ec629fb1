"""Fixtures for tests of the window."""

from tests.ui.desk_stage import set_up, three

__all__ = ["set_up", "three"]
