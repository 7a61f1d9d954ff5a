"""SVC against LIBSVM as scikit-learn has it: the same vectors, coefficients, votes; and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.svm
from sklearn.datasets import load_iris, make_blobs, make_classification
from sklearn.exceptions import ConvergenceWarning

import workings.svm._pairs as pairs_module
from workings.show import steps
from workings.svm import SVC
from workings.svm._calibration import coupled
from workings.svm._kernel_functions import KernelFunction, decided_sums, weighted_sums

IRIS = load_iris(return_X_y=True)


def both(X, y, sample_weight=None, **parameters):
    ours = SVC(**parameters).fit(X, y, sample_weight=sample_weight)
    theirs = sklearn.svm.SVC(**parameters).fit(X, y, sample_weight=sample_weight)
    return ours, theirs


class TestAgainstLibsvm:
    @pytest.mark.parametrize("kernel", ["linear", "poly", "rbf", "sigmoid"])
    @pytest.mark.parametrize("C", [0.1, 1.0, 100.0])
    def test_iris(self, kernel, C):
        X, y = IRIS
        ours, theirs = both(X, y, kernel=kernel, C=C)
        assert len(np.setxor1d(ours.support_, theirs.support_)) <= 2  # one on the border may be in or out
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=5e-3)
        np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))

    @pytest.mark.parametrize("classes", [2, 3, 5])
    def test_same_pairs_in_the_same_order(self, classes):
        """Every iterate is the same, unless a float32 rounding in LIBSVM's cache decides a near-tie."""
        X, y = make_classification(250, 6, n_informative=5, n_redundant=0, n_classes=classes, random_state=3)
        ours, theirs = both(X, y)
        assert np.abs(ours.n_iter_ - theirs.n_iter_).max() <= 2
        np.testing.assert_array_equal(ours.support_, theirs.support_)
        np.testing.assert_array_equal(ours.n_support_, theirs.n_support_)
        np.testing.assert_allclose(ours.dual_coef_, theirs.dual_coef_, atol=5e-3)
        np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-3)
        for shape in ("ovo", "ovr"):
            ours.decision_function_shape = theirs.decision_function_shape = shape
            np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=2e-3)

    def test_weights_of_samples_and_classes(self):
        X, y = make_classification(200, 5, weights=[0.8], random_state=0)
        weights = np.random.default_rng(0).choice([0.0, 0.3, 1.0, 4.0], 200)
        for class_weight in (None, "balanced", {0: 0.2, 1: 5.0}):
            ours, theirs = both(X, y, sample_weight=weights, class_weight=class_weight)
            np.testing.assert_array_equal(ours.class_weight_, theirs.class_weight_)
            # scikit-learn numbers the samples that are left, we all of them.
            np.testing.assert_array_equal(ours.support_, np.flatnonzero(weights)[theirs.support_])
            np.testing.assert_array_equal(ours.support_vectors_, X[ours.support_])
            np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=2e-3)
            assert not np.isin(np.flatnonzero(weights == 0.0), ours.support_).any()

    def test_gamma(self):
        X, y = IRIS
        for gamma in ("scale", "auto", 0.3, 0.0):
            ours, theirs = both(X, y, gamma=gamma)
            assert ours._gamma == pytest.approx(theirs._gamma, rel=1e-12)
            np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))

    def test_separable_with_infinite_C(self):
        X, y = make_blobs(60, centers=2, random_state=0, cluster_std=0.4)
        ours, theirs = both(X, y, C=np.inf, kernel="linear")
        margin = np.where(y == 1, 1.0, -1.0) * ours.decision_function(X)
        assert margin.min() > 1.0 - 1e-3
        np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-3)

    def test_labels_of_any_kind(self):
        X, y = IRIS
        names = np.array(["setosa", "versicolor", "virginica"])[y]
        assert (
            SVC().fit(X, names).predict(X)
            == np.array(["setosa", "versicolor", "virginica"])[SVC().fit(X, y).predict(X)]
        ).all()

    def test_equal_samples_in_both_classes(self):
        X = np.repeat([[0.0], [1.0]], 6, axis=0)
        y = [0, 1] * 6
        ours, theirs = both(X, y)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-6)

    @pytest.mark.parametrize("break_ties", [False, True])
    def test_ties(self, break_ties):
        X, y = make_blobs(60, centers=4, random_state=0)
        grid = np.stack(np.meshgrid(np.linspace(-8, 8, 60), np.linspace(-8, 14, 60)), -1).reshape(-1, 2)
        ours, theirs = both(X, y, gamma=20.0, break_ties=break_ties)
        np.testing.assert_array_equal(ours.predict(grid), theirs.predict(grid))


