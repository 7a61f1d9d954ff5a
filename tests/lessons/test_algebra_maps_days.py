"""Days 28 and 29 on tables of the learner's own, and pictures that say what is true."""

import io
import re
from fractions import Fraction

import numpy as np
import pytest
from rich.console import Console
from sklearn.decomposition import PCA

from workings.checker.topics import determinant, power_iteration
from workings.lessons import get_day
from workings.lessons.own_data import Table
from workings.lessons.page import Page


def _run_on(number, X, out=None):
    written = io.StringIO()
    table = Table(X, np.arange(len(X)) % 2, tuple("abcdefgh"[: X.shape[1]]), "kind")
    page = Page(out, Console(file=written, width=100))
    get_day(number).module("lesson").run_on(page, table)
    assert "nan" not in written.getvalue()
    return written.getvalue()


def _data(columns):
    return np.random.default_rng(columns).normal(size=(60, columns)) * np.arange(1, columns + 1) + 5.0


@pytest.mark.parametrize("number", [28, 29])
@pytest.mark.parametrize("kind", ["usual", "one column", "a constant column", "the same in every row", "two rows"])
def test_own_table(number, kind, tmp_path):
    X = {
        "usual": _data(4),
        "one column": _data(1),
        "a constant column": np.column_stack([_data(3), np.full(60, 7.0)]),
        "the same in every row": np.full((20, 2), 3.0),
        "two rows": _data(3)[:2],
    }[kind]
    assert f"{len(X)} rows" in _run_on(number, X, tmp_path)


def test_columns_that_add_up_are_named():
    X = _data(3)
    # In standard deviations too: c is made of a and b, which have the same spread.
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    said = _run_on(28, np.column_stack([Z[:, 0], Z[:, 1], Z[:, 0] + Z[:, 1]]))
    assert "rank of X.T X is 2, and the dimension of its null space 1" in said
    assert re.search(r"Always 0: .*a.*b.*c\.", said)


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_components_are_those_of_scikit_learn(n):
    X = _data(8)
    values, found = get_day(29).module("lesson").components(X, n)
    theirs = PCA(n_components=n).fit(X)
    np.testing.assert_allclose(values, theirs.explained_variance_, rtol=1e-8)
    np.testing.assert_allclose(np.abs(np.sum(found * theirs.components_, axis=1)), 1.0, rtol=1e-8)


def test_there_and_back_again():
    scene = get_day(28).module("picture").scene
    assert "area 1." in scene(t=2.0).say
    assert "(1, 0) and (0, 1)" in scene(t=2.0).say
    assert "rank 1" in scene(a=1.0, b=2.0, c=-0.5, d=-1.0).say
    assert "rank 0" in scene(a=0.0, b=0.0, c=0.0, d=0.0).say


@pytest.mark.parametrize("v", [(1.0, 1.25, 0.75), (-2.0, 0.5, 0.0)])
def test_the_cross_product_in_the_picture(v):
    u, v = np.array([2.0, 0.5, 0.0]), np.array(v)
    said = get_day(28).module("picture").scene(a=2.0, c=0.5, b=v[0], d=v[1], dimensions=3.0, lift=v[2]).say
    area = np.sqrt((u @ u) * (v @ v) - (u @ v) ** 2)
    assert f"length {area:.4g} is the area" in said
    assert f"volume {np.linalg.det(np.column_stack([u, v, np.cross(u, v)])):.4g}" in said


def test_an_eigenvector_is_not_turned():
    scene = get_day(29).module("picture").scene
    values, vectors = np.linalg.eigh([[1.5, 0.5], [0.5, 1.0]])
    for value, (x, y) in zip(values, vectors.T, strict=True):
        said = scene(angle=float(np.rad2deg(np.arctan2(y, x)) % 360)).say
        turned, times = map(float, re.search(r"by ([-+.e0-9]+) degrees .* ([.0-9]+) times", said).groups())
        assert abs(turned) < 1e-9
        assert times == pytest.approx(value, rel=5e-3)


def test_the_exact_answers_against_known_ones():
    n = 4
    hilbert = np.array([[float(Fraction(1, i + j + 1)) for j in range(n)] for i in range(n)])
    sizes = np.linalg.svd(hilbert, compute_uv=False)
    assert determinant.exact(hilbert) == pytest.approx(sizes.prod(), rel=1e-9)
    # All ones, and 1 more on the diagonal: n + 1, whatever the number of rows.
    assert determinant.exact(np.eye(40) + 1.0) == 41.0
    value, w = power_iteration.exact(np.array([[0.0, 2.0], [-2.0, 0.0]]), np.array([3.0, 4.0]), 2)
    assert value == 0.0
    np.testing.assert_allclose(w, [-0.6, -0.8], rtol=1e-15)
