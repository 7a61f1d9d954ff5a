"""Naive Bayes of sparse counts: every shape of table and type of matrix, beside scikit-learn and exact fractions."""

import pickle
from fractions import Fraction

import numpy as np
import pytest
import sklearn.naive_bayes as theirs
from scipy import sparse
from tests.naive_bayes.beside_sklearn import COUNTING, same_predictions

from workings import naive_bayes as ours
from workings.kernels._threads import set_num_threads
from workings.naive_bayes._words import Rows, _runs, counts_so_far

NONE = np.empty(0)


def texts(rows=3000, words=700, classes=20, per_row=30, seed=0):
    """Return counts of words as a CSR matrix, with some empty rows, and classes."""
    rng = np.random.default_rng(seed)
    entries = rows * per_row
    places = rng.integers(0, rows, entries), rng.integers(0, words, entries)
    X = sparse.coo_array((rng.integers(1, 5, entries).astype(float), places), shape=(rows, words)).tocsr()
    X = sparse.diags_array((np.arange(rows) % 50 > 0).astype(float)) @ X
    X = sparse.csr_array(X)
    X.sum_duplicates()
    return X, np.resize(rng.permutation(classes), rows)


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("classes", [1, 2, 7, 8, 9, 16, 17, 25, 32, 33, 65, 100])
def test_any_number_of_classes(name, classes):
    X, y = texts(classes=classes)
    mine, its = (getattr(library, name)().fit(X, y) for library in (ours, theirs))
    np.testing.assert_allclose(mine.feature_log_prob_, its.feature_log_prob_, rtol=1e-13)
    np.testing.assert_array_equal(mine.feature_count_, its.feature_count_)
    same_predictions(mine, its, X)


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize(
    ("values", "indices"),
    [(np.float32, np.int32), (np.int64, np.int64), (np.int32, np.int64), (np.uint8, np.int32), (bool, np.int32)],
)
def test_any_type_of_entries_and_indices(name, values, indices):
    X, y = texts(classes=5)
    X.data = X.data.astype(values)
    X.indices, X.indptr = X.indices.astype(indices), X.indptr.astype(indices)
    mine = getattr(ours, name)().fit(X, y)
    its = getattr(theirs, name)().fit(X.astype(float), y)
    same_predictions(mine, its, X.astype(float))
    np.testing.assert_array_equal(mine.predict_joint_log_proba(X), mine.predict_joint_log_proba(X.astype(float)))


@pytest.mark.parametrize("name", COUNTING)
def test_entries_in_any_order_and_twice(name):
    X, y = texts()
    model = getattr(ours, name)(**({"binarize": None} if name == "BernoulliNB" else {})).fit(X, y)
    rng = np.random.default_rng(1)
    order = np.concatenate([a + rng.permutation(b - a) for a, b in zip(X.indptr, X.indptr[1:], strict=False)])
    mixed = sparse.csr_array((X.data[order], X.indices[order], X.indptr), shape=X.shape)
    twice = sparse.csr_array(
        (np.repeat(X.data / 2, 2), np.repeat(X.indices, 2), 2 * X.indptr),
        shape=X.shape,
    )
    for same in (mixed, twice):
        assert not same.has_canonical_format
        again = getattr(ours, name)(**model.get_params()).fit(same, y)
        np.testing.assert_array_equal(again.feature_count_, model.feature_count_)
        np.testing.assert_allclose(model.predict_joint_log_proba(same), model.predict_joint_log_proba(X), rtol=1e-12)


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("options", [{"alpha": 0.0}, {"alpha": 1e-3}, {"fit_prior": False}])
def test_options(name, options):
    X, y = texts(classes=3, per_row=40)
    same_predictions(*(getattr(library, name)(**options).fit(X, y) for library in (ours, theirs)), X[:2500])


@pytest.mark.parametrize("name", COUNTING)
def test_an_alpha_for_each_feature(name):
    X, y = texts()
    each, one = (getattr(ours, name)(alpha=alpha).fit(X, y) for alpha in (np.full(700, 0.5), 0.5))
    np.testing.assert_allclose(each.feature_log_prob_, one.feature_log_prob_, rtol=1e-13)
    np.testing.assert_allclose(each.predict_joint_log_proba(X), one.predict_joint_log_proba(X), rtol=1e-12)


