"""Lessons on tables that a learner might bring along."""

import io

import numpy as np
import pytest
from rich.console import Console

from workings.lessons import get_day
from workings.lessons.own_data import read_table
from workings.lessons.page import Page


@pytest.fixture
def run_on_own(tmp_path):
    """Run a day's lesson on the lines of a CSV file; return what it printed, and its pictures."""

    def run(number, lines, target="kind"):
        path = tmp_path / "table.csv"
        path.write_text("\n".join(lines))
        lesson, written = get_day(number).module("lesson"), io.StringIO()
        page = Page(tmp_path / "out", Console(file=written, width=120))
        lesson.run_on(page, read_table(path, target, reads=getattr(lesson, "READS", None)))
        return written.getvalue(), page.pictures

    return run


@pytest.fixture
def noisy_kinds():
    """Make lines in which a tells the kind, but for noise; b is of another size, and one column is the same for all."""

    def make(classes, rows=90, noise=0.5):
        rng = np.random.default_rng(classes)
        X = rng.normal(size=(rows, 2)) * [1.0, 100.0] + [0.0, 1e4]
        y = np.digitize(X[:, 0] + noise * rng.normal(size=rows), np.linspace(-0.5, 0.5, classes - 1))
        return ["a,b,same,kind", *(f"{p},{q},7,k{k}" for (p, q), k in zip(X, y, strict=True))]

    return make


@pytest.fixture
def far_kinds():
    """Make lines of three kinds that lie far from each other."""

    def make(rows):
        kind = np.arange(rows) % 3
        X = np.random.default_rng(0).normal(size=(rows, 2)) + 8.0 * kind[:, None]
        return ["a,b,same,kind", *(f"{p},{q},7,k{k}" for (p, q), k in zip(X, kind, strict=True))]

    return make
