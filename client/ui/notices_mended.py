"""Sentences about what was found broken at the start and mended, or left alone."""

from client.ui.words import tr, trn


def mended(note: object) -> str:
    """Says what was found broken at the start and what Belfry did about it. Takes notes of the settings and of the store."""
    kind = str(getattr(note, "what", note))
    detail = str(getattr(note, "detail", ""))
    match kind:
        case "restored":
            return tr("The file with your settings could not be read. Belfry put it aside and took the one before it.")
        case "reset":
            return tr("The file with your settings could not be read. Belfry put it aside and begins with the usual ones.")
        case "unreadable":
            return tr("Belfry may not read the file with your settings. It uses the usual ones and leaves the file alone.")
        case "cache_rebuilt":
            return tr("The store of posts was damaged. Belfry put it aside and fetches the posts again.")
        case "cache_in_memory":
            return tr("Belfry cannot write posts to the disk. It keeps them only until you close it.")
        case "desk_restored":
            return tr(
                "The file with your columns was damaged. Belfry put it aside and took the copy of {time}.",
                time=detail.removeprefix("desk-").removesuffix(".db"),
            )
        case "desk_lost":
            return tr("The file with your columns was damaged and there was no copy. Belfry put it aside and begins anew.")
        case "decks_unreadable":
            return (
                trn(
                    "{n} deck or account could not be read. It is left as it is, and the rest works.",
                    "{n} decks or accounts could not be read. They are left as they are, and the rest works.",
                    int(detail or 0),
                )
                + " "
                + tr("The deck menu puts back a backup.")
            )
        case "desk_read_only":
            return tr("Belfry may not write to its folder, or the disk is full. You can read; changes are not kept.")
        case _:
            return tr("Something was mended at the start. The log tells what.")
