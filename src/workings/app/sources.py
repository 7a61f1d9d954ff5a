"""The code behind a day's picture: its estimators and the kernels that they run, found by reading their imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import workings
from workings.lessons.path import Day, days

ROOT = Path(workings.__file__).parent
_ESTIMATORS = (
    *("linear_model", "preprocessing", "neighbors", "naive_bayes", "svm", "tree", "ensemble", "cluster"),
    *("neural_network", "decomposition", "special", "autodiff"),
)


def shown() -> list[Day]:
    """Return the days that can be shown: ready, and complete, so that one that is being written stops no other."""
    parts = ("lesson.md", "lesson.py", "picture.py", "exercise.py")
    return [day for day in days() if day.ready and all((day.folder / part).is_file() for part in parts)]


@cache
def behind(day: Day) -> list[str]:
    """Return the files that do a day's work, as paths below the package: estimators first, then their kernels."""
    used: list[str] = []
    for part in ("picture.py", "lesson.py"):
        for name in _imports(day.folder / part):
            path = _file(name)
            if path is not None and path.relative_to(ROOT).parts[0] in _ESTIMATORS and path.name != "__init__.py":
                used.append(path.relative_to(ROOT).as_posix())
    estimators = list(dict.fromkeys(used))
    kernels = sorted({kernel for path in estimators for kernel in _kernels(ROOT / path)})
    return [*estimators, *kernels]


def read(path: str) -> str | None:
    """Return the text of a file of the package that is on some day's list; None for anything else."""
    known = {one for day in shown() for one in behind(day)}
    return (ROOT / path).read_text(encoding="utf-8") if path in known else None


def _kernels(path: Path, deep: int = 3) -> Iterator[str]:
    """Yield the kernels that a file imports, or a file that it imports from its own folder does."""
    for name in _imports(path):
        found = _file(name)
        if found is None or found.name == "__init__.py":
            continue
        if found.parent.name == "kernels":
            if not found.name.startswith("_"):
                yield found.relative_to(ROOT).as_posix()
        elif found.parent == path.parent and deep:
            yield from _kernels(found, deep - 1)


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Return the names that a file imports from this package: "workings.svm.SVC"."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "workings":
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


@cache
def _file(name: str) -> Path | None:
    """Return the file in which a dotted name is defined, following packages to where they import it from."""
    parts = name.split(".")[1:]
    for end in range(len(parts), 0, -1):
        module = ROOT.joinpath(*parts[:end])
        if module.with_suffix(".py").is_file():
            return module.with_suffix(".py")
        package = module / "__init__.py"
        if package.is_file():
            for other in _imports(package):
                if end < len(parts) and other.rpartition(".")[2] == parts[end] and other != name:
                    return _file(other)
            return package
    return None
