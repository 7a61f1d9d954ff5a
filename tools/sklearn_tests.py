"""Run scikit-learn's own tests on our estimators and functions, and see that what passes only grows.

    tools/sklearn_tests.py                    everything, two at a time; exit status 1 if anything is amiss
    tools/sklearn_tests.py Lasso Ridge        these alone
    tools/sklearn_tests.py Lasso -k sparse    only tests with this in their name, with pytest's own output
    tools/sklearn_tests.py --update           also write grown counts, and the page docs/sklearn-tests.md
    tools/sklearn_tests.py --page             write the page alone

Its tests ship inside scikit-learn's wheel. Each estimator runs in a process of its own, where it alone takes the place
of its namesake (see sklearn_swap.py). tools/sklearn_tests.toml lists what may fail, with reasons, and how many
tests pass. The command fails if a test fails that is not listed, if one passes that is listed, if an entry matches no
test, or if the count falls.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "sklearn_tests.toml"
PAGE = ROOT / "docs" / "sklearn-tests.md"
BEGIN, END = "<!-- list: written by tools/sklearn_tests.py -->", "<!-- end -->"


@dataclass
class Verdict:
    """What became of the tests of one name."""

    name: str
    passed: int = 0
    skipped: int = 0
    recorded: int = 0
    seconds: float = 0.0
    failed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)  # reason -> tests
    amiss: list[str] = field(default_factory=list)


def namesakes() -> dict[str, tuple[Any, Any, str]]:
    """Return ours, theirs and scikit-learn's package, for each public name that both have."""
    import importlib
    import inspect
    import pkgutil

    from sklearn.base import BaseEstimator
    from sklearn.utils import all_estimators

    import workings

    theirs = dict(all_estimators())
    found: dict[str, tuple[Any, Any, str]] = {}
    for info in pkgutil.iter_modules(workings.__path__):
        if not info.ispkg or info.name in ("app", "autodiff", "checker", "kernels", "lessons", "show", "special"):
            continue
        package = importlib.import_module(f"workings.{info.name}")
        for name in getattr(package, "__all__", ()):
            ours = getattr(package, name)
            if inspect.isclass(ours) and issubclass(ours, BaseEstimator) and name in theirs:
                found[name] = (ours, theirs[name], theirs[name].__module__.split(".")[1])
            elif inspect.isfunction(ours):
                twin = getattr(importlib.import_module(f"sklearn.{info.name}"), name, None)
                if twin is not None:
                    found[name] = (ours, twin, info.name)
    return found


def run_here(name: str, keyword: str, output: str) -> int:
    """Run the tests of one name in this process, and write what became of them."""
    import importlib

    import pytest
    import sklearn

    from sklearn_swap import Swap

    ours, theirs, package = namesakes()[name]
    importlib.import_module(f"sklearn.{package}")
    swap = Swap(name, ours, theirs, keyword)
    if not swap.install():
        print(f"{name} is nowhere to be found in scikit-learn")
        return 1
    folder = Path(sklearn.__file__).parent / package / "tests"
    pattern = "test_*.py"
    if not folder.is_dir():  # a module, not a package: its tests lie with those of all modules
        folder, pattern = Path(sklearn.__file__).parent / "tests", f"test_{package}.py"
    files = [str(path) for path in sorted(folder.glob(pattern)) if name in path.read_text(encoding="utf-8")]
    quiet = [] if keyword else ["--tb=line", "--disable-warnings"]
    options = ["-q", "-c", os.devnull, "--rootdir", str(folder.parent), "-p", "no:cacheprovider", "--no-header", *quiet]
    status = int(pytest.main([*options, *files], plugins=[swap]))
    Path(output).write_text(json.dumps({"status": status, "tests": swap.results()}), encoding="utf-8")
    return 0 if status in (0, 1, 5) else 1


