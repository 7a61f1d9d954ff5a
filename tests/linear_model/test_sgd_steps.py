"""Stochastic gradient descent: what it shows, judges by, calls probable, and refuses."""

import warnings

import mpmath
import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.linear_model as theirs
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import r2_score
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit
from tests.linear_model.sgd_data import LONG, SHORT, SPARSE

from workings.kernels import sgd_rules as rules
from workings.linear_model import Perceptron, SGDClassifier, SGDRegressor
from workings.linear_model._sgd_order import draws, jumps
from workings.show import steps

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


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
            ours, peer = SGDClassifier(**options).fit(X, y), theirs.SGDClassifier(**options).fit(X, y)
            assert ours.n_iter_ == peer.n_iter_
            np.testing.assert_allclose(ours.coef_, peer.coef_, rtol=1e-9)

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
                with pytest.raises(ValueError, match=r"NaN|infinity"):
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