@pytest.fixture(scope="module")
def model():
    X, y = make_classification(3000, 20, n_informative=10, flip_y=0.1, random_state=0)
    return SVC().fit(X, y), X


class TestPrediction:
    def test_decision_values(self, model):
        from sklearn.metrics.pairwise import rbf_kernel

        model, X = model
        K = rbf_kernel(X, model.support_vectors_, gamma=model._gamma)
        exact = K @ model.dual_coef_[0] + model.intercept_
        np.testing.assert_allclose(model.decision_function(X), exact, atol=1e-8)

    def test_signs_are_those_of_the_values(self, model):
        model, X = model
        rng = np.random.default_rng(0)
        # Samples between two of different classes, where the value is nearly 0.
        a, b = X[model.predict(X) == 0][:400], X[model.predict(X) == 1][:400]
        for _ in range(30):
            middle = (a + b) / 2
            left = model.decision_function(middle) < 0
            a, b = np.where(left[:, None], middle, a), np.where(left[:, None], b, middle)
        near = np.vstack([a, b, a + 1e-9 * rng.normal(size=a.shape)] * 2)
        values = model.decision_function(near)
        assert np.abs(values).max() < 1e-5
        np.testing.assert_array_equal(model.predict(near), (values > 0).astype(int))

    def test_rough_sums_say_where_they_are_in_doubt(self):
        rng = np.random.default_rng(1)
        X, Z, coef = rng.normal(size=(700, 9)), rng.normal(size=(400, 9)), rng.normal(size=(400, 3))
        function = KernelFunction("rbf", 0.2)
        left, right = function.left(X, 0.0), function.right(function.left(Z, 0.0))
        exact = weighted_sums(function, left, right, coef)
        rough = decided_sums(function, left, right, coef, 0.0)
        assert ((rough > 0) == (exact > 0)).all()
        assert 0 < np.abs(rough - exact).max() < function.rough_error(left, Z) * np.abs(coef).sum(axis=0).max()

    def test_far_away(self, model):
        model, _ = model
        assert model.decision_function(np.full((1, 20), 1e5))[0] == pytest.approx(model.intercept_[0])


class TestSparse:
    def test_is_the_dense_fit(self):
        X, y = make_classification(300, 12, n_informative=6, random_state=0)
        X[np.abs(X) < 0.7] = 0.0
        for kernel in ("linear", "poly", "rbf", "sigmoid"):
            dense, sparse = SVC(kernel=kernel).fit(X, y), SVC(kernel=kernel).fit(sp.csr_matrix(X), y)
            assert sp.issparse(sparse.support_vectors_)
            np.testing.assert_array_equal(dense.dual_coef_, sparse.dual_coef_.toarray())
            np.testing.assert_array_equal(dense.decision_function(X), sparse.decision_function(sp.csr_matrix(X)))

    def test_many_features(self):
        X = sp.random_array((400, 30_000), density=0.002, format="csr", rng=np.random.default_rng(0))
        y = np.asarray(X[:, :3000].sum(axis=1) > X[:, 3000:6000].sum(axis=1)).ravel().astype(int)
        ours, theirs = both(X, y, gamma=0.5)
        np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=5e-3)


class TestProbabilities:
    @pytest.mark.filterwarnings("ignore::FutureWarning")
    def test_like_scikit_learns(self):
        X, y = IRIS
        ours, theirs = both(X, y, probability=True, random_state=0)
        difference = np.abs(ours.predict_proba(X) - theirs.predict_proba(X))
        assert difference.mean() < 0.02  # the folds are drawn differently
        assert ours.probA_.shape == theirs.probA_.shape == (3,)

    def test_is_deprecated(self):
        with pytest.warns(FutureWarning, match="deprecated in 1.9"):
            SVC(probability=True).fit(*IRIS)
        assert not hasattr(SVC(), "predict_proba")

    def test_coupling_gives_back_what_was_apart(self):
        """Pairwise probabilities p_i / (p_i + p_j) of a known p."""
        p = np.array([0.5, 0.2, 0.3])
        ratios = np.array([p[0] / (p[0] + p[1]), p[0] / (p[0] + p[2]), p[1] / (p[1] + p[2])])
        decisions = np.log(ratios / (1.0 - ratios))[None]
        np.testing.assert_allclose(coupled(decisions, -np.ones(3), np.zeros(3), 3), p[None], rtol=1e-12)


