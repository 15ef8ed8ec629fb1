"""Column options: which kinds of post, in which languages, and how much others must have made of them."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from client.model.sifting import Sort
from client.ui.count_field import CountField
from client.ui.flow import Flow
from client.ui.options_link import Link, Typed
from client.ui.options_parts import OnChip, Section, SwitchRow, words
from client.ui.tongues import FIRST, OWN_NAMES, own_name
from client.ui.widgets import Box, announce, name
from client.ui.words import tr


class KindsSection(Section):
    """Images, video, text only; reposts and replies."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Kinds of post"))
        self._link = link
        said = {Sort.IMAGES: tr("Images"), Sort.VIDEO: tr("Video"), Sort.TEXT: tr("Text only")}
        self.sorts = {sort: OnChip(link.kit, text, on=True) for sort, text in said.items()}
        flow = Flow(link.kit.theme)
        for sort, chip in self.sorts.items():
            flow.addWidget(chip)
            chip.toggled.connect(lambda on, sort=sort: self._turn(sort, on))
        self.problem = words(link.kit)
        self.problem.hide()
        self.reposts = SwitchRow(link.kit, tr("Reposts"))
        self.replies = SwitchRow(link.kit, tr("Replies"))
        self.reposts.toggled.connect(lambda on: link.filters(reposts=on))
        self.replies.toggled.connect(lambda on: link.filters(replies=on))
        self.body.addLayout(flow)
        self.body.addWidget(self.problem)
        rows = Box(link.kit.theme, down=True)
        rows.addWidget(self.reposts)
        rows.addWidget(self.replies)
        self.body.addLayout(rows)
        self.refresh()

    def _turn(self, sort: Sort, on: bool) -> None:
        chosen = tuple(each for each, chip in self.sorts.items() if chip.isChecked())
        if not chosen:  # a column of nothing would look like a quiet day
            self.sorts[sort].set_on(True)
            self.problem.setText(tr("One kind stays on: else the column would be empty."))
            self.problem.show()
            announce(self.sorts[sort], self.problem.text())
            return
        self.problem.hide()
        self._link.filters(sorts=() if len(chosen) == len(self.sorts) else chosen)

    def refresh(self) -> None:
        """Shows the column as it is now."""
        filters = self._link.spec.filters
        for sort, chip in self.sorts.items():
            chip.set_on(not filters.sorts or sort in filters.sorts)
        self.reposts.set_on(filters.reposts)
        self.replies.set_on(filters.replies)


class LanguageSection(Section):
    """The languages that are shown; none chosen is all. Three and those of other columns are at hand, the rest behind +."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Language"))
        self._link = link
        self.menu: QMenu | None = None
        self.chips: dict[str, OnChip] = {}
        self._flow = Flow(link.kit.theme)
        self.more = OnChip(link.kit, "", icon="plus-bold")
        name(self.more, tr("More languages"))
        self.more.clicked.connect(self._offer)
        self._flow.addWidget(self.more)
        self.body.addLayout(self._flow)
        self.note = words(link.kit)
        self.body.addWidget(self.note)
        others = (tag for spec in link.desk.deck.columns for tag in spec.filters.languages)
        for tag in dict.fromkeys((*FIRST, *others)):
            self._add(tag)
        self.refresh()

    def _add(self, tag: str) -> OnChip:
        chip = OnChip(self._link.kit, own_name(tag))
        chip.setAccessibleDescription(tr("Language"))
        chip.toggled.connect(lambda on: self._turn(tag, on))
        self.chips[tag] = chip
        self._flow.addWidget(chip)
        self._flow.put_before_last()
        chip.show()
        return chip

    def _turn(self, tag: str, on: bool) -> None:
        now = self._link.spec.filters.languages
        self._link.filters(languages=(*now, tag) if on else tuple(each for each in now if each != tag))

    def _offer(self) -> None:
        """Opens the list of the other languages."""
        menu = QMenu(self)
        menu.setAccessibleName(tr("More languages"))
        for tag in OWN_NAMES:
            if tag not in self.chips:
                action = menu.addAction(OWN_NAMES[tag])
                action.triggered.connect(lambda checked=False, tag=tag: self.choose(tag))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def choose(self, tag: str) -> None:
        """Takes one more language and turns it on."""
        chip = self.chips.get(tag) or self._add(tag)
        chip.setChecked(True)
        chip.setFocus()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        chosen = self._link.spec.filters.languages
        for tag in chosen:
            if tag not in self.chips:
                self._add(tag)
        for tag, chip in self.chips.items():
            chip.set_on(tag in chosen)
        if chosen:
            self.note.setText(tr("Posts that do not say their language are shown too."))
        else:
            self.note.setText(tr("None chosen: all languages are shown."))


class AtLeastSection(Section):
    """How many replies, reposts and likes a post must have."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("At least"))
        self._link = link
        filters = link.spec.filters
        self.replies = CountField(link.kit, "arrow-bend-up-left", tr("At least so many replies"), filters.min_replies)
        self.reposts = CountField(link.kit, "repeat", tr("At least so many reposts"), filters.min_reposts)
        self.likes = CountField(link.kit, "heart", tr("At least so many likes"), filters.min_likes)
        self._typed = Typed(self, self._keep)
        line = Box(link.kit.theme, gap=6)
        for field in (self.replies, self.reposts, self.likes):
            line.addWidget(field, 1)
            field.changed.connect(self._typed.later)
            field.spin.editingFinished.connect(self._typed.now)
        self.body.addLayout(line)

    def _keep(self) -> None:
        numbers = (field.spin.value() for field in (self.replies, self.reposts, self.likes))
        self._link.filters(**dict(zip(("min_replies", "min_reposts", "min_likes"), numbers, strict=True)))

    def take(self) -> None:
        """Keeps what is typed."""
        self._typed.now()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        filters = self._link.spec.filters
        self.replies.set_value(filters.min_replies)
        self.reposts.set_value(filters.min_reposts)
        self.likes.set_value(filters.min_likes)
