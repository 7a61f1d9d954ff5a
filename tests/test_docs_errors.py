"""The page of errors speaks of messages that there are: each section's words stand in the message, made here."""

from __future__ import annotations

import re
import sqlite3
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import workings
from workings.checker import wall
from workings.checker.subject import SubjectError
from workings.checker.wall import sandbox
from workings.lessons import progress, store
from workings.linear_model import LinearRegression, LogisticRegression
from workings.neural_network import Sequential, layers, load_model

PAGE = Path(__file__).resolve().parent.parent / "docs/errors/index.md"
X = np.array([[1.0, 100.0], [2.0, 0.0], [4.0, 300.0], [6.0, 100.0]])


def network() -> Sequential:
    return Sequential([layers.Dense(1, input_shape=(2,))], seed=0)


def endless_import(folder: Path) -> None:
    (folder / "mine.py").write_text("while True: pass\n")
    wall.open_file(folder / "mine.py", "softmax", timeout=0.5).close()


def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.sys, "platform", "win32")
    sandbox.bwrap.__wrapped__()  # whoever has a sandbox remembers it


def nan_loss() -> None:
    model = network()
    model.compile("sgd", "mean_squared_error")
    model.fit(X * 1e30, [0.0, 1.0, 0.0, 1.0], epochs=5, verbose=0)


def not_converged() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        LogisticRegression(max_iter=1).fit(X, [0, 1, 0, 1])


def damaged(folder: Path) -> None:
    network().save(folder / "model")
    content = bytearray((folder / "model").read_bytes())
    content[-1] ^= 1
    (folder / "model").write_bytes(content)
    load_model(folder / "model")


def newer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(folder))
    progress.mark_run(1)
    with sqlite3.connect(store.progress_file()) as record:
        record.execute("PRAGMA user_version = 999")
    progress.mark_run(2)


# The words that a section's title and the message have in common, and what brings the message about.
SAID: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "x has dtype object": lambda *_: workings.softmax(np.array([1.0, "a"], dtype=object)),
    "x is complex|x has dtype complex": lambda *_: workings.softmax(np.array([1j])),
    "axis must be": lambda *_: workings.softmax([1.0, 2.0], axis=3),
    "Input X contains NaN": lambda *_: LogisticRegression().fit(X * np.nan, [0, 1, 0, 1]),
    "y holds 1 class only": lambda *_: LogisticRegression().fit(X, [1, 1, 1, 1]),
    "with . classes an index lies in 0": lambda *_: workings.cross_entropy([[0.0, 1.0]], [2]),
    "mporting .*does not end": lambda folder, _: endless_import(folder),
    "There is no sandbox": lambda _, patch: no_sandbox(patch),
    "the loss is (nan|inf)": lambda *_: nan_loss(),
    "(did not|failed to) converge": lambda *_: not_converged(),
    "went up instead of down": lambda *_: LinearRegression(solver="gradient descent", learning_rate=1.0).fit(
        X, X[:, 1]
    ),
    "X has . features, but": lambda *_: LinearRegression().fit(X, X[:, 0]).predict(np.zeros((1, 3))),
    "is damaged": lambda folder, _: damaged(folder),
    "written by a newer workings": newer,
}


@pytest.mark.parametrize("words", SAID)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_message_is_there(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        (ValueError, TypeError, Warning, FloatingPointError, sandbox.NoSandbox, store.ProgressError, SubjectError),
        match=words,
    ):
        SAID[words](tmp_path, monkeypatch)


def test_every_section_is_tried() -> None:
    titles = re.findall(r"^## (.*)$", PAGE.read_text(), flags=re.M)
    assert len(titles) == len(SAID)
