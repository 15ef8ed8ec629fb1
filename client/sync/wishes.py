"""What is still to be asked for one timeline beside its polls: what a person asked, and new gaps that close by themselves."""

from dataclasses import dataclass, field

CLOSING = 4  # more pages that are fetched by themselves to close a new gap
FILLING = 5  # pages for one request of a person to fill a gap
DEEPER = 4  # pages for one request for older posts, while nothing of them shows


@dataclass(slots=True)
class Wishes:
    """`asked` is for the newest page, `older` pages below the last row; `gaps` and `closing` hold pages by gap row, those that
    a person asked for and those that nobody did."""

    asked: bool = False
    older: int = 0
    gaps: dict[int, int] = field(default_factory=dict)
    closing: dict[int, int] = field(default_factory=dict)

    @property
    def filling(self) -> set[int]:
        """The gap rows that are worked on."""
        return {*self.gaps, *self.closing}

    def next_gap(self) -> tuple[int, bool]:
        """Takes a page off the gap that is next; tells its row, and whether a person asked for it."""
        pages = self.gaps or self.closing
        row_id = next(iter(pages))
        pages[row_id] -= 1
        return row_id, pages is self.gaps

    def filled(self, row_id: int, closed: bool) -> None:
        """Takes in that a page of a gap came, and whether the gap is closed now."""
        for pages in (self.gaps, self.closing):
            if closed or pages.get(row_id, 1) <= 0:
                pages.pop(row_id, None)

    def drop(self, older: int = 0) -> None:
        """Lets go of everything, except so many older pages."""
        self.asked, self.older = False, older
        self.gaps.clear()
        self.closing.clear()
