"""The sections of a column's options: words, kinds, people, mutes, look, refresh; each changes the column and nothing else."""

import pytest
from PySide6.QtCore import Qt

from client import settings
from client.model.account import AccountId
from client.model.column import MEDIUM
from client.model.instant import Instant
from client.model.sifting import Mute, MuteKind, Sort
from client.ui import column_marks
from client.ui.options_alerts import settings_notes
from client.ui.options_mutes import HOUR, end_of
from client.ui.options_people import handle
from client.ui.options_refresh import every
from client.ui.options_words import say_count
from tests.e2e.window import Hands
from tests.ui.town import Run, keyboard, opened, spec, town

__all__ = ["town"]

NOON = Instant(1_783_771_080_000)


def test_chips_come_with_enter_and_comma_and_go_with_backspace_and_a_press(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        field = made.words.any
        hands.type("rook")
        hands.press(Qt.Key.Key_Return)
        hands.type("brand, Timmerkade;")
        assert spec(hands, column).filters.any == ("rook", "brand", "Timmerkade")
        hands.type("ROOK,")
        assert field.words == ("rook", "brand", "Timmerkade"), "the same word is not taken twice"
        hands.press(Qt.Key.Key_Backspace)
        assert spec(hands, column).filters.any == ("rook", "brand")
        field.chips[0].setFocus()
        hands.press(Qt.Key.Key_Return)
        assert spec(hands, column).filters.any == ("brand",)
        assert keyboard(hands) is field.chips[0], "the keyboard goes to the next chip"
        hands.press(Qt.Key.Key_Delete)
        assert field.words == ()
        assert keyboard(hands) is field.edit
        assert spec(hands, column).filters.any == ()

    town(script)


def test_escape_in_a_field_throws_away_what_is_typed_there_before_it_closes_anything(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.type("vergist")
        hands.press(Qt.Key.Key_Escape)
        assert made.isVisible()
        assert made.words.any.edit.text() == ""
        hands.press(Qt.Key.Key_Escape)
        assert not hands.belfry.shell.control.view(column).covered
        assert spec(hands, column).filters.any == ()

    town(script)


def test_an_expression_stands_in_the_place_of_the_lists_and_a_bad_one_changes_nothing(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        words = made.words
        hands.click(words._regex)
        assert keyboard(hands) is words.pattern
        assert not words.any.isVisible()
        hands.type("rook|brand")
        hands.press(Qt.Key.Key_Return)
        assert spec(hands, column).filters.pattern == "rook|brand"
        words.pattern.selectAll()
        hands.type("(rook")
        hands.press(Qt.Key.Key_Return)
        assert words.problem.isVisible()
        assert words.problem.text().endswith("The column stays as it was.")
        assert spec(hands, column).filters.pattern == "rook|brand"
        hands.click(words._regex)
        assert spec(hands, column).filters.pattern == ""
        assert words.any.isVisible()

    town(script)


def test_one_kind_of_post_stays_on_and_that_is_said(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        for sort in (Sort.IMAGES, Sort.VIDEO, Sort.TEXT):
            hands.click(made.kinds.sorts[sort])
        assert spec(hands, column).filters.sorts == (Sort.TEXT,)
        assert made.kinds.problem.isVisible()
        hands.click(made.kinds.sorts[Sort.IMAGES])
        hands.click(made.kinds.sorts[Sort.VIDEO])
        assert spec(hands, column).filters.sorts == (), "all of them is no filter"
        assert not made.kinds.problem.isVisible()

    town(script)


def test_more_languages_are_offered_by_their_own_names(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        assert made.languages.note.text() == "None chosen: all languages are shown."
        made.languages.choose("uk")
        assert made.languages.chips["uk"].text() == "Українська"
        assert spec(hands, column).filters.languages == ("uk",)
        hands.click(made.languages.chips["uk"])
        assert spec(hands, column).filters.languages == ()

    town(script)


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("@yara@buurt.example", "yara@buurt.example"),
        ("yara", "yara@meerdam.example"),
        (" @yara ", "yara@meerdam.example"),
        ("", ""),
        ("@", ""),
    ],
)
def test_handles_are_made_full(typed: str, full: str) -> None:
    assert handle(typed, "meerdam.example") == full


def test_authors_and_highlights_are_kept_as_full_handles(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        made.authors.without.edit.setFocus()
        hands.type("@milan_v88@kring.example ")
        made.highlight.people.edit.setFocus()
        hands.type("brandweer,")
        made.highlight.words.edit.setFocus()
        hands.type("Timmerkade,")
        made.authors.partners.click()
        now = spec(hands, column)
        assert now.filters.not_authors == ("milan_v88@kring.example",)
        assert now.filters.only_partners
        assert now.highlights.people == ("brandweer@meerdam.example",)
        assert now.highlights.words == ("Timmerkade",)

    town(script)


def test_a_mute_is_for_this_column_or_for_all_with_its_end_and_can_be_taken_out(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        mutes, desk = made.mutes, hands.belfry.desk
        mutes.edit.setFocus()
        hands.type("kermis")
        hands.press(Qt.Key.Key_Return)
        (here,) = spec(hands, column).filters.mutes
        assert (here.kind, here.text) == (MuteKind.WORD, "kermis")
        assert here.until is not None
        mutes.where.set_value("all")
        mutes.until.setCurrentIndex(3)
        hands.type("@milan_v88@kring.example")
        hands.click(mutes.main)
        assert desk.mutes == (Mute(MuteKind.AUTHOR, "milan_v88@kring.example", None),)
        said = [line.accessibleName() for line in mutes.lines]
        assert said[0].startswith("kermis, this column, until ")
        assert said[1] == "@milan_v88@kring.example, all columns, until you take it out"
        hands.click(mutes.lines[0].out)
        hands.click(mutes.lines[0].out)
        assert desk.mutes == ()
        assert spec(hands, column).filters.mutes == ()
        assert keyboard(hands) is mutes.edit

    town(script)


def test_mutes_end_when_they_say() -> None:
    assert end_of("hour", NOON) == NOON + HOUR
    assert end_of("week", NOON) == NOON + 7 * 24 * HOUR
    assert end_of("", NOON) is None
    midnight = end_of("today", NOON)
    assert midnight is not None
    assert 0 < midnight - NOON <= 25 * HOUR


def test_a_mute_that_has_ended_is_not_listed_and_goes_with_the_next_change(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        made.link.filters(mutes=(Mute(MuteKind.WORD, "oud", Instant(1)),))
        assert made.mutes.lines == ()
        made.mutes.edit.setFocus()
        hands.type("nieuw")
        hands.press(Qt.Key.Key_Return)
        assert [mute.text for mute in spec(hands, column).filters.mutes] == ["nieuw"]

    town(script)


def test_icon_and_colour_are_shown_in_the_header_and_no_account_has_that_colour(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        offered = [button.value for button in made.look.colors.group.buttons()]
        accounts = {account.color for account in hands.belfry.accounts.all}
        assert offered[0] == ""
        assert len(offered) > 3
        assert not accounts & set(offered)
        fire = next(button for button in made.look.icons.group.buttons() if button.value == "fire")
        hands.click(fire)
        moss = next(button for button in made.look.colors.group.buttons() if button.value == offered[1])
        hands.click(moss)
        heading = hands.belfry.shell.control.view(column).header.heading
        assert (heading.icon, heading.color) == ("fire", offered[1])
        assert spec(hands, column).icon == "fire"

    town(script)


def test_a_glyph_that_belfry_does_not_know_gives_the_kinds_own() -> None:
    assert column_marks.glyph("fire", "hash") == "fire"
    assert column_marks.glyph("../../etc", "hash") == "hash"
    assert column_marks.glyph("", "hash") == "hash"


def test_a_width_of_its_own_is_said_and_none_of_the_three_is_chosen(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.belfry.shell.control.resize_column(column, 371)
        assert made.width_.choice.value() == ""
        assert made.width_.free.text().startswith("371 wide")
        hands.belfry.shell.control.resize_column(column, MEDIUM)
        assert made.width_.choice.value() == str(MEDIUM)
        assert not made.width_.free.isVisible()

    town(script)


def test_the_refresh_section_says_how_each_source_comes_and_what_the_server_said_of_its_limit(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands, 0)
        desk = hands.belfry.desk
        await hands.until(lambda: all(s.health.state.value == "streaming" for s in desk.feed(column).sources), "streams")
        hands.belfry.shell.control._refresh()
        said = [line.accessibleName() for line in made.refreshing._sources]
        assert len(said) == 2, "Mentions of two accounts has two sources"
        assert all("Live, about 6 requests an hour" in text for text in said)
        assert " of 300 left until " in said[0]
        made.refreshing.often.setCurrentIndex(2)
        made.refreshing.often.activated.emit(2)
        assert spec(hands, column).refresh == 60
        hands.click(made.refreshing.read)
        assert desk.feed(column).unread == 0
        made.refreshing.paused.click()
        assert spec(hands, column).paused

    town(script)


def test_an_account_that_is_not_known_has_no_allowance(town: Run) -> None:
    async def script(hands: Hands) -> None:
        assert hands.belfry.desk.allowance(AccountId("nobody")) is None

    town(script)


def test_how_often_and_how_many_are_said_in_words() -> None:
    assert every(0) == "as often as is good"
    assert every(60) == "every 60 s"
    assert every(300) == "every 5 minutes"
    assert say_count((86, 100)) == "Shows 86 of the last 100 posts"
    assert say_count((0, 0)) == "No posts yet to try this on"


def test_what_the_settings_keep_quiet_is_said_where_alerts_are_switched_on() -> None:
    values = settings.Settings()
    assert settings_notes(values) == ()
    values.set(settings.QUIET_FROM, "22:00")
    values.set(settings.QUIET_TO, "07:00")
    assert settings_notes(values) == ("No pop-ups and sounds from 22:00 until 07:00, by the settings.",)
    values.set(settings.ALERTS, False)
    assert settings_notes(values) == ("Alerts are switched off for all columns, in the settings.",)


@pytest.mark.expects_log  # without a screen, Qt says so when a menu opens
def test_the_people_of_a_list_are_taken_in_with_two_presses(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        people = made.authors.list
        hands.click(people.button)
        await hands.until(lambda: people.menu is not None, "the account's lists")
        chosen = next(action for action in people.menu.actions() if action.text() == "Veiligheidspartners")
        chosen.trigger()
        await hands.until(lambda: spec(hands, column).filters.only_authors, "their handles")
        handles = spec(hands, column).filters.only_authors
        assert "politie@meerdam.example" in handles
        assert people.said.text() == f"{len(handles)} people of “Veiligheidspartners” added."
        chosen.trigger()
        await hands.until(lambda: people.said.text().startswith("0 "), "nobody twice")
        assert spec(hands, column).filters.only_authors == handles

    town(script)
