"""Column options: whose posts are shown, and which words and people are lifted out."""

from client.ui.chips import ChipField
from client.ui.options_link import Link
from client.ui.options_lists import FromList
from client.ui.options_parts import Pair, Section, SwitchRow, words
from client.ui.words import tr


def handle(typed: str, home: str) -> str:
    """Makes a full handle without the first @ of what a person typed; one without a server is of the server `home`."""
    text = typed.strip().lstrip("@").strip().rstrip("@")
    if text and "@" not in text and home:
        return f"{text}@{home}"
    return text


def home_of(link: Link) -> str:
    """The server that a short handle belongs to: that of the column's first account, "" when there is none."""
    for account in link.spec.accounts:
        known = link.accounts.get(account)
        if known is not None and "@" in known.handle:
            return known.handle.partition("@")[2]
    return ""


def people_field(link: Link, label: str, *, minus: bool = False) -> ChipField:
    """A field of chips for handles."""
    home = home_of(link)
    hint = tr("@name@server")
    return ChipField(link.kit, label, hint, minus=minus, clean=lambda typed: handle(typed, home), spaces=False)


class AuthorsSection(Section):
    """Only these, not these, only partners."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Authors"))
        self._link = link
        self.only = people_field(link, tr("Only"))
        self.without = people_field(link, tr("Not"), minus=True)
        self.partners = SwitchRow(link.kit, tr("Only partners"), tr("from your partner list"))
        for field in (self.only, self.without):
            self.body.addWidget(Pair(link.kit, field.accessibleName(), field, peers=(tr("Only"), tr("Not"))))
        self.list = FromList(link, self.only)
        self.body.addLayout(self.list)
        self.body.addWidget(self.partners)
        self.only.changed.connect(lambda chosen: link.filters(only_authors=chosen))
        self.without.changed.connect(lambda chosen: link.filters(not_authors=chosen))
        self.partners.toggled.connect(lambda on: link.filters(only_partners=on))
        self.refresh()

    def take(self) -> None:
        """Keeps what is typed."""
        self.only.take()
        self.without.take()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        filters = self._link.spec.filters
        self.only.set_words(filters.only_authors)
        self.without.set_words(filters.not_authors)
        self.partners.set_on(filters.only_partners)


class HighlightSection(Section):
    """Words and people that are lifted out; nothing is left out by it."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Highlight"))
        self._link = link
        self.words = ChipField(link.kit, tr("Words"), tr("Add a word"))
        self.people = people_field(link, tr("People"))
        for field in (self.words, self.people):
            self.body.addWidget(Pair(link.kit, field.accessibleName(), field, peers=(tr("Words"), tr("People"))))
        self.body.addWidget(words(link.kit, tr("These posts stand out. The others stay.")))
        self.words.changed.connect(lambda chosen: link.highlights(words=chosen))
        self.people.changed.connect(lambda chosen: link.highlights(people=chosen))
        self.refresh()

    def take(self) -> None:
        """Keeps what is typed."""
        self.words.take()
        self.people.take()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        highlights = self._link.spec.highlights
        self.words.set_words(highlights.words)
        self.people.set_words(highlights.people)
