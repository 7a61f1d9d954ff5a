"""Logistic regression on dask arrays and data frames: the same optimum as in memory."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from workings.linear_model import LogisticRegression

da = pytest.importorskip("dask.array")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def samples(classes, n=240, p=4, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) * 10.0 ** np.arange(-1, p - 1) + 30.0
    scores = (X - 30.0) / 10.0 ** np.arange(-1, p - 1) @ rng.normal(size=(p, classes)) + rng.gumbel(size=(n, classes))
    return X, scores.argmax(axis=1)


def assert_same(got, want, rtol=1e-6):
    np.testing.assert_array_equal(got.classes_, want.classes_)
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=rtol, atol=1e-9)
    np.testing.assert_allclose(got.intercept_, want.intercept_, rtol=rtol, atol=1e-7)


@pytest.mark.parametrize("rows", [1, (100, 0, 3, 137), (240,)])
@pytest.mark.parametrize("classes", [2, 3])
def test_however_the_rows_are_cut(classes, rows):
    X, y = samples(classes, *((30, 2) if rows == 1 else (240, 4)))
    cut = da.from_array(X, chunks=(rows, 2))
    want = LogisticRegression(tol=1e-9, max_iter=300).fit(X, y)
    got = LogisticRegression(tol=1e-9, max_iter=300).fit(cut, da.from_array(y, chunks=50))
    assert_same(got, want)
    for method in ("predict", "predict_proba", "predict_log_proba", "decision_function"):
        lazy = getattr(got, method)(cut)
        assert isinstance(lazy, da.Array)
        np.testing.assert_allclose(lazy, getattr(want, method)(X), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    "parameters",
    [
        {"C": 0.01},
        {"C": np.inf},
        {"fit_intercept": False},
        {"class_weight": "balanced"},
        {"class_weight": {"a": 3.0}},
        {"solver": "gradient descent", "max_iter": 40, "C": 1e-3},
    ],
)
@pytest.mark.parametrize("weighted", [False, True])
def test_parameters_weights_and_names_of_classes(parameters, weighted):
    X, y = samples(3, p=2)
    X, y = (X - X.mean(axis=0)) / X.std(axis=0), np.array(["a", "bb", "c"])[np.sort(y)]
    w = np.random.default_rng(3).uniform(0.0, 2.0, size=len(X)) if weighted else None
    make = {"tol": 1e-9, "max_iter": 200} | parameters
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        want = LogisticRegression(**make).fit(X, y, w)
        got = LogisticRegression(**make).fit(da.from_array(X, chunks=(70, 2)), da.from_array(y, chunks=70), w)
    assert_same(got, want)
    assert got.coef_.any()


def test_many_rows_float32_and_a_warm_start():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(40_000, 5)).astype(np.float32)
    y = X @ np.arange(5.0) + rng.logistic(size=len(X)) > 1.0
    want = LogisticRegression(tol=1e-9).fit(X, y)
    cut = da.from_array(X, chunks=(9_000, 5))
    got = LogisticRegression(tol=1e-9, warm_start=True).fit(cut, da.from_array(y, chunks=9_000))
    assert got.coef_.dtype == want.coef_.dtype == np.float32
    assert_same(got, want)
    before = got.n_iter_[0]
    assert got.fit(cut, y).n_iter_[0] < before - 3


def test_more_coefficients_than_second_derivatives_are_formed_of(monkeypatch):
    from workings.backends.dask import _logistic_blocks
    from workings.linear_model import _newton

    X, y = samples(3)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    for module in (_logistic_blocks, _newton):
        monkeypatch.setattr(module, "_FULL", 5)
        monkeypatch.setattr(module, "_FULL_IF_FEW", 5, raising=False)
    want = LogisticRegression(tol=1e-9, max_iter=300).fit(X, y)
    assert_same(LogisticRegression(tol=1e-9, max_iter=300).fit(da.from_array(X, chunks=(70, 4)), y), want)


@pytest.mark.parametrize("parameters", [{}, {"C": np.inf}, {"l1_ratio": 1.0, "C": 0.01}, {"l1_ratio": 0.5, "C": 0.01}])
@pytest.mark.parametrize("classes", [2, 3])
def test_many_rows_end_where_they_end_in_memory_at_the_default_tolerance(classes, parameters):
    X, y = samples(classes, n=20_000)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y[y == classes - 1] = np.where(np.arange((y == classes - 1).sum()) % 500, 0, classes - 1)  # a rare class
    w = np.random.default_rng(4).uniform(0.5, 2.0, size=len(X))
    cut = da.from_array(X, chunks=((7_000, 0, 12_500, 500), 4))
    want = LogisticRegression(**parameters).fit(X, y, w)
    got = LogisticRegression(**parameters).fit(cut, y, w)
    assert got.n_iter_ == want.n_iter_
    assert_same(got, want)


def test_samples_are_those_that_are_drawn_in_memory():
    from workings.backends.dask._kept import Kept
    from workings.backends.dask._logistic_blocks import BlocksLoss, Plan
    from workings.backends.dask._sources import chunks
    from workings.backends.dask.logistic import _prepared
    from workings.linear_model._logistic_loss import LogisticLoss

    X, y = samples(3, n=3_000)
    y[y == 2] = np.where(np.arange((y == 2).sum()) % 40, 0, 2)
    w = np.random.default_rng(4).uniform(0.5, 2.0, size=len(X)) / 3_000
    sizes = (1_000, 0, 3, 1_997)
    blocks = Kept(chunks(LogisticRegression(), da.from_array(X, chunks=(sizes, 4)), y, w), _prepared)
    counts = np.array([np.bincount(part, minlength=3) for part in np.split(y, np.cumsum(sizes)[:-1])])
    plan = Plan(np.arange(3), np.ones(3), True)
    want = LogisticLoss(X, y, w, 3, 0.1, True)
    here = BlocksLoss(blocks, plan, counts, np.bincount(y, w), 4, 0.1)
    some = np.array([3, 0])
    for whole, known in ((here, want), (here.restricted(some), want.restricted(some))):
        mine, theirs = whole.sample(200), known.sample(200)
        np.testing.assert_array_equal(mine.X, theirs.X)
        np.testing.assert_array_equal(mine.labels, theirs.labels)
        np.testing.assert_allclose(mine.weights, theirs.weights, rtol=1e-13)


def test_samples_that_are_large_stay_where_they_are(monkeypatch):
    from workings.backends.dask import _logistic_blocks

    monkeypatch.setattr(_logistic_blocks, "_GATHERED", 0)
    X, y = samples(2, n=9_000, p=3)
    want = LogisticRegression(tol=1e-9).fit(X, y)
    assert_same(LogisticRegression(tol=1e-9).fit(da.from_array(X, chunks=(2_000, 3)), y), want)


def test_an_l1_penalty_on_more_features_than_are_looked_at_at_once(monkeypatch):
    from workings.linear_model import _proximal

    monkeypatch.setattr(_proximal, "_WHOLE", 5)
    monkeypatch.setattr(_proximal, "_FIRST_SET", 3)
    rng = np.random.default_rng(1)
    X = rng.normal(size=(400, 12))
    y = X[:, :3].sum(axis=1) + rng.logistic(size=400) > 0
    make = {"l1_ratio": 1.0, "C": 0.1, "tol": 1e-9}
    want = LogisticRegression(**make).fit(X, y)
    got = LogisticRegression(**make).fit(da.from_array(X, chunks=(150, 12)), y)
    assert 0 < np.count_nonzero(want.coef_) < 12
    assert_same(got, want)


def test_data_frames_of_unknown_length():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X, y = samples(2)
    frame = pd.DataFrame(X, columns=list("abcd")).assign(y=np.array(["no", "yes"])[y])
    cut = dd.from_pandas(frame, npartitions=5)
    some = cut[cut["a"] > 29.9]  # nobody knows how many rows are left in a part
    here = frame[frame["a"] > 29.9]
    want = LogisticRegression(tol=1e-9, max_iter=300).fit(here[list("abcd")], here["y"])
    got = LogisticRegression(tol=1e-9, max_iter=300).fit(some[list("abcd")], some["y"])
    assert_same(got, want)
    assert list(got.feature_names_in_) == list("abcd")
    np.testing.assert_array_equal(got.predict(some[list("abcd")]).compute(), want.predict(here[list("abcd")]))


def test_refusals_and_warnings():
    X, y = samples(2)
    cut = da.from_array(X, chunks=(100, 4))
    with pytest.raises(TypeError, match="solver='liblinear'"):
        LogisticRegression(solver="liblinear").fit(cut, y)
    with pytest.raises(ValueError, match="1 class only"):
        LogisticRegression().fit(cut, np.zeros_like(y))
    with pytest.raises(ValueError, match="NaN"):
        LogisticRegression().fit(da.where(cut == cut[200, 0], np.nan, cut), y)
    with pytest.raises(ValueError, match="continuous"):
        LogisticRegression().fit(cut, X[:, 0])
    with pytest.raises(ValueError, match="weights of the samples sum to 0"):
        LogisticRegression().fit(cut, y, np.zeros(len(X)))
    with pytest.warns(ConvergenceWarning, match="max_iter=1"):
        LogisticRegression(max_iter=1).fit(cut, y)
