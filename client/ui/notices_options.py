"""Sentences about failures in the column options: a file that could not be written, a text that is no column."""

import errno

from client import errors
from client.ui.words import tr


def not_saved(failure: OSError, name: str) -> str:
    """Says why a file was not written."""
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        why = tr("There is no room on this disk.")
    elif failure.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        why = tr("Belfry may not write in this folder.")
    elif failure.errno in (errno.ENOENT, errno.ENOTDIR):
        why = tr("This folder is not there.")
    else:
        why = tr("The disk gave an error.")
    return tr("{name} is not saved.", name=name) + " " + why + " " + tr("Choose another folder.")


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
