"""Stochastic gradient descent: scikit-learn's updates, in its order, and what is shown of them."""

import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.linear_model as theirs
from tests.linear_model.sgd_data import LONG, SHORT, SPARSE, samples

from workings.linear_model import Perceptron, SGDClassifier, SGDRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

CLASSIFICATION = ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron"]
REGRESSION = ["squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"]
PENALTIES = ["l2", "l1", "elasticnet", None]
SCHEDULES = ["optimal", "constant", "invscaling", "adaptive"]


def _assert_same(ours, peer, rtol=1e-10):
    assert ours.n_iter_ == peer.n_iter_
    assert ours.t_ == peer.t_
    size = np.abs(peer.coef_).max()
    np.testing.assert_allclose(ours.coef_, peer.coef_, rtol=0, atol=rtol * size)
    np.testing.assert_allclose(ours.intercept_, peer.intercept_, rtol=rtol, atol=rtol * size)
    assert ours.coef_.shape == peer.coef_.shape
    assert ours.coef_.dtype == peer.coef_.dtype


def test_a_column_named_twice_in_a_long_row_is_moved_twice():
    rng = np.random.default_rng(4)
    ends = np.concatenate([[0], np.cumsum(rng.integers(17, 40, 200))])
    X = sp.csr_matrix((rng.normal(size=ends[-1]), rng.integers(0, 12, ends[-1]), ends), shape=(200, 12))
    assert not X.has_canonical_format
    y = (X @ rng.normal(size=12) > 0).astype(int)
    _assert_same(SGDClassifier(random_state=0).fit(X, y), theirs.SGDClassifier(random_state=0).fit(X, y))


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
    X, _, y2, y3 = SHORT
    for y, early in ((y2, False), (y2, True), (y3, False), (y3, True)):
        states = [np.random.RandomState(4) for _ in range(2)]
        options = {"penalty": None, "early_stopping": early, "max_iter": 8}
        ours = SGDClassifier(random_state=states[0], **options).fit(X, y)
        _assert_same(ours, theirs.SGDClassifier(random_state=states[1], **options).fit(X, y))
        assert states[0].randint(1 << 30) == states[1].randint(1 << 30)


@pytest.mark.parametrize("data", [LONG, SPARSE], ids=["dense", "sparse"])
def test_float32_is_computed_in_float64(data):
    X, z, y2, _ = data
    small = X.astype(np.float32)
    options = {"max_iter": 6, "tol": None, "random_state": 0, "penalty": "elasticnet"}
    for kind, other, y in ((SGDClassifier, theirs.SGDClassifier, y2), (SGDRegressor, theirs.SGDRegressor, z)):
        ours = kind(**options).fit(small, y)
        assert ours.coef_.dtype == np.float32
        exact = other(**options).fit(small.astype(np.float64), y)
        np.testing.assert_allclose(ours.coef_, exact.coef_, rtol=3e-7, atol=1e-7)


def test_many_samples_and_classes_on_threads():
    X, z, _, y3 = samples(20_000, 33)
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
