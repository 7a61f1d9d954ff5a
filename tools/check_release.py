"""Build the wheel and the sdist, install the wheel where nothing else is, and use it: python tools/check_release.py.

Twice: with the newest dependencies, and with the oldest that pyproject.toml allows. `--newest` or `--oldest` does one.
What is tried is what breaks when a package is put together: that all files are in it, that the public names can be
imported, that estimators fit, that a verdict is reached, that a day runs. The tests of everything else are `make test`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN_THE_WHEEL = (
    "workings/py.typed",
    "workings/cli.py",
    "workings/lessons/path.toml",
    "workings/lessons/day_006_logistic_regression/lesson.md",
    "workings/app/static/day.js",
    "workings/app/templates/day.html",
)
IN_THE_SDIST = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "src/workings/__init__.py", "tests/oracle.py")
SMOKE = """
import importlib, warnings
import numpy as np
import sklearn.datasets
import workings
assert workings.softmax([0.0, 0.0]).tolist() == [0.5, 0.5]
X, y = sklearn.datasets.load_iris(return_X_y=True)
fitted = 0
packages = "preprocessing linear_model naive_bayes neighbors svm tree ensemble cluster neural_network"
for package in packages.split():
    module = importlib.import_module("workings." + package)
    for name in module.__all__:
        kind = getattr(module, name)
        needs_more = ("LabelEncoder", "Sequential")
        if isinstance(kind, type) and hasattr(kind, "fit") and hasattr(kind, "get_params") and name not in needs_more:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                kind().fit(X, y)
            fitted += 1
assert fitted > 40, fitted
verdict = workings.check(lambda x: np.exp(x) / np.exp(x).sum(), "softmax")
assert verdict.outcome == "wrong", verdict
print(f"{fitted} estimators fit")
"""


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="workings-release-") as name:
        folder = Path(name)
        wheel = built(folder)
        for which in ("newest", "oldest"):
            if not arguments or f"--{which}" in arguments:
                tried(wheel, folder, which)
    return 0


def built(folder: Path) -> Path:
    """Build both, look into them, and return the wheel."""
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder / "dist", ROOT], check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    names = set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(sdist) as file:
        inside = {member.partition("/")[2] for member in file.getnames()}
    missing = [n for n in IN_THE_WHEEL if n not in names] + [n for n in IN_THE_SDIST if n not in inside]
    if missing:
        raise SystemExit(f"missing in the packages: {', '.join(missing)}")
    print(f"{wheel.name}: {len(names)} files, {wheel.stat().st_size / 1e6:.1f} MB; {sdist.name}: {len(inside)} files")
    return wheel


def oldest() -> list[str]:
    """Return the dependencies, pinned to the lower bounds of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [requirement.replace(">=", "==") for requirement in project["dependencies"]]


def tried(wheel: Path, folder: Path, which: str) -> None:
    """Install the wheel in a venv of its own, and use it from an empty folder."""
    home, away = folder / which, folder / f"work-{which}"
    venv.create(home, with_pip=True)
    away.mkdir()
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "-qqq", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel, *(oldest() if which == "oldest" else [])], check=True)
    command = python.parent / "workings"
    environment = {**os.environ, "WORKINGS_DATA_DIR": str(away / "data"), "PYTHONPATH": ""}
    (away / "mine.py").write_text("import numpy as np\n\ndef softmax(x):\n    return np.exp(x) / np.exp(x).sum()\n")
    lines: tuple[tuple[list[str | Path], int], ...] = (
        ([python, "-c", SMOKE], 0),
        ([command, "--version"], 0),
        ([command, "check", "mine.py"], 1),
        ([command, "day", "6", "--out", "pictures"], 0),
        ([command, "day", "21"], 0),
    )
    for line, status in lines:
        done = subprocess.run(line, cwd=away, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != status:
            raise SystemExit(
                f"{which}: {str(line[-1])[:60]!r} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
    versions = subprocess.run(
        [python, "-m", "pip", "freeze"], capture_output=True, text=True, check=True
    ).stdout.split()
    shown = [v for v in versions if v.startswith(("numpy=", "scipy=", "scikit-learn=", "numba="))]
    print(f"{which} dependencies ({', '.join(shown)}): installed from the wheel, used, and right")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
