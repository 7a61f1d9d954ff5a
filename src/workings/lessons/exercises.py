"""A day's exercise in the learner's own folder: where it lies, what it asks for, and whether it is done."""

from __future__ import annotations

import re
from pathlib import Path

from workings.lessons.path import Day, days

WORKSPACE = "workings-path"
# What an exercise means, where a function of its name may mean several things. A function of the learner's own is read
# with charity; an exercise that says "the logistic loss" is not passed by gradient descent on another loss.
READINGS = {
    "adam_step": "epsilon after the correction",
    "best_split": "weighted gini",
    "central_differences": "straight ends",
    "coordinates": "columns",
    "dense_backward": "sums",
    "distances": "distances",
    "entropy": "counts, in bits",
    "forward_pass": "relu, probabilities",
    "gini": "counts",
    "gradient_descent": "logistic loss",
    "grow_tree": "gini",
    "k_means": "labels of the last round",
    "lance_williams": "Ward, of distances",
    "momentum_step": "a velocity that is added",
    "normal_equations": "X as it is",
    "one_hot": "distinct labels",
    "out_of_bag": "rows",
    "out_of_fold_means": "contiguous folds",
    "perceptron": "labels -1 and 1",
    "rotate": "radians",
    "standardise": "two sets",
    "taylor_exp": "degree n",
}
_FOLDER_OR_FILE = re.compile(r"day_(\d{3})(?:_\w[\w-]*)?")


def functions(path: Path) -> list[str]:
    """Return the names of the functions that a file defines, in order, but for private ones."""
    return re.findall(r"^def ([a-z]\w*)\(", path.read_text(encoding="utf-8"), flags=re.M)


def asked(day: Day) -> list[str]:
    """Return the functions that a day's exercise asks for."""
    return functions(day.folder / "exercise.py")


def reading(path: Path, name: str) -> str | None:
    """Return how a function of a file is to be read, if the file is a day's exercise that leaves no choice."""
    day = day_of(path)
    return READINGS.get(name) if day is not None and name in asked(day) else None


def workspace(here: Path) -> Path:
    """Return the folder that holds the learner's days: the one that `here` lies in, or else one in `here`."""
    for folder in (here, *here.parents):
        if folder.name == WORKSPACE:
            return folder
    return here / WORKSPACE


def start(day: Day, here: Path, draft: str | None = None) -> tuple[Path, bool]:
    """Copy a day's exercise, or a draft of it, into the workspace, unless one is there.

    Returns
    -------
    exercise : Path
    new : bool
        Whether it was copied now; if not, it is the learner's own, and was not touched.
    """
    target = workspace(here) / day.folder.name / "exercise.py"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        text = (day.folder / "exercise.py").read_bytes() if draft is None else draft.encode()
        with target.open("xb") as copy:
            copy.write(text)
    except FileExistsError:
        return target, False
    return target, True


def exercise_here(here: Path) -> Path:
    """Return the exercise that is meant in a folder: its own, or else the one worked on last in the workspace.

    Raises
    ------
    ValueError
        There is none.
    """
    for folder in (here, *here.parents):
        if day_of(folder / "exercise.py") is not None and (folder / "exercise.py").is_file():
            return folder / "exercise.py"
    begun = [path for path in workspace(here).glob("day_*/exercise.py") if day_of(path) is not None]
    if not begun:
        raise ValueError(
            "there is no exercise here. Begin one with `workings start`, or name a file: workings check mine.py"
        )
    return max(begun, key=lambda path: path.stat().st_mtime)


def day_of(path: Path) -> Day | None:
    """Return the day whose exercise a file is, as its folder or its name tells.

    >>> day_of(Path("workings-path/day_007_nearest_neighbours_idea/exercise.py")).number
    7
    >>> day_of(Path("day_007.py")).number
    7
    >>> day_of(Path("mine.py"))
    """
    name = path.resolve().parent.name if path.name == "exercise.py" else path.stem
    found = _FOLDER_OR_FILE.fullmatch(name)
    if found is None:
        return None
    return next((day for day in days() if day.ready and day.number == int(found[1])), None)


def is_done(day: Day, outcomes: dict[str, str]) -> bool:
    """Whether the verdicts on a file, by function, say that the day's exercise is passed."""
    return all(outcomes.get(name) in ("right", "costly") for name in asked(day))