def test_normalised_complements_and_another_threshold():
    X, y = texts()
    same_predictions(*(library.ComplementNB(norm=True).fit(X, y) for library in (ours, theirs)), X)
    same_predictions(*(library.BernoulliNB(binarize=2.5).fit(X, y) for library in (ours, theirs)), X)


@pytest.mark.parametrize("name", COUNTING)
def test_weights_and_portions(name):
    X, y = texts()
    weights = np.random.default_rng(2).uniform(0, 2, len(y))
    mine, its = (getattr(library, name)().fit(X, y, sample_weight=weights) for library in (ours, theirs))
    np.testing.assert_allclose(mine.feature_count_, its.feature_count_, rtol=1e-13)
    parts = getattr(ours, name)()
    for some in (slice(0, 2600), slice(2600, None)):  # the second is small, and does without kernels
        parts.partial_fit(X[some], y[some], classes=np.arange(20), sample_weight=weights[some])
    np.testing.assert_allclose(parts.feature_log_prob_, mine.feature_log_prob_, rtol=1e-12)
    same_predictions(mine, its, X)


def exactly(X, y, weights, c, j):
    """Return the sum of feature j over class c."""
    some = X[y == c][:, [j]].toarray().ravel()
    return sum(Fraction(w) * Fraction(v) for w, v in zip(weights[y == c], some, strict=True) if v)


@pytest.mark.parametrize("classes", [1, 2, 30])
def test_counts_are_exact_and_do_not_hang_on_threads(classes):
    rng = np.random.default_rng(3)
    X, y = texts(words=40, classes=classes)
    X.data = rng.uniform(0, 3, X.nnz)
    X = sparse.csr_array(sparse.vstack([X] * 4))  # enough for more than one portion
    y, weights = np.resize(y, X.shape[0]), rng.uniform(0, 2, X.shape[0])
    rows = Rows.of(X, None)
    found = []
    for threads in (1, 2):
        set_num_threads(threads)
        try:
            seen = [(left, counts.sums.copy()) for left, counts in counts_so_far(rows, y, weights, classes, "test")]
        finally:
            set_num_threads(None)
        assert len(seen) > 1
        assert seen[-1][0] == 0
        found.append(seen[-1][1])
    assert found[0].tobytes() == found[1].tobytes()
    for c in range(0, classes, 7):
        for j in (0, 17, 39):
            # The sum of m positive numbers is right to m roundings; here to far fewer.
            exact = exactly(X, y, weights, c, j)
            assert abs(Fraction(found[0][c, j]) - exact) <= Fraction(1, 10**13) * exact


@pytest.mark.parametrize("sizes", [[5], [1, 0, 1], [0, 4000, 3, 0], [10, 2, 7, 3000, 3000], [1] * 50])
def test_runs_cover_all_rows_once_and_hold_one_class(sizes):
    lengths = np.random.default_rng(0).integers(0, 9, sum(sizes))
    starts, stops, classes = _runs(np.cumsum(lengths), np.cumsum(sizes))
    assert starts.tolist() == [0, *stops[:-1]]
    assert stops[-1] == sum(sizes)
    assert (stops > starts).all()
    of_rows = np.repeat(np.arange(len(sizes)), sizes)
    for a, b, c in zip(starts, stops, classes, strict=True):
        assert (of_rows[a:b] == c).all()


