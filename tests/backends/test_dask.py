"""dask arrays and data frames: the same answers as in memory, in real processes too."""

import numpy as np
import pytest
from mpmath import mp
from sklearn.base import clone

from workings import log_softmax, logsumexp, sigmoid, softmax, softmax_vjp
from workings.cluster import KMeans
from workings.linear_model import LinearRegression, LogisticRegression, Ridge
from workings.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from workings.neighbors import KNeighborsClassifier, KNeighborsRegressor
from workings.neural_network import MLPClassifier
from workings.preprocessing import OrdinalEncoder, SimpleImputer, StandardScaler

da = pytest.importorskip("dask.array")
dask = pytest.importorskip("dask")


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def data(n=900, p=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) * 10.0 ** np.arange(-2, p - 2) + 1000.0
    y = X @ rng.normal(size=p) + rng.normal(size=n)
    return X, y


def exact_softmax(row):
    with mp.workdps(900):
        terms = [mp.exp(mp.mpf(float(v))) for v in row]
        total = mp.fsum(terms)
        return [t / total for t in terms], mp.log(total)


@pytest.mark.parametrize("size", [1.0, 30.0, 700.0, 1e5])
def test_softmax_is_right_to_two_units_however_it_is_cut(size):
    x = np.random.default_rng(1).normal(size=(3, 40)) * size
    cut = da.from_array(x, chunks=(2, 3))
    p, logs, sums = (np.asarray(f(cut, axis=1)) for f in (softmax, log_softmax, logsumexp))
    for i, row in enumerate(x):
        true, total = exact_softmax(row)
        for j, t in enumerate(true):
            assert abs(mp.mpf(float(p[i, j])) - t) <= 2 * float(np.spacing(float(t)))
            with mp.workdps(900):
                log = mp.log(t)
            assert abs(mp.mpf(float(logs[i, j])) - log) <= 2 * float(np.spacing(abs(float(log))))
        assert abs(mp.mpf(float(sums[i])) - total) <= 2 * float(np.spacing(abs(float(total))))


@pytest.mark.parametrize("axis", [0, 1, -1, (0, 2), None])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_any_axis_and_type_agree_with_memory(axis, dtype):
    x = (np.random.default_rng(2).normal(size=(7, 8, 9)) * 20).astype(dtype)
    cut = da.from_array(x, chunks=(3, 2, 4))
    for f in (softmax, log_softmax, logsumexp):
        lazy = f(cut, axis=axis)
        want = f(x, axis=axis)
        assert isinstance(lazy, da.Array)
        assert lazy.dtype == want.dtype
        assert lazy.shape == np.shape(want)
        np.testing.assert_array_max_ulp(np.asarray(lazy), np.asarray(want), 3, dtype=want.dtype)
    assert softmax(cut, axis=axis).chunks == cut.chunks


def test_special_values_masks_and_temperatures():
    x = np.array([[1.0, -np.inf, 3.0, 2.0], [np.nan, 1.0, 2.0, 3.0], [np.inf, 0.0, 1.0, 2.0], [-np.inf] * 4])
    mask = np.array([[True, True, False, True]] * 3 + [[False] * 4])
    cut, marks = da.from_array(x, chunks=2), da.from_array(mask, chunks=2)
    for f in (softmax, log_softmax):
        np.testing.assert_allclose(f(cut, axis=1), f(x, axis=1), rtol=1e-15)
        np.testing.assert_allclose(f(cut, axis=1, where=marks), f(x, axis=1, where=mask), rtol=1e-15)
        np.testing.assert_allclose(f(cut, axis=1, temperature=0.3), f(x, axis=1, temperature=0.3), rtol=1e-14)
    np.testing.assert_allclose(logsumexp(cut, axis=1), logsumexp(x, axis=1), rtol=1e-15)
    np.testing.assert_allclose(sigmoid(cut), sigmoid(x), rtol=0)
    p = softmax(x[:1], axis=1)
    gradient = softmax_vjp(da.from_array(p, chunks=2), da.from_array(p, chunks=2), axis=1)
    np.testing.assert_allclose(gradient, softmax_vjp(p, p, axis=1), atol=1e-16)


def test_no_axis_is_gathered_into_one_chunk():
    x = da.ones((4, 64), chunks=(2, 4))
    largest = []

    def watch(key, result, *_):
        largest.append(getattr(result, "size", 0))

    with dask.callbacks.Callback(posttask=lambda key, result, *_: watch(key, result)):
        softmax(x, axis=1).to_delayed()[0, 0].compute()
    assert 0 < max(largest) <= 2 * 4 * 2


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("model", [LinearRegression(), LinearRegression(fit_intercept=False), Ridge(alpha=3.0)])
def test_least_squares(model, weighted):
    X, y = data()
    w = np.random.default_rng(3).uniform(0.0, 2.0, size=len(X)) if weighted else None
    want = clone(model).fit(X, y, sample_weight=w)
    cut = da.from_array(X, chunks=(128, 2))
    got = clone(model).fit(cut, da.from_array(y, chunks=100), None if w is None else da.from_array(w, chunks=300))
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=1e-9)
    np.testing.assert_allclose(got.intercept_, want.intercept_, rtol=1e-9, atol=1e-9)
    lazy = got.predict(cut)
    assert isinstance(lazy, da.Array)
    np.testing.assert_allclose(lazy, want.predict(X), rtol=1e-9)


