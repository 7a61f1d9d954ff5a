"""Multi-layer perceptrons beside scikit-learn's: the same start, the same order, the same losses, the same words."""

from __future__ import annotations

import itertools
import pickle
import threading
import warnings

import numpy as np
import pytest
import scipy.sparse
from scipy.optimize import check_grad
from sklearn import neural_network as theirs
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning

from workings.neural_network import MLPClassifier, MLPRegressor, _mlp_base
from workings.neural_network._mlp_net import Network, size_of
from workings.neural_network._mlp_parts import parts_for
from workings.show import steps

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
PAIRS = {"classifier": (MLPClassifier, theirs.MLPClassifier), "regressor": (MLPRegressor, theirs.MLPRegressor)}
WAYS = {
    "adam": {},
    "sgd": {"solver": "sgd", "learning_rate_init": 0.05},
    "heavy ball": {"solver": "sgd", "nesterovs_momentum": False, "activation": "tanh"},
    "invscaling": {
        "solver": "sgd",
        "learning_rate": "invscaling",
        "learning_rate_init": 0.05,
        "activation": "identity",
    },
    "adaptive": {"solver": "sgd", "learning_rate": "adaptive", "tol": 1.0, "n_iter_no_change": 1, "max_iter": 6},
    "early stopping": {"early_stopping": True, "activation": "logistic"},
    "two hidden layers, no shuffling": {"hidden_layer_sizes": (12, 7), "shuffle": False, "batch_size": 64},
    "no hidden layer": {"hidden_layer_sizes": ()},
    "lbfgs": {"solver": "lbfgs", "max_iter": 6},
}
TARGETS = {
    "classes": ("classifier", lambda y: np.array(list("abcdefghij"))[y]),
    "two classes": ("classifier", lambda y: y % 2),
    "labels": ("classifier", lambda y: np.column_stack([y % 2, y > 4, y % 3 == 0]).astype(int)),
    "numbers": ("regressor", lambda y: y / 5.0),
    "pairs of numbers": ("regressor", lambda y: np.column_stack([y / 5.0, -y])),
}
CASES = [
    *((way, weighted, False) for way in WAYS for weighted in (False, True)),
    *((way, False, True) for way in ("adam", "sgd", "heavy ball")),
]


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    return X[:400] / 16.0, y[:400]


def curve(model):
    return np.array(getattr(model, "loss_curve_", [model.loss_]))


