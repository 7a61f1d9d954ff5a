"""Run every benchmark of this folder, keep what they found in results.json, and write docs/benchmarks.md from it.

A benchmark is a module with a function ``main``. It may take ``quick``, and may return a dictionary of what it found.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import inspect
import json
import os
import pkgutil
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
LONGEST = 900  # seconds; none should take a third of it
PACKAGES = (
    "numpy",
    "numba",
    "scipy",
    "scikit-learn",
    "scikit-learn-intelex",
    "torch",
    "jax",
    "fastcluster",
    "keras",
    "autograd",
    "faiss-cpu",
    "skglm",
    "glum",
    "genieclust",
    "lightgbm",
    "xgboost-cpu",
    "mpmath",
)


def workloads() -> list[str]:
    """Return the names of the modules here that have a main, whatever they import."""
    names = [m.name for m in pkgutil.iter_modules([str(FOLDER)]) if not m.name.startswith("_")]
    return [name for name in names if "\ndef main(" in (FOLDER / f"{name}.py").read_text(encoding="utf-8")]


def processor() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def machine() -> dict[str, Any]:
    """Return what the numbers depend on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "processor": processor(),
        "cores": cores,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d"),
        "load when started": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def versions() -> dict[str, str]:
    """Return the versions of what is measured; "missing" for what is not installed."""
    found = {}
    for package in ("workings", *PACKAGES):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def measured(name: str, quick: bool) -> dict[str, Any] | None:
    """Run one benchmark, and return what it found."""
    main = importlib.import_module(f"benchmarks.{name}").main
    found: dict[str, Any] | None = main(**({"quick": quick} if "quick" in inspect.signature(main).parameters else {}))
    return found


def kept(name: str, options: argparse.Namespace) -> None:
    """Run one benchmark here, and keep what it found."""
    begin = time.perf_counter()
    try:
        found = measured(name, options.quick)
    except ModuleNotFoundError as problem:
        if (problem.name or "").split(".")[0] in ("workings", "benchmarks"):
            raise
        print(f"{name}: {problem.name} is not installed, and nothing is measured")
        return
    print(f"({name} took {time.perf_counter() - begin:.0f} s)", flush=True)
    if found:
        results: dict[str, Any] = json.loads(options.output.read_text()) if options.output.exists() else {}
        results[name] = {"machine": machine(), "versions": versions(), "quick": options.quick, **found}
        options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        print(f"\nKept in {options.output}")


def in_process_of_its_own(name: str, options: argparse.Namespace) -> str:
    """Run one benchmark where no other library's threads or memory lie about; return what went wrong, if anything."""
    print(f"\n--- {name}", flush=True)
    command = [sys.executable, "-m", "benchmarks", "--only", name, "--output", str(options.output)]
    try:
        done = subprocess.run([*command, *(["--quick"] if options.quick else [])], timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"{name} was stopped after {LONGEST} s"
    return f"{name} ended with status {done.returncode}" if done.returncode else ""


def main() -> int:
    """Read the options, run, and write results.json."""
    names = workloads()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure beside the best peers.")
    parser.add_argument("--only", choices=names, help="run this benchmark alone")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and cases, where a benchmark knows how")
    parser.add_argument("--output", type=Path, default=RESULTS, help=f"default: {RESULTS.name} in this folder")
    options = parser.parse_args()
    options.output = options.output.resolve()
    problems: list[str] = []
    if options.only:
        kept(options.only, options)
    else:
        begin = time.perf_counter()
        problems = [problem for name in names if (problem := in_process_of_its_own(name, options))]
        print(f"\nAll took {(time.perf_counter() - begin) / 60:.0f} minutes. {'; '.join(problems)}")
    if options.output == RESULTS.resolve():
        subprocess.run([sys.executable, "tools/benchmark_page.py"], cwd=FOLDER.parent, check=True)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