def run_apart(name: str, keyword: str = "") -> tuple[dict[str, tuple[str, str]], float]:
    """Run the tests of one name in a process of its own; return the outcome of each, and the seconds."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OMP_NUM_THREADS": "1"}
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "outcome.json"
        command = [sys.executable, __file__, "--here", str(output), name, *(["-k", keyword] if keyword else [])]
        done = subprocess.run(command, env=environment, capture_output=not keyword, text=True, check=False)
        if not output.exists() or done.returncode:
            sys.exit(
                f"{name}: pytest did not come to its end\n{(done.stdout or '')[-4000:]}{(done.stderr or '')[-4000:]}"
            )
        tests = json.loads(output.read_text(encoding="utf-8"))["tests"]
    return tests, time.perf_counter() - begin


def matcher(pattern: str) -> re.Pattern[str]:
    """Read a pattern: * stands for anything; without brackets it means the test with all its parameters."""
    text = re.escape(pattern).replace(r"\*", ".*")
    return re.compile(text if "[" in pattern else text + r"(\[.*\])?", re.DOTALL)


def judge(name: str, tests: dict[str, tuple[str, str]], entry: dict[str, Any]) -> Verdict:
    """Hold the outcomes against the list."""
    verdict = Verdict(name, recorded=entry.get("passed", 0))
    listed = [(p, matcher(p), group["reason"]) for group in entry.get("refused", ()) for p in group["tests"]]
    unmatched = {pattern for pattern, _, _ in listed}
    for test, (outcome, reason) in tests.items():
        hits = [(pattern, why) for pattern, matches, why in listed if matches.fullmatch(test)]
        unmatched -= {pattern for pattern, _ in hits}
        verdict.passed += outcome == "passed"
        verdict.skipped += outcome == "skipped"
        if outcome == "passed" and hits:
            verdict.amiss.append(f"{test} passes: take {hits[0][0]!r} off the list, or make it narrower")
        elif outcome == "failed" and hits:
            verdict.refused.setdefault(hits[0][1], []).append(test)
        elif outcome == "failed":
            verdict.failed[test] = reason
    verdict.amiss += [f"{pattern!r} matches no test" for pattern in sorted(unmatched)]
    if verdict.passed < verdict.recorded:
        verdict.amiss.append(f"{verdict.passed} tests pass, and {verdict.recorded} did")
    return verdict


def table(verdicts: list[Verdict]) -> str:
    """Return what became of all, and what is amiss."""
    lines = [f"{'':24}{'passed':>7}{'recorded':>9}{'failed':>7}{'refused':>8}{'skipped':>8}{'s':>6}"]
    for one in verdicts:
        refused = sum(len(tests) for tests in one.refused.values())
        numbers = f"{one.passed:7}{one.recorded:9}{len(one.failed):7}{refused:8}{one.skipped:8}{one.seconds:6.0f}"
        lines.append(f"{one.name:24}{numbers}")
    for one in verdicts:
        lines += [f"\n{one.name}: refused by design"] if one.refused else []
        lines += [f"  {len(tests):4}  {reason}" for reason, tests in one.refused.items()]
        lines += [f"\n{one.name}: failed"] if one.failed else []
        lines += [f"  {test}\n      {reason[:200]}" for test, reason in one.failed.items()]
        lines += [f"\n{one.name}: amiss", *(f"  {line}" for line in one.amiss)] if one.amiss else []
    return "\n".join(lines)


def page_list(entries: dict[str, Any]) -> str:
    """Return the list of refusals as the page shows it."""
    lines = []
    for name, entry in sorted(item for item in entries.items() if isinstance(item[1], dict)):
        lines += [f"### {name}", "", f"{entry.get('passed', 0)} tests pass.", ""]
        for group in entry.get("refused", ()):
            names = ", ".join(f"`{test}`" for test in group["tests"])
            lines.append(f"- {group['reason']} ({names})")
        lines += [""] if entry.get("refused") else []
    return "\n".join(lines)


def write_page() -> None:
    """Put the list into the page."""
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))
    PAGE.write_text(f"{head}{BEGIN}\n\n{page_list(entries)}\n{END}{tail}", encoding="utf-8")


def record(verdicts: list[Verdict]) -> None:
    """Write the counts that have grown."""
    text = LIST.read_text(encoding="utf-8")
    for one in verdicts:
        if one.passed > one.recorded:
            line = re.compile(rf"(^\[{one.name}\]\npassed = )\d+", re.MULTILINE)
            if line.search(text):
                text = line.sub(rf"\g<1>{one.passed}", text)
            else:
                text = f"{text.rstrip()}\n\n[{one.name}]\npassed = {one.passed}\n"
    LIST.write_text(text, encoding="utf-8")
    write_page()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="estimators or functions; all of them if none is given"
    )
    parser.add_argument("-k", default="", metavar="TEXT", help="only tests with TEXT in their name, not judged")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes at a time (2)")
    parser.add_argument("--update", action="store_true", help="write grown counts, and the page")
    parser.add_argument("--page", action="store_true", help="write the page and end")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return run_here(options.names[0], options.k, options.here)
    if options.page:
        write_page()
        return 0
    import sklearn

    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))
    known = sorted(namesakes(), key=lambda name: (-entries.get(name, {}).get("passed", 0), name))  # the longest first
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        sys.exit(
            f"scikit-learn and workings have no {', '.join(unknown)} in common. There are: {', '.join(sorted(known))}"
        )
    names = options.names or known
    if options.k:
        for name in names:
            run_apart(name, options.k)
        return 0
    with ThreadPoolExecutor(options.j) as pool:
        verdicts = []
        for name, (tests, seconds) in zip(names, pool.map(run_apart, names), strict=True):
            verdicts.append(judge(name, tests, entries.get(name, {})))
            verdicts[-1].seconds = seconds
    verdicts.sort(key=lambda one: one.name)
    print(table(verdicts))
    if not sklearn.__version__.startswith(entries["scikit-learn"] + "."):
        print(f"\nThe list is for scikit-learn {entries['scikit-learn']}, and this is another: nothing is judged.")
        return 0
    if options.update:
        record(verdicts)
    return 1 if any(one.failed or one.amiss for one in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