class TestWhatTheModelShowsIsWhatItUses:
    @pytest.fixture
    def fitted(self):
        X, y = texts()
        return ours.MultinomialNB().fit(X, y), X

    def test_a_changed_entry(self, fitted):
        model, X = fitted
        before = model.predict_joint_log_proba(X)
        model.feature_log_prob_[3] -= 1.0
        wanted = before - np.outer(X.sum(axis=1), np.arange(20) == 3)
        np.testing.assert_allclose(model.predict_joint_log_proba(X), wanted, rtol=1e-12)

    def test_another_array(self, fitted):
        model, X = fitted
        wanted = X @ np.asarray(model.feature_log_prob_[::-1]).T + model.class_log_prior_
        model.feature_log_prob_ = model.feature_log_prob_[::-1]
        np.testing.assert_allclose(model.predict_joint_log_proba(X), wanted, rtol=1e-12)
        np.testing.assert_array_equal(model.predict(X), wanted.argmax(axis=1))

    def test_an_array_of_another_shape(self, fitted):
        model, X = fitted
        model.feature_log_prob_ = model.feature_log_prob_[:, :-1].copy()
        with pytest.raises(ValueError, match="feature_log_prob_ has shape"):
            model.predict(X)

    def test_a_pickled_model(self, fitted):
        model, X = fitted
        again = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(again.predict_joint_log_proba(X), model.predict_joint_log_proba(X))

    def test_dense_samples(self, fitted):
        model, X = fitted
        np.testing.assert_allclose(
            model.predict_joint_log_proba(X.toarray()), model.predict_joint_log_proba(X), rtol=1e-12
        )


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("per_row", [2, 30], ids=["scipy", "kernel"])
class TestWhatIsNotGood:
    @pytest.mark.parametrize("bad", [-1, 700, 2**31 - 1])
    def test_indices_out_of_place(self, name, per_row, bad):
        X, y = texts(per_row=per_row, classes=4)
        model = getattr(ours, name)().fit(X, y)
        X.indices[len(X.indices) // 2] = bad
        for call in (lambda: getattr(ours, name)().fit(X, y), lambda: model.predict(X), lambda: model.predict_proba(X)):
            with pytest.raises(ValueError, match=r"broken sparse matrix: its indices must lie in 0\.\.699"):
                call()

    @pytest.mark.parametrize(("place", "value"), [(5, 10**6), (7, -3), (-1, 10**7), (0, -1)])
    def test_row_pointers_out_of_place(self, name, per_row, place, value):
        X, y = texts(per_row=per_row, classes=4)
        model = getattr(ours, name)().fit(X, y)
        X.indptr[place] = value
        for call in (lambda: getattr(ours, name)().fit(X, y), lambda: model.predict(X), lambda: model.predict_proba(X)):
            with pytest.raises(ValueError, match=r"broken sparse matrix|indptr|[Ii]ndex pointer"):
                call()

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_numbers_that_are_not_finite(self, name, per_row, bad):
        X, y = texts(per_row=per_row, classes=4)
        model = getattr(ours, name)().fit(X, y)
        X.data[X.nnz // 3] = bad
        for call in (lambda: getattr(ours, name)().fit(X, y), lambda: model.predict(X), lambda: model.predict_proba(X)):
            with pytest.raises(ValueError, match=r"NaN|infinity"):
                call()

    def test_a_stored_zero_meets_a_probability_of_zero(self, name, per_row):
        X, y = texts(per_row=per_row, classes=4)
        of_entries = np.repeat(y, np.diff(X.indptr))
        X.data[(X.indices < 300) & (of_entries == 1)] = 0.0  # words that class 1 never holds
        clean = X.copy()
        clean.eliminate_zeros()
        assert X.nnz > clean.nnz
        model = getattr(ours, name)(alpha=0).fit(X, y)
        assert name == "ComplementNB" or np.isneginf(model.feature_log_prob_[1, :300]).all()
        np.testing.assert_array_equal(model.predict(X), model.predict(clean))
        np.testing.assert_allclose(model.predict_joint_log_proba(X), model.predict_joint_log_proba(clean), rtol=1e-12)
        assert not np.isnan(model.predict_joint_log_proba(X)).any()


def test_a_class_without_samples_is_never_predicted():
    X, y = texts(classes=4)
    model = ours.MultinomialNB().partial_fit(X, np.where(y == 2, 1, y), classes=[0, 1, 2, 3])
    assert np.isneginf(model.predict_joint_log_proba(X)[:, 2]).all()
    assert set(model.predict(X)) == {0, 1, 3}


def test_negative_counts_are_refused():
    X, y = texts()
    X.data[40] = -1
    with pytest.raises(ValueError, match="Negative values in data passed to MultinomialNB"):
        ours.MultinomialNB().fit(X, y)


@pytest.mark.parametrize("classes", [1, 3, 8, 9, 17, 30, 33])
def test_categories_of_any_number_of_classes(classes):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 1 + np.arange(25) % 6, size=(4000, 25)), np.resize(np.arange(classes), 4000)
    mine, its = (library.CategoricalNB().fit(X, y) for library in (ours, theirs))
    same_predictions(mine, its, X)
    np.testing.assert_array_equal(mine.predict(np.asfortranarray(X)), mine.predict(X))
    for bad, error in ((6, IndexError), (-1, ValueError)):
        broken = X.copy()
        broken[[2000, 3999], 24] = bad
        for call in (mine.predict, mine.predict_proba):
            with pytest.raises(error, match=r"X\[2000, 24\] is category 6|Negative values in data"):
                call(broken)
