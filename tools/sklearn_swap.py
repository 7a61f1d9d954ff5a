"""A plugin for pytest: scikit-learn's own tests of one class or function, with ours swapped in for theirs.

Ours takes the place of theirs in every loaded module of scikit-learn, before a test module is imported, so that
``from sklearn.linear_model import Lasso`` finds ours. When all tests are collected, scikit-learn's private modules get
theirs back: LassoCV is not under test when Lasso is. Three things show that the tests really use ours: no module of
tests may hold theirs after collection; a test is chosen if its code, or what that calls, names the class; and it is
counted only if an instance of ours was made, or the function called, while it ran, or among its parameters.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


class Swap:
    """Ours in the place of theirs, and what became of each test."""

    def __init__(self, name: str, ours: Any, theirs: Any, keyword: str = "") -> None:
        self.name, self.theirs, self.keyword = name, theirs, keyword
        self.uses = 0
        self.outcomes: dict[str, tuple[str, str]] = {}  # test -> passed, failed or skipped, and the reason
        self._places: list[tuple[ModuleType, str]] = []
        self._used: set[str] = set()
        self._calls: dict[Path, _Calls] = {}
        self.ours = self._counted(ours)

    def _counted(self, ours: Any) -> Any:
        """Return ours, made to count its instances or its calls."""
        function = ours.__init__ if inspect.isclass(ours) else ours

        @functools.wraps(function)
        def counting(*args: Any, **kwargs: Any) -> Any:
            self.uses += 1
            return function(*args, **kwargs)

        if not inspect.isclass(ours):
            return counting
        setattr(ours, "__init__", counting)  # noqa: B010
        return ours

    def install(self) -> int:
        """Put ours in the place of theirs in every loaded module of scikit-learn; return in how many places."""
        for module in list(sys.modules.values()):
            if isinstance(module, ModuleType) and module.__name__.split(".")[0] == "sklearn":
                for attribute, value in list(vars(module).items()):
                    if value is self.theirs:
                        setattr(module, attribute, self.ours)
                        self._places.append((module, attribute))
        return len(self._places)

    # What pytest calls.

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that concern the class."""
        for module in {item.module for item in items if isinstance(item, pytest.Function)}:
            held = [name for name, value in vars(module).items() if value is self.theirs]
            if held:
                raise pytest.UsageError(f"{module.__name__} still holds scikit-learn's {self.name} as {held}")
        items[:] = [item for item in items if self.keyword in item.nodeid and self._concerned(item)]

    def pytest_collection_finish(self) -> None:
        """Give scikit-learn's private modules theirs back."""
        for module, attribute in self._places:
            if any(part.startswith("_") for part in module.__name__.split(".")):
                setattr(module, attribute, self.theirs)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin to count."""
        self.uses = 0

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Say whether ours was used."""
        if self.uses or any(self._mentions(value) for value in _parameters(item)):
            self._used.add(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome."""
        if report.when == "call" or not report.passed:
            reason = ""
            if report.failed:
                crash = getattr(report.longrepr, "reprcrash", None)
                reason = (crash.message if crash else str(report.longrepr)).strip().split("\n")[0]
            elif report.skipped and isinstance(report.longrepr, tuple):
                reason = report.longrepr[2]
            self.outcomes[report.nodeid] = (report.outcome, reason)

    def results(self) -> dict[str, tuple[str, str]]:
        """Return the outcome and the reason of each test; one that passed without our class says nothing of it."""
        counted = {}
        for test, (outcome, reason) in self.outcomes.items():
            if outcome != "passed" or test in self._used:
                path, _, rest = test.partition("::")
                counted[f"{path.rsplit('/', 1)[-1]}::{rest}"] = (outcome, reason)
        return dict(sorted(counted.items()))

    # Which tests concern the class?

    def _concerned(self, item: pytest.Item) -> bool:
        if not isinstance(item, pytest.Function):
            return False
        path = Path(item.path)
        if path not in self._calls:
            self._calls[path] = _Calls(path)
        return self._calls[path].names(item.originalname, self.name) or any(
            self._mentions(value) for value in _parameters(item)
        )

    def _mentions(self, value: Any, depth: int = 3) -> bool:
        """Whether ours stands in a parameter of a test, or an instance of it, or a pipeline with one."""
        if value is self.ours or (inspect.isclass(self.ours) and isinstance(value, self.ours)):
            return True
        if depth == 0:
            return False
        parts: Any = ()
        if isinstance(value, dict):
            parts = value.values()
        elif isinstance(value, list | tuple):
            parts = value
        elif hasattr(value, "get_params") and not inspect.isclass(value):
            parts = value.get_params().values()
        return any(self._mentions(part, depth - 1) for part in parts)


def _parameters(item: pytest.Item) -> Iterator[Any]:
    call = getattr(item, "callspec", None)
    return iter(call.params.values() if call is not None else ())


class _Calls:
    """Which names the functions of a file use, and those that they call, within the file."""

    def __init__(self, path: Path) -> None:
        self._uses: dict[str, set[str]] = {}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            self._read(node)
        self._reached: Callable[[str], frozenset[str]] = functools.cache(self._reach)

    def names(self, function: str, wanted: str) -> bool:
        return wanted in self._reached(function)

    def _read(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef):
            body: list[ast.AST] = [
                node.args,
                *node.body,
            ]  # not what decorates it: its parameters are looked at one by one
            self._add(node.name, body)
        elif isinstance(node, ast.ClassDef):
            self._add(node.name, [*node.bases, *node.body])
            for part in node.body:
                self._read(part)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        self._add(name.id, [node])
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._uses.setdefault(alias.asname or alias.name, set()).add(alias.name)

    def _add(self, name: str, nodes: list[ast.AST]) -> None:
        found = self._uses.setdefault(name, set())
        for node in nodes:
            for part in ast.walk(node):
                if isinstance(part, ast.Name):
                    found.add(part.id)
                elif isinstance(part, ast.Attribute):
                    found.add(part.attr)
                elif isinstance(part, ast.arg):
                    found.add(part.arg)  # a fixture
                elif isinstance(part, ast.alias):
                    found.add(part.name)

    def _reach(self, function: str) -> frozenset[str]:
        reached, todo = set[str](), [function]
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo.extend(self._uses.get(name, ()))
        return frozenset(reached)
