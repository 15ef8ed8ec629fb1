"""Marks words of data (a column kind's name) for translation. The words themselves are translated where they are shown."""


def mark(text: str) -> str:
    """Returns the text as it is; the translation tool collects it. `client.ui.words.tr` translates it on screen."""
    return text