class TestBesideScikitLearn:
    @pytest.mark.parametrize("target", TARGETS)
    @pytest.mark.parametrize(("way", "weighted", "compiled"), CASES)
    def test_same_losses_from_the_same_seed(self, digits, way, target, weighted, compiled, monkeypatch):
        monkeypatch.setattr(_mlp_base, "_WORTH", 0 if compiled else np.inf)
        kind, make = TARGETS[target]
        X, y = digits[0], make(digits[1])
        weights = {"sample_weight": np.random.default_rng(0).uniform(0.1, 2.0, len(X))} if weighted else {}
        settings = {"hidden_layer_sizes": (20,), "max_iter": 3, "random_state": 5, **WAYS[way]}
        ours, other = (one(**settings).fit(X, y, **weights) for one in PAIRS[kind])
        assert ours.n_iter_ == other.n_iter_
        np.testing.assert_allclose(curve(ours), curve(other), rtol=1e-9)
        for a, b in zip((*ours.coefs_, *ours.intercepts_), (*other.coefs_, *other.intercepts_), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-9)
        assert ours.out_activation_ == other.out_activation_
        if kind == "classifier":
            np.testing.assert_allclose(ours.predict_proba(X), other.predict_proba(X), atol=1e-9)
            np.testing.assert_array_equal(ours.predict(X), other.predict(X))
        else:
            np.testing.assert_allclose(ours.predict(X), other.predict(X), rtol=1e-6, atol=1e-9)

    def test_same_losses_of_counts(self, digits):
        X, y = digits
        ours, other = (
            one(loss="poisson", max_iter=4, random_state=0, learning_rate_init=1e-3).fit(X, y)
            for one in PAIRS["regressor"]
        )
        np.testing.assert_allclose(ours.loss_curve_, other.loss_curve_, rtol=1e-9)

    def test_stops_where_it_stops(self, digits):
        X, y = digits
        settings = {"early_stopping": True, "n_iter_no_change": 3, "random_state": 1, "hidden_layer_sizes": (10,)}
        ours, other = (one(**settings, max_iter=300).fit(X, y) for one in PAIRS["classifier"])
        assert ours.n_iter_ == other.n_iter_ < 300
        np.testing.assert_allclose(ours.validation_scores_, other.validation_scores_)
        assert ours.best_validation_score_ == pytest.approx(other.best_validation_score_)
        assert ours.best_loss_ is other.best_loss_ is None
        np.testing.assert_allclose(ours.coefs_[0], other.coefs_[0], atol=1e-9)

    @pytest.mark.parametrize("solver", ["adam", "sgd"])
    def test_goes_on_as_scikit_learns(self, digits, solver):
        X, y = digits
        pair = [one((10,), solver=solver, random_state=2, max_iter=2) for one in PAIRS["classifier"]]
        for model in pair:
            for a in range(0, 400, 100):
                model.partial_fit(X[a : a + 100], y[a : a + 100], classes=np.arange(10))
        np.testing.assert_allclose(pair[0].loss_curve_, pair[1].loss_curve_, rtol=1e-9)
        assert pair[0].t_ == pair[1].t_ == 400
        for model in pair:
            model.set_params(warm_start=True).fit(X, y)
        np.testing.assert_allclose(pair[0].loss_curve_, pair[1].loss_curve_, rtol=1e-9)
        assert pair[0].t_ == pair[1].t_

    def test_same_on_sparse_samples(self, digits):
        X, y = digits
        dense = MLPClassifier((10,), max_iter=3, random_state=0).fit(X, y)
        sparse = MLPClassifier((10,), max_iter=3, random_state=0).fit(scipy.sparse.csc_array(X), y)
        np.testing.assert_allclose(dense.loss_curve_, sparse.loss_curve_, rtol=1e-9)
        np.testing.assert_allclose(
            dense.predict_proba(X), sparse.predict_proba(scipy.sparse.csr_array(X)), rtol=1e-6, atol=1e-9
        )


class TestGradient:
    @pytest.mark.parametrize("out", ["softmax", "logistic", "identity", "exp"])
    @pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
    @pytest.mark.parametrize("compiled", [False, True])
    def test_agrees_with_differences(self, activation, out, compiled):
        rng = np.random.default_rng(0)
        units = [4, 5, 3, 1 if out == "identity" else 3]
        X, weights = rng.normal(size=(9, 4)), rng.uniform(0.5, 2.0, 9)
        y = rng.integers(0, 3, 9) if out == "softmax" else rng.integers(0, 2, (9, units[-1])).astype(float)
        start = rng.normal(size=size_of(units))
        network = Network(start.copy(), units, parts_for(activation, out, compiled=compiled), 0.3, 9)

        def value(theta):
            network.theta[:] = theta
            return network.loss(X, y, weights, weights.sum())

        def slope(theta):
            value(theta)
            return network.gradient.copy()

        assert check_grad(value, slope, start) < 1e-5 * np.linalg.norm(slope(start))


