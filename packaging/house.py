"""House rules that no linter knows, checked on the syntax tree. Prints one sentence for each breach: file, line, what to do.

Run by path from the repository: `python packaging/house.py`. Standard library only. CONTRIBUTING.md explains the `RULES`
below; a new rule is one function and one line there, with a failing sample in tests/house/test_house.py.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("client", "packaging", "tests")
MODULE_LINES = 350

LABEL_FILES = ("client/ui/widgets.py", "client/ui/links.py")  # where Qt's own labels and tool tips are made safe
# the end of a task, a listener, and the end of work in a thread, which raises again where it is awaited
CATCH_ALL_FILES = ("client/sync/tasks.py", "client/sync/changes.py", "client/ui/threads.py")
TASK_FILES = ("client/sync/tasks.py",)
HTML_WIDGETS = ("QMessageBox", "QTextEdit", "QTextBrowser", "QErrorMessage", "QWhatsThis")
DANGEROUS_MODULES = ("subprocess", "pickle", "marshal", "shelve", "dill", "multiprocessing")
DANGEROUS_CALLS = ("eval", "exec", "os.system", "os.popen")
TASK_CALLS = ("create_task", "ensure_future")
NOQA = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+[0-9]+(?:\s*,\s*[A-Z]+[0-9]+)*)?(?P<reason>.*)", re.IGNORECASE)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
LONG_COLOUR = re.compile(r"(?<![\w&])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6})(?!\w)")

Finding = tuple[int, str]


@dataclass(frozen=True)
class Module:
    """A file to check: its path in the repository with slashes, its text and its tree."""

    path: str
    source: str
    tree: ast.Module

    def within(self, *folders: str) -> bool:
        """Tells whether the file lies in one of these folders."""
        return any(self.path.startswith(folder + "/") for folder in folders)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """All nodes of these kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


