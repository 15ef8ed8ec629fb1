"""Sentences about deck files: why one cannot be used, and where one lies now."""

from client import errors
from client.model.instant import Instant
from client.ui.words import tr

LONGEST_PATH = 70


def shortened(path: str) -> str:
    """A path that fits into a line: the middle is left out of a long one."""
    if len(path) <= LONGEST_PATH:
        return path
    half = (LONGEST_PATH - 1) // 2
    return f"{path[:half]}…{path[-half:]}"


def saved(path: str) -> str:
    """Says where a deck file lies."""
    return tr("The deck is saved in {path}. Keys are never in it.", path=shortened(path))


def refused(path: str, reason: str) -> str:
    """Says why a file cannot be used as a deck; `reason` is that of `errors.BadDeckFile`."""
    name = shortened(path)
    match reason:
        case "damaged":
            return tr("{path} is a deck file, but it is damaged. Ask for it again. Nothing was changed.", path=name)
        case "newer":
            return tr("{path} was made by a newer Belfry. This one cannot read it. Nothing was changed.", path=name)
        case "too_large" | "too_deep":
            return tr("{path} is too large for a deck file. Nothing was changed.", path=name)
        case "empty":
            return tr("{path} has no column that this Belfry knows. Nothing was changed.", path=name)
        case _:
            return tr("{path} is not a deck file of Belfry. Nothing was changed.", path=name)


def sentence(problem: errors.WorldError, now: Instant | None) -> str:
    """Says why a file cannot be used as a deck, where its name is not known."""
    return refused(tr("This file"), problem.reason if isinstance(problem, errors.BadDeckFile) else "")
