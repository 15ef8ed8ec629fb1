"""Sentences about deck files and backups: what went wrong with a file, and where one lies now."""

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


def not_saved(path: str, failure: OSError) -> str:
    """Says that a deck file could not be written, and why as the system puts it."""
    return tr(
        "The deck could not be saved in {path}: {reason}. Choose another folder.",
        path=shortened(path),
        reason=failure.strerror or type(failure).__name__,
    )


def not_read(path: str, failure: OSError) -> str:
    """Says that a file could not be read, and why as the system puts it."""
    reason = failure.strerror or type(failure).__name__
    return tr("{path} could not be read: {reason}.", path=shortened(path), reason=reason)


def not_a_deck(path: str) -> str:
    """Says that a file is not a deck of Belfry."""
    return tr("{path} is not a deck file of Belfry. Nothing was changed.", path=shortened(path))


def too_large(path: str) -> str:
    """Says that a file is far larger than any deck."""
    return tr("{path} is too large for a deck file. Nothing was changed.", path=shortened(path))
