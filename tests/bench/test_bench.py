"""The bench measures every figure that has a goal, and says so when it cannot."""

from pathlib import Path

import pytest

from tests.bench import hostile, instructions, memory, run

KEYS = (
    "start_ir_ratio",
    "scroll_ir_ratio",
    "scale_scroll_ratio",
    "scale_insert_ratio",
    "anchor_moved_px",
    "scroll_all_p99_ms",
    "ingest_ratio",
    "load_interval_ratio",
    "load_late_share",
    "stall_max_ms",
    "pss_ratio",
    "growth_ratio",
    "idle_cpu_ms",
    "page_us",
    "fts_ratio",
    "hostile_ratio",
    "hostile_ms",
    "avatars_ui_share",
)


def test_every_key_of_the_table_is_measured_once() -> None:
    measured = [key for _, keys, _ in run.MEASURES for key in keys]
    assert sorted(measured) == sorted(KEYS)
    assert set(run.GOALS) == set(KEYS)


def test_only_what_is_asked_for_is_measured() -> None:
    def gives(bench: run.Bench) -> run.Figures:
        return {"page_us": 41.0, "fts_ratio": 2.0}

    outcome = run.measure(["page_us"], {}, ((gives, ("page_us", "fts_ratio"), False),))
    assert outcome.figures == {"page_us": 41.0}
    assert outcome.well


def test_what_cannot_be_measured_fails_the_bench_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(bench: run.Bench) -> run.Figures:
        raise RuntimeError("the server has ended")

    def gives(bench: run.Bench) -> run.Figures:
        return {"page_us": 41.0}

    outcome = run.measure(["idle_cpu_ms", "page_us"], {}, ((fails, ("idle_cpu_ms",), False), (gives, ("page_us",), False)))
    assert not outcome.well
    assert outcome.figures == {"page_us": 41.0}
    assert "NOT MEASURED: idle_cpu_ms: the server has ended" in capsys.readouterr().err


def test_a_measure_without_its_figure_fails_the_bench(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run.measure(["page_us", "fts_ratio"], {}, ((lambda bench: {"page_us": 41.0}, ("page_us", "fts_ratio"), False),))
    assert not outcome.well
    assert "fts_ratio has no figure" in capsys.readouterr().err


def test_instructions_are_skipped_with_a_reason_where_they_cannot_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not instructions.available()
    outcome = run.measure(["start_ir_ratio"], {})
    assert outcome.skipped == {"start_ir_ratio": "valgrind is not installed"}
    assert outcome.well
    assert not outcome.figures


def test_a_failed_script_fails_its_measure(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text("raise SystemExit('no such thing')", "utf-8")
    with pytest.raises(RuntimeError, match="no such thing"):
        run.child([str(script)], {})


def test_keys_are_given_with_commas_or_spaces_and_a_wrong_one_is_said() -> None:
    assert run._keys(["page_us,fts_ratio", "pss_ratio"]) == ["page_us", "fts_ratio", "pss_ratio"]
    with pytest.raises(ValueError, match="no such key: speed"):
        run._keys(["speed"])


def test_a_figure_says_whether_its_goal_is_met() -> None:
    assert "NOT met" in run.line("pss_ratio", 2.1)
    assert run.line("pss_ratio", 2.0).endswith("met")
    assert "goal" not in run.line("page_us", 50)


def test_hostile_text_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "ROUNDS", 1)
    found = hostile.figures()
    assert found["hostile_ms"]
    assert found["hostile_ratio"]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell it")
def test_memory_is_of_this_process() -> None:
    assert memory.pss_kb() > 5_000
