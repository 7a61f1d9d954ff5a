"""LinearSVC: the optimum itself, by its conditions and beside LIBLINEAR's, on data of every shape."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.datasets import load_breast_cancer, load_iris, make_classification
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC as Theirs
from tests.svm.linear_objectives import coefficients, missed_condition, objective

from workings.show import steps
from workings.svm import LinearSVC

LOSSES = ("hinge", "squared_hinge")


def two_classes(n=300, p=5, seed=0, noise=0.1):
    X, y = make_classification(n, p, n_informative=min(4, p), n_redundant=0, flip_y=noise, random_state=seed)
    return X, 2 * y - 1


def wide_text(n=1100, p=1200, seed=0):
    rng = np.random.default_rng(seed)
    X = sp.random(n, p, density=0.03, random_state=rng, format="csr", data_rvs=lambda k: rng.exponential(size=k))
    y = np.where(X @ rng.normal(size=p) + 0.3 * rng.normal(size=n) > 0, 1, -1)
    return sp.csr_array(X), y


_SAME = [0, 1, 2, 0, 4]
DATA = {
    "ordinary": two_classes(),
    "more features than samples": two_classes(40, 90),
    "in other units": (two_classes()[0] * [1e3, 1e-3, 1.0, 50.0, 0.1] + [0, 0, 100.0, 0, 0], two_classes()[1]),
    "separable": (two_classes()[0] + 4.0 * two_classes()[1][:, None], two_classes()[1]),
    "sorted, rare class": (two_classes(400)[0], np.where(np.arange(400) < 12, 1, -1)),
    "a constant and a repeated column": (
        two_classes()[0][:, _SAME] * [1, 1, 1, 1, 0] + 1.0,
        two_classes()[1],
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("C", [1e-3, 1.0, 100.0])
def test_conditions_of_the_optimum(loss, name, C):
    X, y = DATA[name]
    model = LinearSVC(loss=loss, C=C, tol=1e-7).fit(X, y)
    assert missed_condition(model, X, y) <= 1e-4


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("name", ["ordinary", "more features than samples", "sorted, rare class"])
def test_no_higher_than_liblinears(loss, name):
    X, y = DATA[name]
    ours = LinearSVC(loss=loss).fit(X, y)
    theirs = Theirs(loss=loss, tol=1e-8, dual=True, max_iter=200_000).fit(X, y)
    assert objective(ours, X, y) <= objective(theirs, X, y) * (1.0 + 1e-8)
    np.testing.assert_allclose(coefficients(ours), coefficients(theirs), rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("loss", LOSSES)
def test_passes_over_wide_sparse_data_reach_the_same(loss):
    X, y = wide_text()
    sparse = LinearSVC(loss=loss, tol=1e-5).fit(X, y)
    dense = LinearSVC(loss=loss, tol=1e-5).fit(X.toarray(), y)
    theirs = Theirs(loss=loss, tol=1e-7, dual=True, max_iter=20_000).fit(sp.csr_matrix(X), y)
    assert missed_condition(sparse, X, y, near=1e-4) <= 2e-3
    assert objective(sparse, X, y) <= objective(theirs, X, y) * (1.0 + 1e-8)
    np.testing.assert_allclose(dense.coef_, sparse.coef_, atol=1e-3)
    again = LinearSVC(loss=loss, tol=1e-5).fit(X, y)
    assert np.array_equal(again.coef_, sparse.coef_)


@pytest.mark.parametrize("loss", LOSSES)
def test_many_samples_begin_with_a_part(loss):
    X, y = two_classes(9000, 6, seed=3)
    model = LinearSVC(loss=loss, tol=1e-6)
    told = [step.what for step in steps(model, X, y)]
    assert any("of 9,000 samples" in what for what in told) == (loss == "squared_hinge")
    theirs = Theirs(loss=loss, tol=1e-6, max_iter=100_000, dual=loss == "hinge").fit(X, y)
    assert objective(model, X, y) <= objective(theirs, X, y) * (1.0 + 1e-9)


@pytest.mark.parametrize("loss", LOSSES)
def test_sparse_is_dense(loss):
    X, y = two_classes()
    X = np.where(np.abs(X) > 0.7, X, 0.0)
    dense, sparse = LinearSVC(loss=loss).fit(X, y), LinearSVC(loss=loss).fit(sp.csr_matrix(X), y)
    np.testing.assert_allclose(sparse.coef_, dense.coef_, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(sparse.intercept_, dense.intercept_, rtol=1e-6)


@pytest.mark.parametrize("kind", [np.asarray, sp.csr_matrix])
@pytest.mark.parametrize(("n", "p"), [(300, 12), (60, 150)])
def test_l1_makes_zeros_and_is_no_higher_than_liblinears(kind, n, p):
    X, y = two_classes(n, p, seed=1)
    for C in (0.01, 0.3):
        ours = LinearSVC(penalty="l1", C=C).fit(kind(X), y)
        theirs = Theirs(penalty="l1", dual=False, C=C, tol=1e-9, max_iter=100_000, random_state=0).fit(X, y)
        assert objective(ours, X, y) <= objective(theirs, X, y) * (1.0 + 1e-8)
        assert np.array_equal(ours.coef_ == 0.0, np.abs(theirs.coef_) < 1e-8)


@pytest.mark.parametrize("loss", LOSSES)
def test_several_classes_each_against_the_others(loss):
    X, y = load_iris(return_X_y=True)
    model = LinearSVC(loss=loss).fit(X, y)
    assert model.coef_.shape == (3, 4)
    for k in range(3):
        one = LinearSVC(loss=loss).fit(X, y == k)
        np.testing.assert_allclose(model.coef_[k], one.coef_[0], rtol=1e-9)
    names = np.array(["setosa", "versicolor", "virginica"])
    assert set(LinearSVC(loss=loss).fit(X, names[y]).predict(X)) == set(names)


def test_classes_side_by_side_are_the_classes_alone():
    X, y = wide_text()
    labels = np.where(y > 0, 2, np.where(X.sum(axis=1) > np.median(X.sum(axis=1)), 1, 0))
    model = LinearSVC(tol=1e-3)
    seen = [step.what for step in steps(model, X, labels)]
    for k in range(3):
        assert np.array_equal(model.coef_[k], LinearSVC(tol=1e-3).fit(X, labels == k).coef_[0])
    assert seen[:3] == [f"{k} against the others: start" for k in range(3)]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("scaling", [0.1, 1.0, 20.0])
def test_intercept_scaling_weights_the_intercept_as_scikit_learns(loss, scaling):
    X, y = two_classes()
    X = X + 3.0
    ours = LinearSVC(loss=loss, intercept_scaling=scaling, C=0.1).fit(X, y)
    theirs = Theirs(loss=loss, intercept_scaling=scaling, C=0.1, dual=True, tol=1e-8, max_iter=500_000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-3, atol=1e-4)
    assert LinearSVC(loss=loss, fit_intercept=False).fit(X, y).intercept_ == 0.0


@pytest.mark.parametrize("loss", LOSSES)
def test_weights_count_as_repetitions(loss):
    X, y = two_classes(120)
    counts = np.random.default_rng(0).integers(0, 4, 120)
    weighted = LinearSVC(loss=loss, tol=1e-7).fit(X, y, sample_weight=counts)
    repeated = LinearSVC(loss=loss, tol=1e-7).fit(np.repeat(X, counts, axis=0), np.repeat(y, counts))
    np.testing.assert_allclose(weighted.coef_, repeated.coef_, rtol=1e-5)
    assert missed_condition(weighted, X, y, weights=counts) <= 1e-4
    balanced = LinearSVC(loss=loss, class_weight="balanced", tol=1e-7).fit(X, y)
    shares = 60.0 / np.where(y == 1, np.sum(y == 1), np.sum(y == -1))
    by_hand = LinearSVC(loss=loss, tol=1e-7).fit(X, y, sample_weight=shares)
    np.testing.assert_allclose(balanced.coef_, by_hand.coef_, rtol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_steps_show_the_fit_that_runs_and_the_gap_is_a_bound(loss):
    X, y = DATA["ordinary"]
    model = LinearSVC(loss=loss)
    seen = list(steps(model, X, y))
    best = objective(LinearSVC(loss=loss, tol=1e-8).fit(X, y), X, y)
    assert [step.index for step in seen] == list(range(len(seen)))
    for step in seen:
        v = np.append(step.arrays["coef_"], step.arrays["intercept_"])
        assert step.objective == pytest.approx(objective(model, X, y, v), rel=1e-9)
        assert step.objective - step.facts["gap"] <= best * (1.0 + 1e-12)
    assert np.array_equal(seen[-1].arrays["coef_"], model.coef_)


@pytest.mark.parametrize(("X", "y"), [two_classes(), wide_text()])
@pytest.mark.parametrize("loss", LOSSES)
def test_an_early_end_is_told_with_the_gap(X, y, loss):
    with pytest.warns(ConvergenceWarning, match=r"duality gap of \d"):
        model = LinearSVC(loss=loss, max_iter=1).fit(X, y)
    assert model.n_iter_ == 1


def test_on_real_data_as_scikit_learn_predicts():
    X, y = load_breast_cancer(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    for loss in LOSSES:
        ours = LinearSVC(loss=loss).fit(X, y)
        theirs = Theirs(loss=loss, dual=True, tol=1e-6, max_iter=1_000_000, random_state=0).fit(X, y)
        assert np.mean(ours.predict(X) == theirs.predict(X)) >= 0.998
        np.testing.assert_allclose(ours.decision_function(X), X @ ours.coef_[0] + ours.intercept_[0], rtol=1e-10)


@pytest.mark.parametrize(
    ("parameters", "error", "words"),
    [
        ({"multi_class": "crammer_singer"}, NotImplementedError, "another model"),
        ({"penalty": "l1", "loss": "hinge"}, ValueError, "penalty='l1' and loss='hinge' is not supported"),
        ({"penalty": "l1", "dual": True}, ValueError, "not supported when dual=True"),
        ({"loss": "hinge", "dual": False}, ValueError, "not supported when dual=False"),
        ({"C": -1.0}, ValueError, "'C' parameter"),
        ({"tol": 0.0}, ValueError, "'tol' parameter"),
    ],
)
def test_refusals(parameters, error, words):
    X, y = two_classes(30)
    with pytest.raises(error, match=words):
        LinearSVC(**parameters).fit(X, y)


def test_bad_data_are_refused():
    X, y = two_classes(30)
    with pytest.raises(ValueError, match="1 class"):
        LinearSVC().fit(X, np.ones(30))
    with pytest.raises(ValueError, match="NaN"):
        LinearSVC().fit(np.where(X > 1, np.nan, X), y)
    with pytest.raises(ValueError, match=r"[Ww]eights"):
        LinearSVC().fit(X, y, sample_weight=np.zeros(30))
    with pytest.raises(ValueError, match="egative"):
        LinearSVC().fit(X, y, sample_weight=-np.ones(30))
