"""Sentences about failures in the column options: posts that could not be exported, a text that is no column."""

from client import errors
from client.ui.words import tr


def nothing_exported(problem: errors.WorldError) -> str:
    """Says that the posts could not be read for an export."""
    return tr("The posts could not be read from this PC. Nothing is saved.")


def no_column(reason: str) -> str:
    """Says why a pasted text gives no column; `reason` is that of `errors.BadDeckFile`."""
    match reason:
        case "damaged":
            return tr("A part of this text is missing. Ask your colleague to send it again.")
        case "newer":
            return tr("This column was made by a newer Belfry. This one cannot show it.")
        case "too_large" | "too_deep":
            return tr("This text is too large for a column.")
        case _:
            return tr("There is no column in this text. It begins with belfry-column: and is one line.")
