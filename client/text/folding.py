"""Text as words are compared: without case and accents, each run of white space one space."""

import unicodedata


def fold(text: str) -> str:
    """Folds a text; in linear time, also with thousands of combining marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        text = "".join([char for char in text if not unicodedata.combining(char)])
    return " ".join(text.casefold().split())


def has_word(folded: str, word: str) -> bool:
    """Tells whether a folded text has a folded word, or words behind each other: where a word begins, so "brand" is also in
    "brandweer" but not in "woningbrand"."""
    at = folded.find(word)
    while at >= 0:
        if at == 0 or not folded[at - 1].isalnum() or not word[0].isalnum():
            return True
        at = folded.find(word, at + 1)
    return False
