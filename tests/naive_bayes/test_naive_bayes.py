"""The five kinds beside scikit-learn's, on ordinary data and on what is not."""

import subprocess
import sys

import numpy as np
import pytest
import sklearn.naive_bayes as theirs
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from tests.naive_bayes.beside_sklearn import COUNTING

from workings import naive_bayes as ours
from workings.show import steps

ALL = ["GaussianNB", "CategoricalNB", *COUNTING]


def samples(name, rows, features=30, classes=4, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, rows)
    if name == "GaussianNB":
        return rng.normal(size=(rows, features)) + 0.3 * y[:, None], y
    if name == "CategoricalNB":
        return rng.integers(0, 3 + y[:, None] % 2, size=(rows, features)), y
    return rng.poisson(0.5 + 0.2 * y[:, None], size=(rows, features)).astype(float), y


def same_model(mine, its, X, rtol=1e-12):
    np.testing.assert_allclose(mine.predict_joint_log_proba(X), its.predict_joint_log_proba(X), rtol=rtol, atol=1e-10)
    scores = np.sort(its.predict_joint_log_proba(X), axis=1)
    # Where two classes are equal but for rounding, either may be the answer.
    clear = scores[:, -1] - scores[:, -2] > 1e-9 * (1 + np.abs(scores[:, -1])) if scores.shape[1] > 1 else slice(None)
    np.testing.assert_array_equal(mine.predict(X)[clear], its.predict(X)[clear])
    np.testing.assert_allclose(mine.predict_proba(X), its.predict_proba(X), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("rows", [150, 4000], ids=["numpy", "kernel"])
@pytest.mark.parametrize("weighted", [False, True])
def test_is_scikit_learns_model(name, rows, weighted):
    X, y = samples(name, rows)
    weights = np.random.default_rng(1).uniform(0, 2, rows) if weighted else None
    mine, its = (getattr(library, name)().fit(X, y, sample_weight=weights) for library in (ours, theirs))
    same_model(mine, its, X)
    np.testing.assert_allclose(mine.class_count_, its.class_count_)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("rows", [150, 4000], ids=["numpy", "kernel"])
def test_partial_fit_learns_the_same_as_fit(name, rows):
    X, y = samples(name, rows)
    whole, parts = getattr(ours, name)().fit(X, y), getattr(ours, name)()
    for start in range(0, rows, rows // 3):
        parts.partial_fit(X[start : start + rows // 3], y[start : start + rows // 3], classes=range(4))
    if name == "GaussianNB":  # each call smooths with its own data, in scikit-learn too
        np.testing.assert_allclose(parts.theta_, whole.theta_, rtol=1e-12)
        np.testing.assert_allclose(parts._spread(), whole._spread(), rtol=1e-9)
    else:
        np.testing.assert_allclose(parts.predict_proba(X), whole.predict_proba(X), rtol=1e-10)


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("rows", [150, 9000], ids=["scipy", "kernel"])
@pytest.mark.parametrize("container", [sparse.csr_array, sparse.csr_matrix, sparse.csc_array])
def test_sparse_counts_are_the_dense_ones(name, rows, container):
    X, y = samples(name, rows)
    dense, thin = getattr(ours, name)().fit(X, y), getattr(ours, name)().fit(container(X), y)
    np.testing.assert_allclose(thin.feature_log_prob_, dense.feature_log_prob_, rtol=1e-13)
    np.testing.assert_allclose(thin.predict_proba(container(X)), dense.predict_proba(X), rtol=1e-10)


def test_reads_counts_straight_from_a_vectorizer():
    texts = ["goal match team", "team coach goal", "guitar song band", "band concert song"]
    words = CountVectorizer().fit(texts)
    model = ours.MultinomialNB().fit(words.transform(texts), ["sport", "sport", "music", "music"])
    assert model.predict(words.transform(["the team and its coach", "a song"])).tolist() == ["sport", "music"]


def test_variances_are_right_far_from_zero():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(3000, 25)), rng.integers(0, 2, 3000)
    far = (X + 1e8) - 1e8  # what of X survives the offset
    there, here = ours.GaussianNB(var_smoothing=0).fit(far + 1e8, y), ours.GaussianNB(var_smoothing=0).fit(far, y)
    np.testing.assert_allclose(there.var_, here.var_, rtol=1e-12)


def test_a_feature_that_does_not_vary_is_a_point():
    X, y = np.array([[1.0, 0.3], [1.0, 0.1], [2.0, 0.2], [2.0, 0.4]]), [0, 0, 1, 1]
    model = ours.GaussianNB(var_smoothing=0).fit(X, y)
    assert model.predict([[1.0, 0.4], [2.0, 0.1]]).tolist() == [0, 1]
    assert np.isfinite(model.predict_proba([[1.0, 0.4]])).all()


@pytest.mark.parametrize("name", COUNTING)
def test_without_smoothing_what_was_never_seen_is_impossible(name):
    X, y = np.array([[1, 0], [1, 1], [0, 1], [0, 1]]), [0, 0, 1, 1]
    model = getattr(ours, name)(alpha=0).fit(X, y)
    found = model.predict_proba([[1, 0], [0, 1]])
    if name != "ComplementNB":  # whose sums are weights, not probabilities
        assert found[0].tolist() == [1.0, 0.0]
    assert not np.isnan(found).any()


def test_one_minus_a_probability_near_one_keeps_its_digits():
    X, y = np.ones((200_000, 1)), np.zeros(200_000)
    X[0] = 0.0
    model = ours.BernoulliNB(alpha=1e-9, binarize=None).fit(X, y)
    found = float(model.predict_joint_log_proba([[0.0]])[0, 0])
    assert found == pytest.approx(np.log(1 + 1e-9) - np.log(200_000 + 2e-9), rel=1e-15)


@pytest.mark.parametrize("name", ALL)
class TestEveryKind:
    def test_steps_count_towards_the_fit(self, name):
        X, y = samples(name, 4000)
        seen = list(steps(getattr(ours, name)(), X, y))
        assert len(seen) > 1
        assert seen[-1].objective == 0.0
        key = "category_counts" if name == "CategoricalNB" else "class_count_"
        totals = [step.arrays[key].sum() for step in seen]
        assert totals == sorted(totals)
        assert totals[-1] == (4000 * 30 if name == "CategoricalNB" else 4000)

    def test_leaves_its_input_alone(self, name):
        X, y = samples(name, 4000)
        kept = X.copy()
        X.flags.writeable = False
        getattr(ours, name)().fit(X, y).predict(X)
        np.testing.assert_array_equal(X, kept)

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    @pytest.mark.parametrize("rows", [150, 4000])
    def test_refuses_what_is_not_finite(self, name, bad, rows):
        X, y = samples(name, rows)
        model = getattr(ours, name)().fit(X, y)
        X = X.astype(float)
        X[rows // 2, 3] = bad
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            getattr(ours, name)().fit(X, y)
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            model.predict(X)

    def test_refuses_negative_weights_and_unknown_labels(self, name):
        X, y = samples(name, 60)
        with pytest.raises(ValueError, match=r"[Nn]egative"):
            getattr(ours, name)().fit(X, y, sample_weight=-np.ones(60))
        with pytest.raises(ValueError, match=r"target label\(s\) \[3\] in y do not exist"):
            getattr(ours, name)().partial_fit(X, y, classes=[0, 1, 2])

    def test_a_failed_first_partial_fit_leaves_nothing_behind(self, name):
        X, y = samples(name, 60)
        model = getattr(ours, name)()
        with pytest.raises(ValueError, match="exist"):
            model.partial_fit(X, y, classes=[0, 1, 2])
        model.partial_fit(X, y, classes=[0, 1, 2, 3])
        assert model.class_count_.sum() == 60

    def test_float32_and_fortran_order(self, name):
        X, y = samples(name, 4000)
        base = getattr(ours, name)().fit(X, y)
        for same in (np.asfortranarray(X), X.astype(np.float32).astype(X.dtype), X[::1]):
            np.testing.assert_allclose(getattr(ours, name)().fit(same, y).predict_proba(X), base.predict_proba(X), 1e-3)

    def test_small_data_do_not_load_numba(self, name):
        code = (
            "import sys, numpy as np; from workings.naive_bayes import " + name + " as NB;"
            "X = np.array([[0, 1], [1, 0], [1, 1]]); NB().fit(X, [0, 1, 1]).predict_proba(X);"
            "assert 'numba' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("name", ["MultinomialNB", "ComplementNB", "CategoricalNB"])
def test_refuses_negative_counts(name):
    X, y = samples(name, 4000)
    X[7, 3] = -1
    with pytest.raises(ValueError, match=f"Negative values in data passed to {name}"):
        getattr(ours, name)().fit(X, y)


def test_an_unknown_category_is_named():
    model = ours.CategoricalNB().fit([[0, 1], [1, 0]], [0, 1])
    with pytest.raises(IndexError, match=r"X\[0, 1\] is category 5, and in fit feature 1 had 2"):
        model.predict([[0, 5]])


@settings(max_examples=40, deadline=None)
@example(258, "ComplementNB", 8.875)  # two classes equal but for rounding
@given(st.integers(0, 2**32 - 1), st.sampled_from(ALL), st.floats(0.01, 10))
def test_any_small_data_set(seed, name, alpha):
    rng = np.random.default_rng(seed)
    X, y = samples(name, int(rng.integers(2, 40)), int(rng.integers(1, 6)), int(rng.integers(1, 4)), seed)
    parameters = {} if name == "GaussianNB" else {"alpha": alpha}
    mine, its = (getattr(library, name)(**parameters).fit(X, y) for library in (ours, theirs))
    if name == "GaussianNB" and (its.var_ < 1e-8).any():
        return  # a class of one sample: what stands there is rounding
    same_model(mine, its, X, rtol=1e-9)
