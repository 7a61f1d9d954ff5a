"""Perceptrons on blocks: without shuffling, and by L-BFGS, the network of memory."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import make_classification, make_regression
from sklearn.exceptions import ConvergenceWarning

from workings.backends.dask import perceptrons
from workings.neural_network import MLPClassifier, MLPRegressor

da = pytest.importorskip("dask.array")

pytestmark = [
    pytest.mark.usefixtures("plain_scheduler"),
    pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning"),
]


def classes(k=3, n=400):
    X, y = make_classification(n, 8, n_informative=5, n_classes=k, random_state=0)
    return X, np.array(["one", "two", "three"])[y]


def numbers(n=400):
    X, y = make_regression(n, 8, noise=1.0, random_state=0)
    return X, y / np.std(y)


def same(got, want, rtol):
    for a, b in zip([*got.coefs_, *got.intercepts_], [*want.coefs_, *want.intercepts_], strict=True):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("solver", ["adam", "sgd"])
@pytest.mark.parametrize("k", [2, 3, 0])
def test_without_shuffling_the_network_is_that_of_memory(k, solver, weighted, dtype):
    X, y = classes(k) if k else numbers()
    X = X.astype(dtype)
    w = np.random.default_rng(1).uniform(0.5, 2.0, len(X)) if weighted else None
    kind = MLPClassifier if k else MLPRegressor
    model = kind(hidden_layer_sizes=(7, 5), solver=solver, shuffle=False, batch_size=25, max_iter=15, random_state=0)
    want = clone(model).fit(X, y, w)
    got = clone(model).fit(da.from_array(X, chunks=(100, 3)), da.from_array(y, chunks=130), w)
    same(got, want, 1e-10 if dtype == np.float64 else 1e-3)
    np.testing.assert_allclose(got.loss_curve_, want.loss_curve_, rtol=1e-10 if dtype == np.float64 else 1e-4)
    assert (got.n_iter_, got.t_, got.out_activation_) == (want.n_iter_, want.t_, want.out_activation_)
    lazy = got.predict(da.from_array(X, chunks=(64, 8)))
    assert isinstance(lazy, da.Array)
    np.testing.assert_array_equal(np.asarray(lazy), got.predict(X))


@pytest.mark.parametrize("k", [2, 3, 0])
@pytest.mark.parametrize("weighted", [False, True])
def test_lbfgs_goes_the_way_of_memory_to_the_optimum(k, weighted):
    X, y = classes(k) if k else numbers()
    w = np.random.default_rng(1).uniform(0.5, 2.0, len(X)) if weighted else None
    cut = da.from_array(X, chunks=(90, 8))
    model = (MLPClassifier if k else MLPRegressor)(
        hidden_layer_sizes=(4,), solver="lbfgs", activation="tanh", alpha=1.0, tol=1e-9, random_state=0
    )
    for most, rtol in ((12, 1e-8), (300, 1e-3)):  # roundings grow from step to step
        want = clone(model).set_params(max_iter=most).fit(X, y, w)
        got = clone(model).set_params(max_iter=most).fit(cut, y, w)
        assert got.loss_ == pytest.approx(want.loss_, rel=rtol)
        if most == 12:
            same(got, want, 1e-6)


def test_stopping_and_rates_follow_the_rules_of_memory():
    X, y = numbers()
    for options in ({"solver": "adam", "tol": 0.05}, {"solver": "sgd", "learning_rate": "adaptive", "tol": 0.05}):
        model = MLPRegressor(
            hidden_layer_sizes=(4,),
            shuffle=False,
            batch_size=50,
            n_iter_no_change=3,
            max_iter=400,
            random_state=0,
            **options,
        )
        want = clone(model).fit(X, y)
        got = clone(model).fit(da.from_array(X, chunks=(100, 8)), y)
        assert got.n_iter_ == want.n_iter_ < 400
        assert got.best_loss_ == pytest.approx(want.best_loss_, rel=1e-9)


def test_with_shuffling_it_learns_as_well_and_repeats():
    X, y = classes(3, 1200)
    order = np.argsort(y[:600], kind="stable")  # blocks that hold one class or two
    cut, y_cut = da.from_array(X[:600][order], chunks=(150, 8)), y[:600][order]
    model = MLPClassifier((20,), batch_size=50, learning_rate_init=0.005)
    scores = []
    for seed in range(3):
        one = clone(model).set_params(random_state=seed, max_iter=60).fit(cut, y_cut)
        scores.append([one.score(X[600:], y[600:])])
        scores[-1].append(
            model.set_params(random_state=seed, max_iter=60).fit(X[:600], y[:600]).score(X[600:], y[600:])
        )
    parts, memory = np.mean(scores, axis=0)
    assert parts > memory - 0.04
    one, two = (clone(model).set_params(max_iter=3, random_state=1).fit(cut, y_cut) for _ in range(2))
    same(one, two, 0.0)


def test_partial_fit_and_warm_start_go_on():
    X, y = classes(3)
    cut = da.from_array(X, chunks=(100, 8))
    model = MLPClassifier((5,), shuffle=False, batch_size=50, random_state=0)
    want, got = clone(model), clone(model)
    for _ in range(3):
        want.partial_fit(X, y, classes=np.unique(y))
        got.partial_fit(cut, y, classes=np.unique(y))
    same(got, want, 1e-10)
    with pytest.raises(ValueError, match="not in"):
        got.partial_fit(cut, np.where(y == "one", "new", y))
    z = X[:, 0]
    model = MLPRegressor(
        hidden_layer_sizes=(5,), shuffle=False, batch_size=50, random_state=0, max_iter=2, warm_start=True
    )
    want, got = clone(model).fit(X, z).fit(X, z).partial_fit(X, z), clone(model).fit(cut, z).fit(cut, z)
    same(got.partial_fit(cut, z), want, 1e-10)


def test_empty_blocks_data_frames_and_a_warning():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X, y = classes(2)
    frame = pd.DataFrame(X, columns=list("abcdefgh"))
    cut = dd.from_pandas(frame.assign(y=y).sort_values("a"), npartitions=8, sort=False)
    cut = cut[cut["a"] > 0]
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        with pytest.raises(ConvergenceWarning, match="Maximum iterations"):
            MLPClassifier((3,), max_iter=2).fit(cut[list("abcdefgh")], cut["y"])
    model = MLPClassifier((9,), max_iter=60, learning_rate_init=0.02, random_state=0)
    model.fit(cut[list("abcdefgh")], cut["y"])
    assert list(model.feature_names_in_) == list("abcdefgh")
    kept = frame["a"] > 0
    assert model.score(frame[kept], y[kept]) > 0.9


def test_refusals():
    X, y = numbers()
    cut = da.from_array(X, chunks=(100, 8))
    with pytest.raises(TypeError, match="early_stopping=True is not supported for data in parts"):
        MLPRegressor(early_stopping=True).fit(cut, y)
    with pytest.raises(ValueError, match="continuous"):
        MLPClassifier().fit(cut, y)
    with pytest.raises(ValueError, match="requires y"):
        MLPClassifier().fit(cut, None)
    with pytest.raises(ValueError, match="NaN"):
        MLPRegressor().fit(da.where(cut == cut[0, 0], np.nan, cut), y)
    with pytest.raises(ValueError, match="must not be negative"):
        MLPRegressor(loss="poisson").fit(cut, y)
    with pytest.raises(ValueError, match="sum to 0"):
        MLPRegressor().fit(cut, y, np.zeros(len(y)))
    with pytest.raises(ValueError, match="non-finite"):
        MLPRegressor(solver="sgd", learning_rate_init=1e9, max_iter=3).fit(cut, y * 1e30)


@pytest.mark.parametrize("solver", ["lbfgs", "adam"])
def test_after_an_interrupt_the_last_iterate_stays(solver):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 3))
    y = X @ np.arange(3.0)

    make = {"hidden_layer_sizes": (4,), "solver": solver, "random_state": 0, "shuffle": False, "batch_size": 40}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        want = MLPRegressor(max_iter=3, **make).fit(da.from_array(X, chunks=(40, 3)), y)
    model = MLPRegressor(max_iter=50, **make)
    steps = perceptrons._fit_steps(model, da.from_array(X, chunks=(40, 3)), y, None, incremental=False)
    for _ in range(3):
        next(steps)
    with pytest.warns(UserWarning, match="interrupted"), pytest.raises(StopIteration):
        steps.throw(KeyboardInterrupt)
    for mine, theirs in zip(model.coefs_, want.coefs_, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    assert model.predict(X).shape == (120,)
