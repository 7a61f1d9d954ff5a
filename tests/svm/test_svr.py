"""SVR and OneClassSVM against LIBSVM as scikit-learn has it."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn.svm
from sklearn.datasets import load_diabetes

from workings.show import steps
from workings.svm import SVR, OneClassSVM

X, Y = load_diabetes(return_X_y=True)


class TestSVR:
    @pytest.mark.parametrize("parameters", [{}, {"C": 100.0}, {"kernel": "linear", "C": 50.0}, {"epsilon": 20.0}])
    def test_against_libsvm(self, parameters):
        ours, theirs = SVR(**parameters).fit(X, Y), sklearn.svm.SVR(**parameters).fit(X, Y)
        np.testing.assert_array_equal(ours.support_, theirs.support_)
        np.testing.assert_allclose(ours.predict(X), theirs.predict(X), atol=2e-3)
        assert ours.n_support_ == theirs.n_support_
        assert isinstance(ours.n_iter_, int)

    def test_condition_of_the_optimum(self):
        """Inside the tube no coefficient, outside the largest, on its border any."""
        model = SVR(C=10.0, epsilon=5.0, tol=1e-6).fit(X, Y)
        beta = np.zeros(len(X))
        beta[model.support_] = model.dual_coef_[0]
        off = Y - model.predict(X)
        assert (beta[np.abs(off) < 5.0 - 1e-5] == 0.0).all()
        np.testing.assert_array_equal(beta[off > 5.0 + 1e-5], 10.0)
        np.testing.assert_array_equal(beta[off < -5.0 - 1e-5], -10.0)
        assert abs(beta.sum()) < 1e-9

    def test_weights(self):
        weights = np.random.default_rng(0).choice([0.0, 0.5, 3.0], len(X))
        ours = SVR(C=10.0).fit(X, Y, sample_weight=weights)
        theirs = sklearn.svm.SVR(C=10.0).fit(X, Y, sample_weight=weights)
        np.testing.assert_array_equal(X[ours.support_], theirs.support_vectors_)
        np.testing.assert_allclose(ours.predict(X), theirs.predict(X), atol=2e-3)

    def test_constant_target(self):
        model = SVR().fit(X, np.full(len(X), 7.0))
        assert len(model.support_) == 0
        np.testing.assert_allclose(model.predict(X[:5]), 7.0, atol=0.11)

    def test_steps_go_down(self):
        seen = list(steps(SVR(C=10.0), X[:80], Y[:80]))
        assert (np.diff([step.objective for step in seen]) < 1e-9).all()


class TestOneClass:
    @pytest.mark.parametrize("nu", [0.05, 0.3, 0.7])
    @pytest.mark.parametrize("kernel", ["rbf", "linear"])
    def test_against_libsvm(self, nu, kernel):
        ours, theirs = OneClassSVM(nu=nu, kernel=kernel).fit(X), sklearn.svm.OneClassSVM(nu=nu, kernel=kernel).fit(X)
        np.testing.assert_array_equal(ours.support_, theirs.support_)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-4)
        np.testing.assert_allclose(ours.offset_, theirs.offset_, rtol=1e-6, atol=1e-8)

    def test_nu_is_a_share(self):
        for nu in (0.1, 0.4):
            model = OneClassSVM(nu=nu, tol=1e-6).fit(X)
            outliers = (model.decision_function(X) < -1e-4).mean()
            assert outliers <= nu <= len(model.support_) / len(X)

    def test_all_weight_at_the_bounds(self):
        model = OneClassSVM(nu=1.0).fit(X)
        assert np.isfinite(model.offset_).all()
        assert (model.decision_function(X) <= 1e-9).all() or (model.decision_function(X) >= -1e-9).all()

    def test_weights(self):
        weights = np.random.default_rng(0).choice([0.0, 0.5, 3.0], len(X))
        ours = OneClassSVM().fit(X, sample_weight=weights)
        theirs = sklearn.svm.OneClassSVM().fit(X, sample_weight=weights)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-3)
