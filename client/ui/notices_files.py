"""Sentences about files of the person that could not be written or read, in everyday words."""

import errno

from client.text import display
from client.ui.words import tr

LONGEST = 80
"""Characters of a file's name."""


def not_saved(failure: OSError, name: str) -> str:
    """Says that a file was not written, why, and what helps."""
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        why = tr("There is no room on this disk.")
    elif failure.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        why = tr("Belfry may not write in this folder.")
    elif failure.errno in (errno.ENOENT, errno.ENOTDIR):
        why = tr("This folder is not there.")
    else:
        why = tr("The disk gave an error.")
    return " ".join((tr("{name} is not saved.", name=_short(name)), why, tr("Choose another folder.")))


def not_read(failure: OSError, name: str) -> str:
    """Says that a file was not read, and why."""
    if failure.errno in (errno.EACCES, errno.EPERM):
        why = tr("Belfry may not read this file.")
    elif failure.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
        why = tr("There is no such file.")
    else:
        why = tr("The disk gave an error.")
    return tr("{name} is not read.", name=_short(name)) + " " + why


def _short(name: str) -> str:
    return display.one_line(name, LONGEST)
