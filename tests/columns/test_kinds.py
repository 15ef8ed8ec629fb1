import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import client
from client.columns import KINDS
from client.columns.base import ParamKind
from client.model.account import AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.query import Order, QueryKind, query

A, B = AccountId("a"), AccountId("b")
ROOT = Path(client.__file__).parent


def spec(kind: str, *params: tuple[str, str], accounts: tuple[AccountId, ...] = (A,)) -> ColumnSpec:
    return ColumnSpec(ColumnId("c1"), kind, accounts, params)


def test_every_query_but_a_thread_has_one_kind_of_column():
    assert sorted(kind.query_kind for kind in KINDS.values()) == sorted(set(QueryKind) - {QueryKind.THREAD})


def test_every_file_of_the_room_is_offered():
    files = {path.stem for path in (ROOT / "columns").glob("*.py")} - {"__init__", "base"}
    assert len(files) == len(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_has_words_an_icon_and_its_own_name(name: str):
    kind = KINDS[name]
    assert kind.name == name
    assert kind.label
    assert kind.hint
    assert kind.icon
    assert not kind.icon.startswith("ph.")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_parameters_are_named_once_and_have_labels(name: str):
    params = KINDS[name].params
    assert len({param.key for param in params}) == len(params)
    assert all(param.label for param in params)
    assert all(param.options for param in params if param.kind is ParamKind.TYPES)


def test_a_column_of_two_accounts_asks_one_query_of_each():
    queries = KINDS["mentions"].queries(spec("mentions", accounts=(A, B)))
    assert queries == (query(A, QueryKind.MENTIONS), query(B, QueryKind.MENTIONS))


def test_equal_questions_in_another_order_are_one_query():
    one = KINDS["hashtag"].queries(spec("hashtag", ("any", "brand"), ("any", "rook"), ("none", "kermis")))
    two = KINDS["hashtag"].queries(spec("hashtag", ("none", "kermis"), ("any", "rook"), ("any", "brand")))
    assert one == two


def test_bookmarks_and_likes_keep_the_servers_order():
    for name in ("bookmarks", "likes"):
        assert KINDS[name].queries(spec(name))[0].order is Order.LISTED


@pytest.mark.parametrize(
    ("name", "params", "title"),
    [
        ("home", (), ""),
        ("hashtag", (("any", "meerdamfeest"), ("any", "brand")), "meerdamfeest, brand"),
        ("hashtag", (("all", "rook"),), "rook"),
        ("list", (("list", "7"), ("title", "Veiligheidspartners")), "Veiligheidspartners"),
        ("user", (("user", "12"), ("handle", "yara@buurt.example")), "yara@buurt.example"),
        ("search", (("q", "rook OR brand"),), "rook OR brand"),
    ],
)
def test_a_column_is_called_after_what_it_was_asked(name: str, params: tuple[tuple[str, str], ...], title: str):
    assert KINDS[name].title(spec(name, *params)) == title


def test_icons_are_those_of_the_look():
    tokens = ROOT.parent.parent / "shared" / "ui" / "tokens.json"
    if not tokens.exists():
        pytest.skip("the design files are not beside the repository")
    icons = json.loads(tokens.read_text("utf-8"))["icons"]["map"]
    expected = {"home": "home", "mentions": "mentions", "notifications": "notifications", "search": "search",
                "hashtag": "hashtag", "list": "list", "user": "account", "conversations": "messages",
                "bookmarks": "bookmark", "likes": "like"}  # fmt: skip
    assert {name: KINDS[name].icon for name in expected} == {name: icons[key] for name, key in expected.items()}


def test_all_kinds_are_there_when_belfry_runs_from_a_zip(tmp_path: Path):
    packed = tmp_path / "belfry.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in [
            ROOT / "__init__.py",
            ROOT / "errors.py",
            *(ROOT / "model").glob("*.py"),
            *(ROOT / "columns").glob("*.py"),
        ]:
            archive.write(path, Path("client") / path.relative_to(ROOT))
    answer = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path[0:0] = [{str(packed)!r}]; from client.columns import KINDS; "
         "import client; assert 'belfry.zip' in client.__file__; print(len(KINDS))"],
        capture_output=True, text=True, timeout=60, check=True, env={**os.environ, "PYTHONPATH": ""}, cwd=tmp_path,
    )  # fmt: skip
    assert int(answer.stdout) == len(KINDS)