class TestSteps:
    def test_with_and_without_the_kernel(self, monkeypatch):
        """NumPy and the kernel move the same pairs to the same bits."""
        X, y = make_classification(120, 4, random_state=5)
        monkeypatch.setattr(pairs_module, "is_loaded", lambda *_: True)
        quick = [step.copy() for step in steps(SVC(), X, y)]
        at_once = SVC().fit(X, y)
        monkeypatch.setattr(pairs_module, "is_loaded", lambda *_: False)
        monkeypatch.setitem(pairs_module._done, "pairs", 0)
        plain = [step.copy() for step in steps(SVC(), X, y)]
        assert len(plain) == len(quick) > 20
        for one, other in zip(plain, quick, strict=True):
            assert one.what == other.what
            np.testing.assert_array_equal(one.arrays["dual_coef"], other.arrays["dual_coef"])
            assert one.objective == pytest.approx(other.objective, rel=1e-12)
        apart = SVC().fit(X, y)
        np.testing.assert_array_equal(at_once.dual_coef_, apart.dual_coef_)
        np.testing.assert_array_equal(at_once.intercept_, apart.intercept_)
        assert at_once.n_iter_[0] == apart.n_iter_[0] == plain[-1].facts["pairs"]

    def test_goes_down_to_the_dual_objective(self):
        from sklearn.metrics.pairwise import rbf_kernel

        X, y = make_classification(120, 4, random_state=5)
        seen = list(steps(SVC(), X, y))
        objectives = [step.objective for step in seen]
        assert (np.diff(objectives) < 0).all()
        beta = seen[-1].arrays["dual_coef"]
        order = seen[-1].arrays["samples"]
        K = rbf_kernel(X[order], gamma=1.0 / (4 * X.var()))
        signs = np.where(y[order] == 0, 1.0, -1.0)
        assert objectives[-1] == pytest.approx(0.5 * beta @ K @ beta - signs @ beta, rel=1e-9)
        assert len(seen[3].arrays["working_set"]) == 2


class TestRefusals:
    def test_one_class(self):
        with pytest.raises(ValueError, match="greater than one; got 1 class"):
            SVC().fit([[0.0], [1.0]], [1, 1])

    def test_weights(self):
        with pytest.raises(ValueError, match="belong to the same class"):
            SVC().fit([[0.0], [1.0], [2.0]], [0, 1, 1], sample_weight=[0.0, 1.0, 1.0])
        with pytest.raises(ValueError, match="NaN or infinity"):
            SVC().fit([[0.0], [1.0]], [0, 1], sample_weight=[np.nan, 1.0])
        with pytest.raises(ValueError, match="incompatible shapes"):
            SVC().fit([[0.0], [1.0]], [0, 1], sample_weight=[1.0])

    def test_kernel_matrices(self):
        with pytest.raises(ValueError, match="square"):
            SVC(kernel="precomputed").fit(np.ones((3, 2)), [0, 1, 1])
        with pytest.raises(ValueError, match=r"kernel\(X, X\) has shape \(1, 1\)"):
            SVC(kernel=lambda a, b: np.ones((1, 1))).fit([[0.0], [1.0]], [0, 1])
        with pytest.raises(ValueError, match="holds NaN"):
            SVC(kernel=lambda a, b: np.full((2, 2), np.nan)).fit([[0.0], [1.0]], [0, 1])
        with pytest.raises(TypeError, match="Sparse precomputed"):
            SVC(kernel="precomputed").fit(sp.eye_array(3, format="csr"), [0, 1, 1])

    def test_max_iter(self):
        with pytest.warns(ConvergenceWarning, match="the gap is"):
            model = SVC(max_iter=2).fit(*IRIS)
        assert model.fit_status_ == 1
        assert model.n_iter_.max() == 2

    def test_data_are_not_changed(self):
        X, y = IRIS
        before = X.copy()
        SVC(C=3.0).fit(X, y).predict(X)
        np.testing.assert_array_equal(X, before)