class TestNumbers:
    @pytest.mark.parametrize("solver", ["adam", "sgd", "lbfgs"])
    @pytest.mark.parametrize("compiled", [False, True])
    def test_float32_stays(self, digits, solver, compiled, monkeypatch):
        monkeypatch.setattr(_mlp_base, "_WORTH", 0 if compiled else np.inf)
        X, y = digits[0].astype(np.float32), digits[1]
        model = MLPClassifier((10,), solver=solver, max_iter=3, random_state=0).fit(X, y)
        wide = MLPClassifier((10,), solver=solver, max_iter=3, random_state=0).fit(X.astype(float), y)
        assert {part.dtype for part in (*model.coefs_, *model.intercepts_)} == {np.dtype(np.float32)}
        assert model.predict_proba(X).dtype == np.float32
        np.testing.assert_allclose(curve(model), curve(wide), rtol=1e-5)

    @pytest.mark.parametrize("compiled", [False, True])
    def test_loss_of_hopeless_scores_is_exact(self, compiled):
        network = Network(
            np.array([1.0, 0.0, 0.0, 0.0]), [1, 2], parts_for("relu", "softmax", compiled=compiled), 0.0, 1
        )
        assert network.loss(np.array([[1000.0]]), np.array([1]), np.ones(1), 1.0) == pytest.approx(1000.0)
        network = Network(np.array([1.0, 0.0]), [1, 1], parts_for("relu", "logistic", compiled=compiled), 0.0, 1)
        assert network.loss(np.array([[-1000.0]]), np.ones((1, 1)), np.ones(1), 1.0) == pytest.approx(1000.0)

    def test_samples_of_weight_zero_do_not_count(self, digits):
        X, y = digits[0][:60], digits[1][:60]
        weights = np.r_[np.ones(30), np.zeros(30)]
        settings = {"hidden_layer_sizes": (5,), "batch_size": 30, "shuffle": False, "max_iter": 3, "random_state": 0}
        some = MLPRegressor(**settings).fit(X[:30], y[:30])
        every = MLPRegressor(**settings).fit(X, y, sample_weight=weights)
        np.testing.assert_allclose(some.coefs_[0], every.coefs_[0])

    def test_short_way_of_predict_is_the_long_way(self, digits):
        X, y = digits
        model = MLPClassifier((10,), max_iter=2, random_state=0).fit(X, y)
        np.testing.assert_array_equal(model.predict(X[:1]), model.predict(X[:1].tolist()))
        np.testing.assert_allclose(
            model.predict_proba(X[:300]), np.vstack([model.predict_proba(X[k : k + 1]) for k in range(300)])
        )
        with pytest.raises(ValueError, match="NaN"):
            model.predict(np.where(np.arange(64) == 3, np.nan, X[:1]))
        with pytest.raises(ValueError, match="63 features"):
            model.predict(X[:1, 1:])

    def test_survives_pickle_in_the_middle_of_training(self, digits):
        X, y = digits
        one = MLPClassifier((10,), random_state=0).partial_fit(X, y, classes=np.arange(10))
        other = pickle.loads(pickle.dumps(one))
        for model in (one, other):
            model.partial_fit(X, y)
        np.testing.assert_array_equal(one.coefs_[1], other.coefs_[1])


class TestIterationsOfLBFGS:
    """Each is a step; what they are is SciPy's, called the plain way."""

    def settings(self, **more):
        return {"hidden_layer_sizes": (6,), "solver": "lbfgs", "random_state": 0, **more}

    def test_a_step_for_each(self, digits):
        X, y = digits
        seen = [step.copy() for step in steps(MLPClassifier(**self.settings(max_iter=9)), X, y)]
        for count in (1, 4, 9):
            model = theirs.MLPClassifier(**self.settings(max_iter=count)).fit(X, y)
            step = seen[count - 1]
            assert step.index == count - 1
            assert step.objective == pytest.approx(model.loss_, rel=1e-9)
            np.testing.assert_allclose(step.arrays["coefs_[0]"], model.coefs_[0], rtol=1e-6, atol=1e-9)
            np.testing.assert_allclose(step.arrays["intercepts_[1]"], model.intercepts_[1], rtol=1e-6, atol=1e-9)
        assert len(seen) == 9
        objectives = [step.objective for step in seen]
        assert objectives == sorted(objectives, reverse=True)

    def test_one_step_where_it_begins_at_the_optimum(self):
        X, y = np.zeros((4, 2)), np.zeros(4)
        model = MLPRegressor(hidden_layer_sizes=(), solver="lbfgs", alpha=0.0, warm_start=True).fit(X, y)
        model.coefs_, model.intercepts_ = [np.ones((2, 1))], [np.zeros(1)]
        assert [step.objective for step in steps(model, X, y)] == [0.0]
        assert model.n_iter_ == 0

    def test_interruption_keeps_the_last(self, digits, monkeypatch):
        X, y = digits
        loss, calls = Network.loss, itertools.count()

        def interrupted(*args):
            if next(calls) == 7:
                raise KeyboardInterrupt
            return loss(*args)

        monkeypatch.setattr(Network, "loss", interrupted)
        model = MLPClassifier(**self.settings())
        with pytest.warns(UserWarning, match="Training interrupted by user"):
            model.fit(X, y)
        assert 1 <= model.n_iter_ < 7
        plain = theirs.MLPClassifier(**self.settings(max_iter=model.n_iter_)).fit(X, y)
        np.testing.assert_allclose(model.coefs_[0], plain.coefs_[0], rtol=1e-6, atol=1e-9)
        assert not [thread for thread in threading.enumerate() if "L-BFGS" in thread.name]

    def test_left_early_leaves_no_thread(self, digits):
        going = steps(MLPClassifier(**self.settings()), *digits)
        next(going)
        going.close()
        assert not [thread for thread in threading.enumerate() if "L-BFGS" in thread.name]

    def test_errors_come_through(self, digits, monkeypatch):
        def failing(*_):
            raise ZeroDivisionError("from inside")

        monkeypatch.setattr(Network, "loss", failing)
        with pytest.raises(ZeroDivisionError, match="from inside"):
            MLPClassifier(**self.settings()).fit(*digits)


