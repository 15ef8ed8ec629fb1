"""Sentences about regular expressions that Belfry does not use."""

from client import errors
from client.ui.words import tr


def sentence(problem: errors.BadPattern) -> str:
    """Says why an expression is not used."""
    match problem.reason:
        case "long":
            return tr("This expression is too long. 1,000 characters are allowed.")
        case "slow":
            return tr("This expression is too large to be quick. Use smaller numbers and fewer choices.")
        case "recalls":
            return tr("An expression cannot refer back to a group here.")
        case "looks":
            return tr("An expression cannot look ahead or behind here.")
        case "other":
            return tr("This expression has a part that is not known here.")
    if problem.place is not None:
        return tr("This expression has a mistake at character {n}.", n=problem.place + 1)
    return tr("This expression has a mistake.")
