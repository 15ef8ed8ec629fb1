"""The accessibility statement names tests that are there, and leaves out no clause that binds a program like this one."""

import re

import pytest

from tests.house.loading import ROOT

STATEMENT = (ROOT / "ACCESSIBILITY.md").read_text("utf-8")
ROWS = [line.split("|")[1:-1] for line in STATEMENT.splitlines() if line.startswith("| 11.")]
CLAUSES = (
    *("11.1.1.1", "11.1.3.1", "11.1.3.2", "11.1.3.3", "11.1.3.4", "11.1.3.5", "11.1.4.1", "11.1.4.2", "11.1.4.3"),
    *("11.1.4.4", "11.1.4.5", "11.1.4.10", "11.1.4.11", "11.1.4.12", "11.1.4.13", "11.2.1.1", "11.2.1.2", "11.2.1.4"),
    *("11.2.2.1", "11.2.2.2", "11.2.3.1", "11.2.4.3", "11.2.4.4", "11.2.4.6", "11.2.4.7", "11.2.5.1", "11.2.5.2"),
    *("11.2.5.3", "11.2.5.4", "11.3.1.1", "11.3.1.2", "11.3.2.1", "11.3.2.2", "11.3.3.1", "11.3.3.2", "11.3.3.3"),
    *("11.3.3.4", "11.4.1.1", "11.4.1.2", *(f"11.5.2.{number}" for number in (3, *range(5, 18))), "11.6.1", "11.6.2", "11.7"),
)


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_has_its_line(clause: str) -> None:
    assert any(row[0].strip().split(" ")[0] == clause for row in ROWS), clause


def test_every_line_says_what_holds_and_why() -> None:
    for clause, holds, why, shown in ROWS:
        assert holds.strip() in ("supports", "partly", "does not", "n/a"), clause
        assert why.strip().endswith("."), clause
        assert shown.strip() or holds.strip() != "supports", f"{clause} has no proof"


def test_every_test_that_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:e2e|ui|house|sync)/test_\w+\.py)`", STATEMENT))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).exists()] == []
