"""Stochastic gradient descent: scikit-learn's updates, in its order, and what is shown of them."""

import subprocess
import sys
import warnings

import mpmath
import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.linear_model as theirs
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import r2_score
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit

from workings.kernels import sgd_rules as rules
from workings.linear_model import Perceptron, SGDClassifier, SGDRegressor
from workings.linear_model._sgd_order import draws, jumps
from workings.show import steps

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

CLASSIFICATION = ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron"]
REGRESSION = ["squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"]
PENALTIES = ["l2", "l1", "elasticnet", None]
SCHEDULES = ["optimal", "constant", "invscaling", "adaptive"]


def _data(n, p, sparse=False, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    z = X @ rng.normal(size=p) + 0.5 * rng.normal(size=n)
    if sparse:
        X = sp.csr_matrix(np.where(rng.random((n, p)) < 0.4, X, 0.0))
    return X, z, (z > 0).astype(int), np.digitize(z, [-1, 1])


SHORT = _data(120, 5)
LONG = _data(250, 21)
SPARSE = _data(250, 60, sparse=True)


def _assert_same(ours, peer, rtol=1e-10):
    assert ours.n_iter_ == peer.n_iter_
    assert ours.t_ == peer.t_
    size = np.abs(peer.coef_).max()
    np.testing.assert_allclose(ours.coef_, peer.coef_, rtol=0, atol=rtol * size)
    np.testing.assert_allclose(ours.intercept_, peer.intercept_, rtol=rtol, atol=rtol * size)
    assert ours.coef_.shape == peer.coef_.shape
    assert ours.coef_.dtype == peer.coef_.dtype


@pytest.mark.parametrize("data", [SHORT, LONG, SPARSE], ids=["short rows", "long rows", "sparse rows"])
@pytest.mark.parametrize("penalty", PENALTIES)
class TestSameAsScikitLearn:
    @pytest.mark.parametrize("loss", CLASSIFICATION)
    @pytest.mark.parametrize("schedule", SCHEDULES)
    def test_classifier(self, data, penalty, loss, schedule):
        X, _, y2, y3 = data
        options = {"loss": loss, "penalty": penalty, "learning_rate": schedule, "max_iter": 8, "random_state": 3}
        for y in (y2, y3):
            _assert_same(SGDClassifier(**options).fit(X, y), theirs.SGDClassifier(**options).fit(X, y))

    @pytest.mark.parametrize("loss", REGRESSION)
    @pytest.mark.parametrize("schedule", ["invscaling", "constant", "adaptive"])
    def test_regressor(self, data, penalty, loss, schedule):
        X, z, _, _ = data
        options = {"loss": loss, "penalty": penalty, "learning_rate": schedule, "max_iter": 12, "random_state": 3}
        _assert_same(SGDRegressor(**options).fit(X, z), theirs.SGDRegressor(**options).fit(X, z))

    def test_perceptron(self, data, penalty):
        X, _, y2, y3 = data
        for y in (y2, y3):
            _assert_same(Perceptron(penalty=penalty).fit(X, y), theirs.Perceptron(penalty=penalty).fit(X, y))

    @pytest.mark.parametrize("average", [True, 40])
    def test_averages(self, data, penalty, average):
        X, z, y2, y3 = data
        options = {"penalty": penalty, "average": average, "max_iter": 5, "tol": None, "random_state": 1}
        for y in (y2, y3):
            _assert_same(SGDClassifier(**options).fit(X, y), theirs.SGDClassifier(**options).fit(X, y))
        ours, peer = SGDRegressor(**options).fit(X, z), theirs.SGDRegressor(**options).fit(X, z)
        _assert_same(ours, peer)
        for _ in range(2):
            _assert_same(ours.partial_fit(X[:70], z[:70]), peer.partial_fit(X[:70], z[:70]))

    @pytest.mark.parametrize("schedule", ["pa1", "pa2"])
    def test_passive_aggressive(self, data, penalty, schedule):
        X, z, _, y3 = data
        options = {"learning_rate": schedule, "penalty": penalty, "eta0": 0.4, "random_state": 1}
        _assert_same(SGDClassifier(**options).fit(X, y3), theirs.SGDClassifier(**options).fit(X, y3))
        options["loss"] = "epsilon_insensitive"
        _assert_same(SGDRegressor(**options).fit(X, z), theirs.SGDRegressor(**options).fit(X, z))


@pytest.mark.parametrize("data", [SHORT, SPARSE], ids=["dense", "sparse"])
@pytest.mark.parametrize(
    "options",
    [
        {"shuffle": False},
        {"fit_intercept": False},
        {"class_weight": "balanced"},
        {"class_weight": {0: 0.2, 1: 3.0}},
        {"alpha": 0.3, "tol": 1e-6},
        {"learning_rate": "constant", "eta0": 50.0, "alpha": 0.9},
        {"tol": None},
    ],
    ids=str,
)
def test_options_and_weights(data, options):
    X, _, y2, y3 = data
    weights = np.random.default_rng(5).exponential(size=X.shape[0]).round(1)
    for y in (y2, y3):
        given = {"random_state": 7, "max_iter": 20, **options}
        ours = SGDClassifier(**given).fit(X, y, sample_weight=weights)
        _assert_same(ours, theirs.SGDClassifier(**given).fit(X, y, sample_weight=weights))


def test_starts_and_warm_starts():
    X, z, _, y3 = LONG
    start = {"coef_init": np.full((3, 21), 0.3), "intercept_init": [1.0, -1.0, 0.5]}
    options = {"warm_start": True, "max_iter": 3, "tol": None, "random_state": 0, "average": True}
    ours, peer = SGDClassifier(**options), theirs.SGDClassifier(**options)
    for given in (start, {}):
        # scikit-learn writes its result into the array that it is given.
        copies = {name: np.array(value) for name, value in given.items()}
        _assert_same(ours.fit(X, y3, **given), peer.fit(X, y3, **copies))
    np.testing.assert_array_equal(start["coef_init"], 0.3)
    options["average"] = False
    ours, peer = SGDRegressor(**options), theirs.SGDRegressor(**options)
    for _ in range(3):
        _assert_same(ours.fit(X, z), peer.fit(X, z))


@pytest.mark.parametrize("average", [False, True, 300])
def test_a_classifier_goes_on_as_a_regression_of_its_labels_does(average):
    # scikit-learn's own classifier loses its intercept between two calls if it averages.
    X, _, y2, _ = SHORT
    options = {"learning_rate": "invscaling", "average": average, "shuffle": False, "power_t": 0.25}
    ours = SGDClassifier(loss="squared_error", **options)
    peer = theirs.SGDRegressor(**options)
    for _ in range(4):
        ours.partial_fit(X, y2, classes=[0, 1])
        peer.partial_fit(X, 2.0 * y2 - 1.0)
        np.testing.assert_allclose(ours.coef_[0], peer.coef_, rtol=1e-12)
        np.testing.assert_allclose(ours.intercept_, peer.intercept_, rtol=1e-12)


def test_partial_fit_with_classes_that_come_late():
    X, _, _, y3 = SPARSE
    ours, peer = SGDClassifier(random_state=0), theirs.SGDClassifier(random_state=0)
    late = np.where(y3[:100] == 2, 0, y3[:100])
    for model in (ours, peer):
        model.partial_fit(X[:100], late, classes=[0, 1, 2])
        model.partial_fit(X[100:], y3[100:])
    _assert_same(ours, peer)
    with pytest.raises(ValueError, match="classes"):
        SGDClassifier().partial_fit(X, y3)


def test_random_state_objects_are_asked_as_often():
    X, z, y2, y3 = SHORT
    for y, early in ((y2, False), (y2, True), (y3, False), (y3, True)):
        states = [np.random.RandomState(4) for _ in range(2)]
        options = {"penalty": None, "early_stopping": early, "max_iter": 8}
        ours = SGDClassifier(random_state=states[0], **options).fit(X, y)
        _assert_same(ours, theirs.SGDClassifier(random_state=states[1], **options).fit(X, y))
        assert states[0].randint(1 << 30) == states[1].randint(1 << 30)


def test_float32_is_computed_in_float64():
    X, z, y2, _ = LONG
    small = X.astype(np.float32)
    options = {"max_iter": 6, "tol": None, "random_state": 0, "penalty": "elasticnet"}
    for kind, other, y in ((SGDClassifier, theirs.SGDClassifier, y2), (SGDRegressor, theirs.SGDRegressor, z)):
        ours = kind(**options).fit(small, y)
        assert ours.coef_.dtype == np.float32
        exact = other(**options).fit(small.astype(np.float64), y)
        np.testing.assert_allclose(ours.coef_, exact.coef_, rtol=3e-7, atol=1e-7)


def test_many_samples_and_classes_on_threads():
    X, z, _, y3 = _data(20_000, 33)
    options = {"max_iter": 3, "tol": None, "random_state": 0}
    for loss in ("hinge", "log_loss"):
        one = SGDClassifier(loss=loss, n_jobs=1, **options).fit(X, y3)
        two = SGDClassifier(loss=loss, n_jobs=2, **options).fit(X, y3)
        np.testing.assert_array_equal(one.coef_, two.coef_)
        _assert_same(two, theirs.SGDClassifier(loss=loss, **options).fit(X, y3))
    _assert_same(SGDRegressor(**options).fit(X, z), theirs.SGDRegressor(**options).fit(X, z), 1e-9)


def test_ties_fall_as_in_scikit_learn():
    # Data with one decimal, as in iris: outputs that are 0 but for rounding decide which samples are mistakes.
    rng = np.random.default_rng(2)
    X = rng.integers(-9, 10, size=(300, 40)) / 10.0
    y = rng.integers(0, 2, size=300)
    for shuffle in (False, True):
        ours, peer = Perceptron(shuffle=shuffle, max_iter=30), theirs.Perceptron(shuffle=shuffle, max_iter=30)
        np.testing.assert_array_equal(ours.fit(X, y).coef_, peer.fit(X, y).coef_)


def test_interpreter_and_compiled_loop_give_the_same_bits():
    code = """
import sys, numpy as np, scipy.sparse as sp, warnings
warnings.simplefilter("ignore")
if {first}: import workings.kernels.sgd
from workings.linear_model import SGDClassifier, SGDRegressor
rng = np.random.default_rng(0)
X = rng.normal(size=(90, 4)); y = X @ np.ones(4) + rng.normal(size=90)
for data in (X, sp.csr_matrix(np.where(X > 0, X, 0))):
    for average in (False, True):
        for penalty in ("l2", "l1", "elasticnet", None):
            for loss in {classes}:
                m = SGDClassifier(loss=loss, penalty=penalty, average=average, max_iter=9, random_state=0)
                print(m.fit(data, y > 0).coef_.tobytes().hex(), m.intercept_.tobytes().hex(), m.n_iter_)
            for loss in {numbers}:
                m = SGDRegressor(loss=loss, penalty=penalty, average=average, max_iter=9, random_state=0)
                print(m.fit(data, y).coef_.tobytes().hex(), m.intercept_.tobytes().hex(), m.n_iter_)
assert ("numba" in sys.modules) == {first}
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", code.format(first=first, classes=CLASSIFICATION, numbers=REGRESSION)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for first in (False, True)
    ]
    assert len(printed[0]) > 1000
    assert printed[0] == printed[1]


class TestEarlyStopping:
    def test_regressor_scores_with_its_true_coefficients(self):
        X, z, _, _ = LONG
        options = {"alpha": 0.1, "early_stopping": True, "max_iter": 4, "tol": None, "random_state": 0}
        seen = list(steps(SGDRegressor(**options), X, z))
        held = next(ShuffleSplit(test_size=0.1, random_state=0).split(X))[1]
        for step in seen:
            outputs = X[held] @ step.arrays["coef_"][0] + step.arrays["intercept_"][0]
            assert step.facts["validation_score"] == pytest.approx(r2_score(z[held], outputs), abs=1e-12)

    @pytest.mark.parametrize("loss", ["hinge", "log_loss"])
    def test_classifier_counts_both_classes(self, loss):
        X, _, y2, _ = LONG
        options = {"loss": loss, "early_stopping": True, "max_iter": 4, "tol": None, "random_state": 0}
        seen = list(steps(SGDClassifier(**options), X, y2))
        held = next(StratifiedShuffleSplit(test_size=0.1, random_state=0).split(X, y2))[1]
        for step in seen:
            outputs = X[held] @ step.arrays["coef_"][0] + step.arrays["intercept_"][0]
            assert step.facts["validation_score"] == pytest.approx(np.mean((outputs > 0) == y2[held]))

    def test_is_scikit_learns_where_nothing_is_shrunk(self):
        X, _, y2, y3 = LONG
        for y in (y2, y3):
            options = {"early_stopping": True, "penalty": None, "random_state": 0}
            _assert_same(SGDClassifier(**options).fit(X, y), theirs.SGDClassifier(**options).fit(X, y))

    def test_weights_of_zero_among_the_held_out(self):
        X, _, y2, _ = SHORT
        with pytest.raises(ValueError, match="validation set are all zero"):
            SGDClassifier(early_stopping=True).fit(X, y2, sample_weight=np.zeros(len(y2)))


class TestProbabilities:
    @pytest.mark.parametrize("loss", ["log_loss", "modified_huber"])
    @pytest.mark.parametrize("target", [2, 3])
    def test_are_scikit_learns(self, loss, target):
        X = LONG[0]
        ours = SGDClassifier(loss=loss, random_state=0).fit(X, LONG[target])
        peer = theirs.SGDClassifier(loss=loss, random_state=0).fit(X, LONG[target])
        np.testing.assert_allclose(ours.predict_proba(X), peer.predict_proba(X), atol=1e-9)
        np.testing.assert_allclose(ours.predict_proba(X).sum(axis=1), 1.0)
        np.testing.assert_allclose(np.exp(ours.predict_log_proba(X)), ours.predict_proba(X), atol=1e-12)

    def test_uniform_where_every_class_says_no(self):
        X, _, _, y3 = LONG
        model = SGDClassifier(loss="modified_huber", random_state=0).fit(X, y3)
        model.intercept_ = np.full(3, -1e9)
        np.testing.assert_allclose(model.predict_proba(X), 1 / 3)

    def test_are_not_there_for_other_losses(self):
        assert not hasattr(SGDClassifier(), "predict_proba")
        assert not hasattr(Perceptron(), "predict_proba")


class TestSteps:
    def test_each_mistake_of_the_perceptron_moves_the_line_by_the_sample(self):
        X, _, y2, _ = SHORT
        model = Perceptron(max_iter=4, tol=None, eta0=0.5)
        coef, intercept, mistakes = np.zeros(5), 0.0, 0
        for step in steps(model, X, y2):
            if "sample" in step.facts:
                i, mistakes = int(step.facts["sample"]), mistakes + 1
                target = 2.0 * y2[i] - 1.0
                assert step.facts["target"] == target
                assert step.facts["output"] == pytest.approx(X[i] @ coef + intercept, abs=1e-12)
                assert target * step.facts["output"] <= 1e-12
                coef, intercept = coef + 0.5 * target * X[i], intercept + 0.5 * target
                np.testing.assert_allclose(step.arrays["coef_"][0], coef, atol=1e-12)
            else:
                assert step.facts["updates"] == mistakes
                mistakes = 0
        silent = Perceptron(max_iter=4, tol=None, eta0=0.5).fit(X, y2)
        np.testing.assert_array_equal(model.coef_, silent.coef_)

    @pytest.mark.parametrize("data", [SHORT, LONG, SPARSE], ids=["short", "long", "sparse"])
    def test_looking_changes_nothing(self, data):
        X, z, _, y3 = data
        for kind, y in ((SGDClassifier, y3), (SGDRegressor, z)):
            for average in (False, True):
                plain = kind(max_iter=3, tol=None, random_state=0, average=average).fit(X, y)
                for every in ("epoch", "update"):
                    model = kind(max_iter=3, tol=None, random_state=0, average=average)
                    seen = list(steps(model, X, y, every=every))
                    assert len(seen) == 3 if every == "epoch" else len(seen) > 30
                    np.testing.assert_array_equal(model.coef_, plain.coef_)
                    np.testing.assert_allclose(seen[-1].arrays["coef_"].ravel(), plain.coef_.ravel(), rtol=1e-12)

    def test_objective_is_the_mean_of_loss_and_penalty(self):
        X, z, _, _ = SHORT
        options = {"alpha": 0.01, "eta0": 1e-300, "learning_rate": "constant", "max_iter": 1, "shuffle": False}
        start = np.arange(5.0)
        (step,) = steps(SGDRegressor(**options), X, z, coef_init=start)
        value = np.mean(0.5 * (X @ start - z) ** 2) + 0.005 * start @ start
        assert step.objective == pytest.approx(value, rel=1e-12)


class TestRules:
    @pytest.mark.parametrize("loss", range(8))
    def test_slopes_are_the_derivatives_of_the_losses(self, loss):
        epsilon = 1.0 if loss == rules.HINGE else 0.3
        for y in (-1.0, 1.0):
            for p in (-2.5, -0.77, 0.1, 0.83, 1.9, 6.0):
                value, slope = rules.loss_and_slope(loss, y, p, epsilon)
                up, down = (rules.loss_and_slope(loss, y, p + d, epsilon)[0] for d in (1e-6, -1e-6))
                assert value >= 0.0
                assert slope == pytest.approx((up - down) / 2e-6, abs=1e-8)

    def test_logistic_loss_is_exact_far_out(self):
        for y in (-1.0, 1.0):
            for p in (-700.0, -37.5, -37.0, -36.9, -3.0, -1e-9, 0.0, 0.1, 3.0, 40.0, 700.0):
                value, slope = rules.loss_and_slope(rules.LOG, y, p, 0.0)
                with mpmath.workdps(50):
                    z = mpmath.mpf(y * p)
                    true = mpmath.log1p(mpmath.exp(-z)), -y / (1 + mpmath.exp(z))
                assert abs(value - true[0]) <= 5e-16 * abs(true[0])
                assert abs(slope - true[1]) <= 5e-16 * abs(true[1])

    def test_draws_are_the_xorshift_generators(self):
        for seed in (0, 1, 12345, 2**31 - 2):
            state, expected = seed or 1, []
            for _ in range(700):
                state ^= (state << 13) & 0xFFFFFFFF
                state ^= state >> 17
                state ^= (state << 5) & 0xFFFFFFFF
                expected.append(state % 2**31)
            for count in (1, 2, 3, 511, 700):
                assert draws(seed, count).tolist() == expected[:count]
        assert jumps(5, 1).tolist() == []


class TestRefusals:
    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"learning_rate": "optimal", "alpha": 0.0}, "alpha must be > 0"),
            ({"learning_rate": "pa1", "loss": "log_loss"}, "only works with loss 'hinge'"),
            ({"penalty": "elasticnet", "l1_ratio": None}, "l1_ratio must be set"),
            ({"eta0": 0.0}, "eta0"),
        ],
    )
    def test_parameters(self, options, words):
        with pytest.raises(ValueError, match=words):
            SGDClassifier(**options).fit(SHORT[0], SHORT[2])

    def test_numbers_beyond_all_bounds(self):
        X, z, _, _ = SHORT
        with pytest.raises(ValueError, match="StandardScaler"), np.errstate(all="ignore"):
            SGDRegressor(max_iter=50).fit(X * 1e150, z)

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_nan_and_infinity(self, bad):
        X, z, y2, _ = LONG
        spoilt = X.copy()
        spoilt[3, 3] = bad
        for data in (spoilt, sp.csr_matrix(spoilt)):
            for kind, y in ((SGDClassifier, y2), (SGDRegressor, z), (Perceptron, y2)):
                with pytest.raises(ValueError, match="NaN|infinity"):
                    kind().fit(data, y)

    def test_warns_when_the_passes_are_used_up(self):
        with pytest.warns(ConvergenceWarning, match="max_iter=2"):
            SGDRegressor(max_iter=2).fit(SHORT[0], SHORT[1])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            SGDRegressor(max_iter=2, tol=None).fit(SHORT[0], SHORT[1])

    def test_read_only_and_other_layouts(self):
        X, _, y2, _ = LONG
        locked = X.copy()
        locked.flags.writeable = False
        plain = SGDClassifier(random_state=0).fit(X, y2)
        for other in (locked, np.asfortranarray(X), np.repeat(X, 2, axis=1)[:, ::2]):
            np.testing.assert_array_equal(SGDClassifier(random_state=0).fit(other, y2).coef_, plain.coef_)
