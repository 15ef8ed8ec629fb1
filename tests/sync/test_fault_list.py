"""Every fault of the fault list that concerns reading from Mastodon is played by a test; this says by which."""

import ast
import json
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
LIST = TESTS.parent.parent / "shared" / "corpora" / "faults" / "faults.json"

TIMES, NETWORKS, STREAMS = "sync/test_bad_times.py", "sync/test_bad_networks.py", "sync/test_bad_streams.py"
STATES, DAMAGE = "sync/test_states.py", "store/test_damage.py"
PLAYED: dict[str, tuple[str, ...]] = {
    "N01": (f"{NETWORKS}::test_a_name_that_no_longer_resolves_is_said_and_passes",),
    "N02": (f"{NETWORKS}::test_a_server_that_is_down_is_said_and_passes",),
    "N03": (f"{TIMES}::CASES[N03 silent]",),
    "N04": (f"{NETWORKS}::test_a_certificate_that_is_not_trusted_is_named_nothing_is_sent_and_it_passes",),
    "N05": ("transport/test_trust.py::test_a_certificate_out_of_its_time_is_refused",),
    "N06": ("transport/test_trust.py::test_a_certificate_for_another_host_is_refused",),
    "N08": (f"{TIMES}::CASES[N08 reset halfway]", f"{TIMES}::CASES[N08 short body]"),
    "N09": (f"{TIMES}::CASES[N09 slow drip]",),
    "N10": ("transport/test_session.py::test_dropping_connections_ends_reads_and_lets_writes_finish",),
    "N11": (f"{NETWORKS}::test_a_first_address_that_swallows_everything_costs_no_deadline",),
    "X01": (f"{TIMES}::CASES[X01 407]", "transport/test_proxy.py::test_a_proxy_that_wants_a_login_is_named"),
    "X02": (f"{TIMES}::CASES[X02 502 with a page]", "transport/test_proxy.py::test_a_proxys_own_failure_is_not_the_servers"),
    "X03": (f"{TIMES}::CASES[X03 login page]",),
    "X04": (f"{TIMES}::CASES[X04 away to a login page]",),
    "X05": ("transport/test_proxy.py::test_a_dead_proxy_is_named_and_the_system_is_asked_again",),
    "H01": (f"{TIMES}::LIMITS[H01 Retry-After]",),
    "H02": (f"{TIMES}::LIMITS[H02 reset as ISO time]", f"{TIMES}::LIMITS[H02 reset as epoch]"),
    "H03": (f"{TIMES}::LIMITS[H03 no header]",),
    "H04": (f"{TIMES}::CASES[H04 500]",),
    "H05": (f"{TIMES}::LIMITS[H05 503 with a date]",),
    # Mastodon's tokens do not run out, so nothing is refreshed: a refused one leads to signing in again (H08).
    "H07": (f"{STATES}::test_a_token_refused_by_mistake_works_again_by_itself",),
    "H08": (f"{TIMES}::test_a_token_that_is_refused_keeps_posts_says_so_and_one_sign_in_brings_all_back",),
    "H10": (f"{STATES}::test_without_network_all_columns_say_since_when_and_all_come_back_within_a_minute",),
    "H11": (f"{TIMES}::CASES[H11 403]",),
    "H13": (f"{TIMES}::CASES[H13 410]", f"{TIMES}::CASES[404]"),
    "H15": (
        f"{TIMES}::CASES[H15 redirect inwards]",
        "transport/test_redirects.py::test_a_redirect_does_not_lead_into_the_network_or_the_disk",
    ),
    "H16": (
        f"{TIMES}::CASES[H16 moved to another host]",
        "transport/test_redirects.py::test_a_token_never_follows_a_redirect",
    ),
    "H17": (f"{TIMES}::CASES[H17 redirect loop]", "transport/test_redirects.py::test_a_redirect_loop_ends"),
    "B01": (f"{TIMES}::CASES[B01 empty]",),
    "B02": tuple(f"{TIMES}::CASES[B02 {kind}]" for kind in ("broken", "byte order mark", "not UTF-8", "UTF-16", "words")),
    "B03": (
        f"{TIMES}::test_one_broken_item_is_left_out_and_counted_and_the_rest_is_shown",
        f"{TIMES}::test_a_field_of_any_wrong_type_never_stops_a_column",
    ),
    "B05": (f"{TIMES}::CASES[B05 deep]",),
    "B06": (f"{TIMES}::CASES[B06 bomb]", "transport/test_session.py::test_a_gzip_bomb_does_not_fill_the_memory"),
    "B07": (f"{TIMES}::CASES[B07 endless]",),
    "B08": (f"{TIMES}::test_what_comes_twice_out_of_order_or_edited_is_shown_once_in_order_as_it_is_last",),
    "B09": (f"{TIMES}::test_pages_that_lead_in_a_circle_come_to_an_end",),
    "B10": (f"{TIMES}::test_after_a_long_absence_everything_is_there_once_and_a_gap_stands_where_that_is_not_proven",),
    "S01": (f"{STREAMS}::test_a_stream_that_falls_silent_is_left_and_what_was_missed_comes",),
    "S02": (f"{STREAMS}::STREAMS[S02 ends at once]",),
    "S03": (f"{STREAMS}::test_after_a_burst_of_events_everything_is_there_once_or_a_gap_says_that_it_is_not",),
    "S04": (f"{STREAMS}::STREAMS[S04 401 on the stream alone]",),
    "L01": (
        f"{DAMAGE}::test_a_full_disk_is_told_and_what_was_there_stays",
        "test_settings.py::test_a_full_disk_is_told_and_the_old_file_stays",
    ),
    "L02": (f"{DAMAGE}::test_a_folder_that_cannot_be_written_is_told",),
    "L03": (f"{DAMAGE}::test_two_never_work_in_one_folder",),
    "L04": (
        f"{DAMAGE}::test_a_damaged_desk_is_set_aside_and_restored_from_the_newest_good_copy",
        f"{DAMAGE}::test_a_damaged_cache_is_set_aside_and_begun_anew",
    ),
    "L05": ("test_settings.py::test_a_file_cut_off_anywhere_or_full_of_zeros_costs_nothing_that_was_set_before",),
    "L06": ("sync/test_scheduling.py::test_without_a_keyring_an_account_lasts_for_this_session_and_says_so",),
    "L07": ("sync/test_streams.py::test_a_clock_set_back_does_not_stop_the_columns",),
    "L08": ("sync/test_streams.py::test_after_sleep_connections_are_dropped_and_all_columns_are_fresh_within_a_minute",),
    "L10": ("test_paths.py::test_a_file_that_a_virus_scanner_holds_for_a_moment_is_put_in_place_all_the_same",),
    "L09": ("e2e/test_process.py::test_of_many_starts_at_once_one_window_stays",),
}  # fmt: skip
"""By the fault's id: a test, or a case of a table of cases in a test module."""


def _named(module: Path) -> set[str]:
    """The tests of a module and the keys of its tables, as `test_x` and `TABLE[key]`."""
    found: set[str] = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, ast.Dict):
            found |= {f"{node.target.id}[{key.value}]" for key in node.value.keys if isinstance(key, ast.Constant)}
    return found


@pytest.mark.parametrize("fault", PLAYED)
def test_what_is_named_here_exists(fault: str) -> None:
    for played in PLAYED[fault]:
        module, _, name = played.partition("::")
        assert name in _named(TESTS / module)


@pytest.mark.skipif(not LIST.exists(), reason="the fault list is not on this machine")
def test_every_fault_of_the_list_that_concerns_reading_is_played() -> None:
    faults = json.loads(LIST.read_text("utf-8"))
    reading = {
        fault["id"]
        for fault in faults["faults"]
        if "mastodon" in fault["adapters"] and {"read", "stream"} & set(fault["ops"])
    }  # fmt: skip
    assert reading | {fault["id"] for fault in faults["local"]} <= set(PLAYED)