def dotted(node: ast.AST) -> str:
    """The written name of an expression (`time.sleep`); "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f"?.{node.attr}"
    return ""


def last(node: ast.AST) -> str:
    """The last part of a written name."""
    return dotted(node).rpartition(".")[2]


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Every imported name in full (`time.sleep` for `from time import sleep`), with its line."""
    for node in module.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the written name of what is called."""
    for node in module.nodes(ast.Call):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def too_long(module: Module) -> Iterator[Finding]:
    """A module has one job."""
    lines = module.source.count("\n")
    if lines > MODULE_LINES and module.within("client", "packaging"):
        yield 1, f"{lines} lines are more than {MODULE_LINES}: name the two jobs of this module and split it"


def html_widgets(module: Module) -> Iterator[Finding]:
    """Foreign text never reaches a widget that reads HTML by itself."""
    if not module.within("client"):
        return
    for node in module.nodes(ast.Name, ast.Attribute):
        name = last(node)
        if name in HTML_WIDGETS:
            yield line_of(node), f"{name} reads HTML by itself: use the widgets of client.ui.widgets, or QPlainTextEdit"
        if name == "QLabel" and module.path not in LABEL_FILES:
            yield line_of(node), "QLabel reads HTML by itself: use PlainLabel of client.ui.widgets"
    for call, name in calls(module):
        if name.endswith(".setToolTip") and module.path not in LABEL_FILES:
            yield call.lineno, "a tool tip reads HTML by itself: use set_tip or show_tip of client.ui.widgets"
        if (name.startswith("QToolTip.") or ".QToolTip." in name) and module.path not in LABEL_FILES:
            yield call.lineno, "a tool tip reads HTML by itself: use set_tip or show_tip of client.ui.widgets"


def nested_loops(module: Module) -> Iterator[Finding]:
    """A nested event loop loses other tasks for good."""
    if not module.within("client"):
        return
    for call, name in calls(module):
        if name.endswith((".exec", ".exec_")):
            yield call.lineno, "exec() runs a second event loop, which loses tasks: use open() or popup() and a signal"


def catch_all(module: Module) -> Iterator[Finding]:
    """A bug is never swallowed."""
    if not module.within("client") or module.path in CATCH_ALL_FILES:
        return
    for node in module.nodes(ast.ExceptHandler):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        everything = any(kind is None or dotted(kind) in ("Exception", "BaseException") for kind in caught)
        cleans_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if everything and not cleans_up:
            yield (
                node.lineno,
                "except Exception hides bugs: name what can happen; only " + " and ".join(CATCH_ALL_FILES) + " may",
            )


def loose_tasks(module: Module) -> Iterator[Finding]:
    """Every task has an owner, a name and a log."""
    if not module.within("client") or module.path in TASK_FILES:
        return
    for call, name in calls(module):
        if name.rpartition(".")[2] in TASK_CALLS:
            yield call.lineno, f"{name} makes a task that nobody watches: use Tasks.spawn of client.sync.tasks"


def sleeps(module: Module) -> Iterator[Finding]:
    """Nothing waits by the clock; a tryout, which a person looks at, may."""
    if not module.within("client", "tests") or module.within("tests/tryouts"):
        return
    used = [(call.lineno, name) for call, name in calls(module)] + list(imported(module))
    for line, name in used:
        if name == "time.sleep":
            yield line, "time.sleep stops everything: wait for what must happen, or let the clock come in by argument"


def dangerous(module: Module) -> Iterator[Finding]:
    """Belfry starts no programs and runs no data."""
    if not module.within("client"):
        return
    for line, name in imported(module):
        if name.partition(".")[0] in DANGEROUS_MODULES:
            yield line, f"{name.partition('.')[0]} has no place in client/: data is never code, and Belfry starts no programs"
    for call, name in calls(module):
        if name in DANGEROUS_CALLS:
            yield call.lineno, f"{name}() runs text as code or as a command"


def colours(module: Module) -> Iterator[Finding]:
    """Colours come from the theme."""
    if not module.within("client/ui"):
        return
    spoken = docstrings(module)
    for node in module.nodes(ast.Constant):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            found = COLOUR.fullmatch(node.value) or LONG_COLOUR.search(node.value)
            if found:
                yield node.lineno, f"{found.group()} is a colour: name a role of the theme instead"


def built_words(module: Module) -> Iterator[Finding]:
    """A text that is put together before it is translated cannot be translated."""
    if not module.within("client"):
        return
    for call, name in calls(module):
        if name.rpartition(".")[2] in ("tr", "trn", "mark"):
            for argument in call.args[:2]:
                if isinstance(argument, ast.JoinedStr | ast.BinOp):
                    yield call.lineno, "translate the whole sentence with {places}: tr('Hello {name}', name=name)"


def bare_exceptions_to_rules(module: Module) -> Iterator[Finding]:
    """Every exception to a lint rule says which rule and why."""
    for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
        found = NOQA.search(token.string) if token.type == tokenize.COMMENT else None
        if found and not found["codes"]:
            yield token.start[0], "name the rule that is set aside: # noqa: CODE (why)"
        elif found and not re.search(r"\w{2,}\W+\w", found["reason"]):
            yield token.start[0], "say why the rule is set aside: # noqa: CODE (why)"


def docstrings(module: Module) -> set[int]:
    """The identities of the nodes that are docstrings."""
    found = set()
    for node in module.nodes(ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef):
        body = getattr(node, "body", [])
        if body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
    return found


def line_of(node: ast.AST) -> int:
    """The line a node stands on."""
    return int(getattr(node, "lineno", 1))


RULES: tuple[Callable[[Module], Iterator[Finding]], ...] = (
    too_long,
    html_widgets,
    nested_loops,
    catch_all,
    loose_tasks,
    sleeps,
    dangerous,
    colours,
    built_words,
    bare_exceptions_to_rules,
)


def check(path: str, source: str) -> list[str]:
    """Checks one file and returns a sentence for each breach, in the order of lines."""
    try:
        module = Module(path, source, ast.parse(source))
    except SyntaxError as failure:
        return [f"{path}:{failure.lineno}: is not Python: {failure.msg}"]
    found = sorted({finding for rule in RULES for finding in rule(module)})
    return [f"{path}:{line}: {sentence}" for line, sentence in found]


def check_tree(root: Path) -> list[str]:
    """Checks every file of the repository, and what must not be there."""
    found = []
    if (root / "packaging" / "__init__.py").exists():
        found.append("packaging/__init__.py:1: remove it: it hides the library of the same name")
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            found += check(file.relative_to(root).as_posix(), file.read_text("utf-8"))
    return found


if __name__ == "__main__":
    breaches = check_tree(ROOT)
    sys.stdout.write("".join(line + "\n" for line in breaches) or "All house rules hold.\n")
    sys.exit(1 if breaches else 0)
