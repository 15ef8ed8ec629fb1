"""Languages by their own names: what a person looks for is the word that they use. Data; nothing of it is translated."""

OWN_NAMES = {
    "nl": "Nederlands",
    "en": "English",
    "pl": "Polski",
    "de": "Deutsch",
    "fr": "Français",
    "fy": "Frysk",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "ro": "Română",
    "bg": "Български",
    "es": "Español",
    "pt": "Português",
    "it": "Italiano",
    "zh": "中文",
    "pap": "Papiamentu",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "fa": "فارسی",
    "ku": "Kurdî",
    "ru": "Русский",
    "hu": "Magyar",
    "cs": "Čeština",
    "sk": "Slovenčina",
    "hr": "Hrvatski",
    "sr": "Српски",
    "el": "Ελληνικά",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "et": "Eesti",
    "da": "Dansk",
    "sv": "Svenska",
    "nb": "Norsk",
    "fi": "Suomi",
    "he": "עברית",
    "hi": "हिन्दी",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "id": "Bahasa Indonesia",
    "ja": "日本語",
    "ko": "한국어",
}
"""Primary tags of BCP 47, in the order in which they are offered."""

FIRST = ("nl", "en", "pl")
"""Offered without asking."""


def own_name(tag: str) -> str:
    """The name of a language in that language; its tag when Belfry does not know it."""
    return OWN_NAMES.get(tag, tag)