class TestRefusals:
    def test_divergence_is_told(self, digits):
        X, y = digits
        with pytest.raises(ValueError, match="Solver produced non-finite parameter weights"):
            MLPRegressor(activation="identity", solver="sgd", learning_rate_init=1e3, max_iter=99).fit(X, y)

    def test_interruption_keeps_what_is_there(self, digits, monkeypatch):
        X, y = digits
        model = MLPClassifier((10,), random_state=0)

        def interrupted(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr("workings.neural_network._mlp_training._note_progress", interrupted)
        with pytest.warns(UserWarning, match="Training interrupted by user"):
            model.fit(X, y)
        assert model.predict(X[:3]).shape == (3,)

    def test_words(self, digits):
        X, y = digits
        with pytest.raises(ValueError, match="hidden_layer_sizes must be > 0"):
            MLPClassifier((10, 0)).fit(X, y)
        with pytest.raises(ValueError, match="does not support early_stopping"):
            MLPClassifier(early_stopping=True).partial_fit(X, y, classes=np.arange(10))
        assert not hasattr(MLPClassifier(solver="lbfgs"), "partial_fit")
        with pytest.raises(ValueError, match="validation set is too small"):
            MLPRegressor(early_stopping=True, validation_fraction=0.01).fit(X[:30], y[:30])
        with pytest.raises(ValueError, match="not be negative"):
            MLPRegressor(loss="poisson").fit(X, -y)
        model = MLPClassifier((5,), max_iter=1, warm_start=True).fit(X, y)
        with pytest.raises(ValueError, match="same classes"):
            model.fit(X[y < 5], y[y < 5])
        with pytest.raises(ValueError, match="layers of shapes"):
            model.set_params(hidden_layer_sizes=(6,)).fit(X, y)
        with pytest.raises(ValueError, match=r"not in .self.classes_"):
            MLPClassifier((5,)).partial_fit(X, y, classes=np.arange(10)).partial_fit(X, y + 5)

    def test_warnings(self, digits):
        X, y = digits
        with pytest.warns(ConvergenceWarning, match="Maximum iterations"):
            MLPClassifier((5,), max_iter=1).fit(X, y)
        with pytest.warns(ConvergenceWarning, match="lbfgs failed to converge"):
            MLPClassifier((5,), solver="lbfgs", max_iter=1).fit(X, y)
        with pytest.warns(UserWarning, match="larger than sample size"):
            MLPClassifier((5,), batch_size=1000, max_iter=1).fit(X, y)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            MLPClassifier((5,), max_iter=1).partial_fit(X, y, classes=np.arange(10))


def test_threads_and_weightless_batches_change_nothing(monkeypatch):
    from workings.kernels import _threads

    monkeypatch.setattr(_mlp_base, "_WORTH", 0)
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(1000, 6)).astype(np.float32), rng.integers(0, 3, 1000)
    weights = np.where(np.arange(1000) // 250 == 1, 0.0, 1.0)  # the second batch counts for nothing
    settings = {"batch_size": 250, "shuffle": False, "max_iter": 4, "random_state": 0}
    found = []
    for threads in (None, 1):
        _threads.set_num_threads(threads)
        try:
            found.append(MLPClassifier(**settings).fit(X, y, sample_weight=weights))
        finally:
            _threads.set_num_threads(None)
    for one, other in zip(found[0].coefs_, found[1].coefs_, strict=True):
        np.testing.assert_array_equal(one, other)
    assert found[0]._optimizer.t == 12
    assert np.isfinite(found[0].loss_curve_).all()