def test_long_blocks_are_no_less_exact():
    X, y = data(20_000)
    w = np.where(np.arange(len(X)) < 9000, 0.0, 1.5)  # all rows that become a triangle first count for nothing
    want = LinearRegression().fit(X, y, w)
    got = LinearRegression().fit(da.from_array(X, chunks=(19_000, 6)), y, w)
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=1e-9)
    np.testing.assert_allclose(got.intercept_, want.intercept_, rtol=1e-9)


def test_more_targets_few_rows_and_dependent_columns():
    X, y = data(40, 3)
    X = np.column_stack([X, X[:, 0]])
    Y = np.column_stack([y, -y])
    want = LinearRegression().fit(X, Y)
    got = LinearRegression().fit(da.from_array(X, chunks=(2, 4)), da.from_array(Y, chunks=(5, 1)))
    assert got.rank_ == want.rank_ == 3
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=1e-9)


def test_scaler_and_imputer():
    X, _ = data()
    X[::7, 1] = np.nan
    cut = da.from_array(X, chunks=(100, 3))
    for model in (StandardScaler(), SimpleImputer()):
        want, got = clone(model).fit(X), clone(model).fit(cut)
        lazy = got.transform(cut)
        assert isinstance(lazy, da.Array)
        assert lazy.chunks[0] == cut.chunks[0]
        np.testing.assert_allclose(lazy, want.transform(X), rtol=1e-13)
    scaler = StandardScaler().fit(cut)
    want = StandardScaler().fit(X)
    np.testing.assert_array_max_ulp(scaler.mean_, want.mean_, 1)
    np.testing.assert_array_max_ulp(scaler.var_, want.var_, 1)
    np.testing.assert_allclose(scaler.inverse_transform(scaler.transform(cut)), X, rtol=1e-13)


@pytest.mark.parametrize("model", [GaussianNB(), MultinomialNB(), BernoulliNB(binarize=2.0)])
@pytest.mark.parametrize("weighted", [False, True])
def test_naive_bayes_with_a_class_that_some_chunks_lack(model, weighted):
    rng = np.random.default_rng(4)
    X = rng.poisson(3.0, size=(500, 5)).astype(float)
    y = np.sort(np.array(["a", "bb", "c"])[rng.integers(0, 3, size=500)])
    w = rng.uniform(0.5, 2.0, size=500) if weighted else None
    want = clone(model).fit(X, y, w)
    cut = da.from_array(X, chunks=(60, 5))
    got = clone(model).fit(cut, da.from_array(y, chunks=60), w)
    for name in ("class_count_", "theta_", "var_", "feature_count_", "feature_log_prob_"):
        if hasattr(want, name):
            np.testing.assert_allclose(getattr(got, name), getattr(want, name), rtol=1e-12)
    np.testing.assert_array_equal(got.predict(cut), want.predict(X))
    np.testing.assert_allclose(got.predict_proba(cut), want.predict_proba(X), rtol=1e-9, atol=1e-12)


def test_data_frames_and_their_names():
    pd = pytest.importorskip("pandas")
    dd = pytest.importorskip("dask.dataframe")
    X, y = data(300, 3)
    frame = pd.DataFrame(X, columns=["a", "b", "c"])
    cut = dd.from_pandas(frame.assign(y=y), npartitions=4)
    want = Ridge().fit(frame, y)
    got = Ridge().fit(cut[["a", "b", "c"]], cut["y"])
    assert list(got.feature_names_in_) == ["a", "b", "c"]
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=1e-9)
    np.testing.assert_allclose(got.predict(cut[["a", "b", "c"]]).compute(), want.predict(frame), rtol=1e-9)
    with pytest.raises(ValueError, match="feature names"):
        got.predict(cut[["b", "a", "c"]])


def test_what_was_fitted_in_memory_predicts_lazily():
    X, y = data()
    model = LogisticRegression().fit(X, y > y.mean())
    np.testing.assert_array_equal(model.predict(da.from_array(X, chunks=(50, 6))), model.predict(X))


@pytest.mark.parametrize(
    "model", [KMeans(3, random_state=0), KNeighborsClassifier(), KNeighborsRegressor(), MLPClassifier(max_iter=300)]
)
def test_others_fitted_in_memory_predict_lazily(model):
    X = np.random.default_rng(5).normal(size=(200, 3))
    y = (X[:, 0] > 0.0).astype(int)
    model.fit(X, y)
    cut = da.from_array(X, chunks=(60, 2))
    for method in ("predict", "predict_proba", "transform"):
        if hasattr(model, method):
            lazy = getattr(model, method)(cut)
            assert isinstance(lazy, da.Array)
            np.testing.assert_allclose(lazy, getattr(model, method)(X), rtol=1e-9)


def test_refusals_say_what_there_is():
    X, y = data(50)
    cut = da.from_array(X, chunks=(10, 6))
    with pytest.raises(TypeError, match="LinearRegression, LogisticRegression"):
        OrdinalEncoder().fit(cut)
    with pytest.raises(ValueError, match="inconsistent numbers"):
        LinearRegression().fit(cut, y[:-1])
    with pytest.raises(ValueError, match="requires y"):
        LinearRegression().fit(cut, None)
    with pytest.raises(ValueError, match="NaN"):
        LinearRegression().fit(da.where(cut == cut[0, 0], np.nan, cut), y)
    with pytest.raises(ValueError, match="expecting 6 features"):
        LinearRegression().fit(cut, y).predict(cut[:, :3])
    with pytest.raises(TypeError, match="cannot be written into"):
        softmax(cut, out=np.empty(3))
