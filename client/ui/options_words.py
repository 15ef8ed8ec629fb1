"""Column options: which words a post must have, may have or must not have; for experts a regular expression in their place.

The line below tells what it does: how many of the last posts the column shows.
"""

from PySide6.QtWidgets import QLineEdit, QWidget

from client import errors
from client.model.sifting import Filters
from client.ui import notices_pattern
from client.ui.buttons import LinkButton
from client.ui.chips import ChipField
from client.ui.options_link import Link, Typed
from client.ui.options_parts import Pair, Section, words
from client.ui.widgets import Box, Glyph, announce
from client.ui.words import tr, trn


class WordsSection(Section):
    """Any of, all of, none of; or one expression."""

    def __init__(self, link: Link) -> None:
        self._regex = LinkButton(link.kit, tr("Regex"), step="meta")
        super().__init__(link.kit, tr("Words"), aside=self._regex)
        self._link = link
        filters = link.spec.filters
        hint = tr("Add a word")
        self.any = ChipField(link.kit, tr("Any of"), hint)
        self.all = ChipField(link.kit, tr("All of"), hint)
        self.none = ChipField(link.kit, tr("None of"), hint, minus=True)
        self._chips = QWidget()
        box = Box(link.kit.theme, down=True, gap=5)
        fields = (self.any, self.all, self.none)
        peers = [field.accessibleName() for field in fields]
        for field, key in zip(fields, ("any", "all", "none"), strict=True):
            box.addWidget(Pair(link.kit, field.accessibleName(), field, peers=peers))
            field.changed.connect(lambda chosen, key=key: link.filters(**{key: chosen}))
        self._chips.setLayout(box)
        self._build_expert(filters)
        self.body.addWidget(self._chips)
        self.body.addWidget(self._expert)
        self._build_count()
        self._regex.clicked.connect(self._turn)
        self._show_mode(bool(filters.pattern))
        self.refresh()

    def _build_expert(self, filters: Filters) -> None:
        kit = self._link.kit
        self.pattern = QLineEdit(filters.pattern)
        self.pattern.setMaxLength(400)
        self.pattern.setAccessibleName(tr("Regular expression"))
        self.pattern.setPlaceholderText(tr("For example: (rook|brand) .*kade"))
        self.problem = words(kit, role="error.text")
        self.problem.hide()
        self._typed = Typed(self, self._keep_pattern)
        self.pattern.textEdited.connect(self._typed.later)
        self.pattern.editingFinished.connect(self._typed.now)
        box = Box(kit.theme, down=True, gap=4)
        box.addWidget(self.pattern)
        box.addWidget(self.problem)
        box.addWidget(words(kit, tr("It stands in the place of the three lists. Case does not count.")))
        self._expert = QWidget()
        self._expert.setLayout(box)

    def _build_count(self) -> None:
        kit = self._link.kit
        self.count = words(kit)
        self._count_icon = Glyph(kit, "info", 14, "icon.rest")
        line = Box(kit.theme, gap=4)
        line.addWidget(self._count_icon)
        line.addWidget(self.count, 1)
        self.body.addLayout(line)

    # --- the expression -----------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Turns between lists and expression. An expression that is left counts no more; it stays in its field for now."""
        expert = self._expert.isHidden()
        self._show_mode(expert)
        if expert:
            self._keep_pattern()
        else:
            self._link.filters(pattern="")
        (self.pattern if expert else self.any.edit).setFocus()

    def _show_mode(self, expert: bool) -> None:
        self._chips.setVisible(not expert)
        self._expert.setVisible(expert)
        self._regex.setText(tr("Words in lists") if expert else tr("Regex"))
        self._regex.setAccessibleName(self._regex.text())
        self._regex.updateGeometry()
        if not expert:
            self._say_problem("")

    def _keep_pattern(self) -> None:
        from client.sync import pattern  # late: few have an expression

        text = self.pattern.text().strip()
        try:
            if text:
                pattern.compile(text)
        except errors.BadPattern as problem:
            self._say_problem(f"{notices_pattern.sentence(problem)} {tr('The column stays as it was.')}")
            return
        self._say_problem("")
        self._link.filters(pattern=text)

    def _say_problem(self, text: str) -> None:
        if text and text != self.problem.text():
            announce(self.pattern, text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # --- following ----------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Keeps what is typed."""
        for field in (self.any, self.all, self.none):
            field.take()
        self._typed.now()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        filters = self._link.spec.filters
        for field, chosen in ((self.any, filters.any), (self.all, filters.all), (self.none, filters.none)):
            field.set_words(chosen)
        self.refresh_count()

    def refresh_count(self) -> None:
        """Says how many of the last posts the column shows."""
        try:
            counted = getattr(self._link.desk.feed(self._link.column), "counted", None)
        except KeyError:  # the column has just gone
            return
        text = say_count(counted)
        if text != self.count.text():
            self.count.setText(text)


def say_count(counted: tuple[int, int] | None) -> str:
    """`Shows 86 of the last 100 posts`; before anything was looked at, that."""
    shown, of = counted or (0, 0)
    if not of:
        return tr("No posts yet to try this on")
    return trn("Shows {shown} of the last {n} post", "Shows {shown} of the last {n} posts", of, shown=shown)
