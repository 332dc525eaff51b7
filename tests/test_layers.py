"""Modules import only from the layers below them, and heavy libraries only where they belong."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mtrepair"
MODULES = sorted(PACKAGE.rglob("*.py"))

README = (ROOT / "README.md").read_text(encoding="utf-8")


def layers() -> list[list[str]]:
    """The README's table of layers: what is on a line imports only from the lines above it."""
    _, _, table = README.partition("| layer | modules |\n|---|---|\n")
    rows = [row.split("|")[2] for row in table.partition("\n\n")[0].splitlines()]
    return [[name.rstrip("/") for name in re.findall(r"`([\w/]+)`", row)] for row in rows]


RANK = {name: rank for rank, line in enumerate(layers()) for name in line}

# Library -> modules (or the folders they are in) that may import it.
HOMES = {
    "torch": ("backends/transformers.py", "train/"),
    "transformers": ("backends/transformers.py", "train/"),
    "safetensors": ("backends/transformers.py", "train/"),
    "ctranslate2": ("backends/ctranslate2.py", "train/export.py"),
    "sacrebleu": ("score/corpus.py",),
    "rich": ("render/", "train/"),
    "kenlm": ("fluency/",),
    "marisa_trie": ("lexicon/", "fluency/", "train/lexicon.py"),
    "trafilatura": ("markup/article.py",),
    "markdown_it": ("markup/markdown.py", "markup/markdown_inline.py"),
    "ftfy": ("rules/", "lexicon/"),
    "pandas": ("integrations/",),
    "pyarrow": ("integrations/",),
    "fsspec": ("integrations/",),
    "ray": ("integrations/",),
    "pyspark": ("integrations/",),
    "datasets": ("integrations/",),
    "spacy": ("integrations/", "corrupt/syntax.py"),
    "starlette": ("integrations/",),
    "uvicorn": ("integrations/",),
    "prometheus_client": ("integrations/",),
    "tomlkit": ("integrations/", "train/recipe_table.py"),
    "pygls": ("integrations/",),
    "lsprotocol": ("integrations/",),
}
HEAVY = (
    "torch transformers ctranslate2 sentencepiece sacrebleu kenlm rich numpy starlette uvicorn"
    " prometheus_client tomlkit pygls pandas pyarrow spacy"
).split()


def unit(module: str) -> str:
    """The name in LAYERS of a dotted module; the entry point of a package is a command."""
    parts = module.split(".")
    if len(parts) == 1:
        return "__init__"
    return "__main__" if parts[-1] == "__main__" else parts[1]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, wherever in it; `from a import b` gives a.b as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its layer"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_modules(path: Path) -> set[str]:
    """Modules of the package that a file imports."""
    names = {name for name in imported(path) if name.split(".")[0] == "mtrepair"}
    known = {dotted(module) for module in MODULES}
    inner = names & known - {"mtrepair"}
    from_root = {n for n in names if n.count(".") == 1 and n not in known}
    return inner | ({"mtrepair"} if from_root else set())


def names(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_a_module_has_a_layer(path: Path) -> None:
    assert unit(dotted(path)) in RANK, "add it to LAYERS and to the design"


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    own = unit(dotted(path))
    others = {name for name in own_modules(path) if unit(name) != own}
    version = {"mtrepair"} if own in ("cli", "integrations") else set()
    assert {name for name in others if RANK[unit(name)] >= RANK[own]} <= version


def test_the_walk_sees_imports_inside_functions(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    from mtrepair.types import Span\n")
    assert own_modules(tmp_path / "a.py") == {"mtrepair.types"}


def test_the_walk_sees_an_import_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from mtrepair import __version__, types\n")
    assert own_modules(tmp_path / "a.py") == {"mtrepair", "mtrepair.types"}


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    elsewhere = [
        names(path)
        for path in MODULES
        if any(name.split(".")[0] == library for name in imported(path))
        and not names(path).startswith(HOMES[library])
    ]
    assert elsewhere == []


def python(code: str) -> str:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    return done.stdout


def test_the_table_names_every_module_once() -> None:
    named = sorted(name for line in layers() for name in line)
    there = {unit(dotted(path)) for path in MODULES}
    assert named == sorted(there)


LOADED = f"import sys; print(*[name for name in {HEAVY} if name in sys.modules])"


def test_importing_the_package_loads_no_heavy_library() -> None:
    assert python(f"import mtrepair\n{LOADED}").split() == []


def test_detect_loads_no_model_library() -> None:
    assert python(f"import mtrepair\nmtrepair.detect('le web,la radio')\n{LOADED}").split() == []


def test_clean_by_rules_loads_no_model_library() -> None:
    assert (
        python(
            f"import mtrepair\nmtrepair.clean('le web,la radio', language_model=None)\n{LOADED}"
        ).split()
        == []
    )


def test_the_help_of_the_commands_loads_no_heavy_library() -> None:
    code = "from mtrepair.cli import main\nmain(['--help'], standalone_mode=False)\n"
    assert python(code + LOADED).splitlines()[-1].split() == []


def test_importing_the_package_takes_less_than_150_ms() -> None:
    # Time on the processor: what other programs do at the moment doesn't count.
    clock = "import time; begin = time.process_time(); import mtrepair; "
    assert min(float(python(clock + "print(time.process_time() - begin)")) for _ in range(5)) < 0.15


BENCHMARKS = ROOT / "benchmarks"


def test_the_benchmark_imports_without_a_circle() -> None:
    modules = {dotted(path): path for path in BENCHMARKS.rglob("*.py")}
    left = {
        name: {other for other in imported(path) if other in modules} - {"benchmarks", name}
        for name, path in modules.items()
    }
    while ready := [name for name, needed in left.items() if not needed & set(left)]:
        left = {name: needed for name, needed in left.items() if name not in ready}
    assert left == {}


def test_the_harness_needs_no_study() -> None:
    studies = [
        (path.name, name)
        for path in (BENCHMARKS / "harness").glob("*.py")
        for name in imported(path)
        if name.startswith("benchmarks.studies")
    ]
    assert studies == []


def test_one_script_alone_changes_where_modules_are_looked_for() -> None:
    # Debian's Grammalecte lies outside of every other Python's path.
    allowed = {BENCHMARKS / "run.py", BENCHMARKS / "harness" / "peers.py"}
    folders = (BENCHMARKS, PACKAGE, ROOT / "models", ROOT / "tests")
    files = {path for folder in folders for path in folder.rglob("*.py")}
    trick = "sys." + "path"
    assert {path for path in files if trick in path.read_text(encoding="utf-8")} == allowed


def test_no_two_values_share_a_name() -> None:
    homes: dict[str, set[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(names(path))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if name[0].isupper() and not name.isupper():  # an alias of a type
                    homes.setdefault(name, set()).add(names(path))
    # The type variable of functions that take any type.
    assert {name: own for name, own in homes.items() if len(own) > 1 and len(name) > 1} == {}


def test_every_public_name_is_there_and_told() -> None:
    import mtrepair

    assert all(getattr(mtrepair, name) is not None for name in mtrepair.__all__)
    assert set(mtrepair.__all__) <= set(dir(mtrepair))
    with pytest.raises(AttributeError, match="module 'mtrepair' has no attribute 'nothing'"):
        mtrepair.nothing  # type: ignore[attr-defined]  # noqa: B018
