"""Each house rule catches its breach and leaves the right way alone."""

from pathlib import Path

import pytest

from tests.house.loading import load

house = load("house")

BREACHES = [
    ("client/sync/x.py", "x = 1\n" * 351, "split it"),
    ("packaging/x.py", "x = 1\n" * 351, "split it"),
    ("client/ui/x.py", "from PySide6.QtWidgets import QLabel\nQLabel('a')", "PlainLabel"),
    ("client/ui/x.py", "from PySide6 import QtWidgets\nclass X(QtWidgets.QLabel): ...", "PlainLabel"),
    ("client/ui/x.py", "widget.setToolTip(text)", "set_tip"),
    ("client/ui/x.py", "self.row.setToolTip(text)", "set_tip"),
    ("client/ui/x.py", "QToolTip.showText(point, text)", "set_tip"),
    ("client/ui/x.py", "QtWidgets.QMessageBox.warning(None, 'a', text)", "HTML"),
    ("client/ui/x.py", "edit = QTextEdit()", "HTML"),
    ("client/ui/widgets.py", "edit = QTextBrowser()", "HTML"),
    ("client/ui/x.py", "dialog.exec()", "second event loop"),
    ("client/app.py", "make().exec_()", "second event loop"),
    ("client/sync/x.py", "try: f()\nexcept Exception: pass", "name what can happen"),
    ("client/sync/x.py", "try: f()\nexcept (ValueError, Exception) as e: log(e)", "name what can happen"),
    ("client/ui/x.py", "try: f()\nexcept: pass", "name what can happen"),
    ("client/sync/x.py", "asyncio.create_task(f())", "Tasks.spawn"),
    ("client/sync/x.py", "self.loop.create_task(f())", "Tasks.spawn"),
    ("client/sync/x.py", "get_loop().create_task(f())", "Tasks.spawn"),
    ("client/store/x.py", "import time\ntime.sleep(1)", "time.sleep"),
    ("tests/sync/test_x.py", "from time import sleep\nsleep(1)", "time.sleep"),
    ("client/store/x.py", "import pickle", "has no place"),
    ("client/ui/x.py", "from subprocess import run", "has no place"),
    ("client/text/x.py", "eval(text)", "runs text"),
    ("client/ui/x.py", "os.system('x')", "runs text"),
    ("client/ui/x.py", "pen = '#fff'", "colour"),
    ("client/ui/x.py", "sheet = 'QWidget { color: #12ab34; }'", "colour"),
    ("client/ui/x.py", "tr(f'Hello {name}')", "{places}"),
    ("client/ui/x.py", "trn('one', 'many ' + name, 2)", "{places}"),
    ("tests/test_x.py", "import os  # noqa", "name the rule"),
    ("client/ui/x.py", "import os  # noqa: F401", "say why"),
    ("client/ui/x.py", "def f(:", "is not Python"),
]

FINE = [
    ("tests/ui/test_x.py", "x = 1\n" * 351),
    ("client/sync/x.py", "x = 1\n" * 350),
    ("client/ui/widgets.py", "class PlainLabel(QLabel): ...\ndef set_tip(w, t): w.setToolTip(t)"),
    ("client/ui/x.py", "set_tip(widget, text)\nPlainLabel(theme, text)\nQPlainTextEdit()"),
    ("client/ui/x.py", "dialog.open()\nmenu.popup(point)"),
    ("client/sync/tasks.py", "try: f()\nexcept Exception: log()\nasyncio.create_task(f())"),
    ("client/sync/changes.py", "try: f()\nexcept Exception: log()"),
    ("client/sync/x.py", "try: f()\nexcept BaseException:\n    g()\n    raise"),
    ("client/sync/x.py", "try: f()\nexcept (OSError, ValueError): g()\ntasks.spawn(f(), 'x')"),
    ("packaging/x.py", "import subprocess\nimport time\ntime.sleep(1)"),
    ("tests/e2e/test_x.py", "import subprocess"),
    ("client/ui/x.py", '"""Says #ff0000 in words."""\ntag = \'#feedback\'\nname = "a#b"'),
    ("client/text/x.py", "tag = '#fff'"),
    ("client/ui/x.py", "tr('Hello {name}', name=name)\ntr(kind.label)\ntrn('{n} post', '{n} posts', n)"),
    ("client/ui/x.py", "import os  # noqa: F401 (others look for it here)"),
    ("client/ui/x.py", "text = '# noqa'"),
]


@pytest.mark.parametrize(("path", "source", "sentence"), BREACHES)
def test_a_breach_is_told_with_file_and_line(path: str, source: str, sentence: str) -> None:
    found = house.check(path, source + "\n" if not source.endswith("\n") else source)
    assert any(sentence in line for line in found), found
    assert all(line.startswith(path + ":") for line in found)


@pytest.mark.parametrize(("path", "source"), FINE)
def test_the_right_way_passes(path: str, source: str) -> None:
    assert house.check(path, source + "\n" if not source.endswith("\n") else source) == []


def test_packaging_is_never_a_package(tmp_path: Path) -> None:
    for room in house.ROOMS:
        (tmp_path / room).mkdir()
    assert house.check_tree(tmp_path) == []
    (tmp_path / "packaging" / "__init__.py").touch()
    assert any("remove it" in line for line in house.check_tree(tmp_path))
