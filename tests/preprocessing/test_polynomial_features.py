"""PolynomialFeatures: the products that their exponents say, in scikit-learn's order."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import PolynomialFeatures as Theirs

from workings.preprocessing import PolynomialFeatures
from workings.preprocessing._terms import count_terms

DEGREES = [0, 1, 2, 3, 5, (0, 2), (1, 1), (2, 2), (2, 4), (3, 3), (0, 0)]


def products(X, powers):
    return np.stack([np.prod(X**row, axis=1) for row in powers], axis=1)


@pytest.mark.parametrize("degree", DEGREES)
@pytest.mark.parametrize("distinct", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(("n", "p"), [(9, 4), (3, 1), (4000, 5)])
def test_same_as_scikit_learn(degree, distinct, bias, order, n, p):
    if not bias and degree in (0, (0, 0)):
        with pytest.raises(ValueError, match="empty output"):
            PolynomialFeatures(degree, include_bias=False).fit(np.eye(2))
        return
    X = np.random.default_rng(0).normal(size=(n, p))
    before = X.copy()
    options = {"interaction_only": distinct, "include_bias": bias, "order": order}
    ours, theirs = PolynomialFeatures(degree, **options), Theirs(degree, **options)
    found, expected = ours.fit_transform(X), theirs.fit_transform(X)
    np.testing.assert_array_equal(found, expected)
    assert found.flags[f"{order}_CONTIGUOUS"]
    assert ours.n_output_features_ == theirs.n_output_features_ == found.shape[1]
    if found.shape[1]:
        np.testing.assert_array_equal(ours.powers_, theirs.powers_)
        np.testing.assert_allclose(found, products(X, ours.powers_), rtol=1e-13)
        assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("degree", [*DEGREES, 4])
@pytest.mark.parametrize("distinct", [False, True])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("make", [sparse.csr_array, sparse.csc_matrix])
def test_sparse(degree, distinct, bias, make):
    if not bias and degree in (0, (0, 0)):
        return
    X = sparse.random(30, 7, density=0.4, random_state=0).toarray()
    X[4] = 0.0
    options = {"interaction_only": distinct, "include_bias": bias}
    S = make(X)
    found = PolynomialFeatures(degree, **options).fit_transform(S)
    assert found.format == S.format
    np.testing.assert_allclose(found.toarray(), PolynomialFeatures(degree, **options).fit_transform(X), rtol=1e-14)
    np.testing.assert_array_equal(S.toarray(), X)


def test_sparse_with_columns_out_of_order():
    X = sparse.csr_array((np.array([3.0, 2.0]), np.array([1, 0]), np.array([0, 2])), shape=(1, 2))
    assert PolynomialFeatures(3).fit_transform(X).toarray().tolist() == [[1, 2, 3, 4, 6, 9, 8, 12, 18, 27]]
    assert X.indices.tolist() == [1, 0]


def test_wide_sparse_columns_are_numbered_by_whole_numbers():
    p = 2**31
    X = sparse.csr_array((np.ones(2), np.array([p - 2, p - 1]), np.array([0, 2])), shape=(1, p))
    found = PolynomialFeatures(2, include_bias=False).fit_transform(X)
    total = count_terms(p, 0, 2, False, False)
    assert found.shape == (1, total)
    assert found.indices.tolist() == [p - 2, p - 1, total - 3, total - 2, total - 1]


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("n", [10, 6000])
def test_floating_types_are_kept(dtype, n):
    X = np.random.default_rng(0).normal(size=(n, 4)).astype(dtype)
    found = PolynomialFeatures(3).fit_transform(X)
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, Theirs(3).fit_transform(X))
    assert PolynomialFeatures().fit_transform([[2]]).tolist() == [[1.0, 2.0, 4.0]]


def test_strided_and_read_only_data():
    X = np.random.default_rng(0).normal(size=(8000, 6))[:, ::2]
    X.flags.writeable = False
    for order in "CF":
        np.testing.assert_array_equal(PolynomialFeatures(order=order).fit_transform(X), Theirs().fit_transform(X))


@pytest.mark.parametrize("n", [20, 20_000])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_a_number_is_refused(n, bad):
    X = np.ones((n, 4))
    fitted = PolynomialFeatures().fit(X)
    X[n // 2, 1] = bad
    for call in (PolynomialFeatures().fit, fitted.transform):
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            call(X)


@pytest.mark.parametrize("degree", [(3, 2), (-1, 2), (1, 2, 3), (0.5, 2), 1.5, -1])
def test_degrees_that_are_none(degree):
    with pytest.raises(ValueError, match="degree"):
        PolynomialFeatures(degree).fit(np.eye(3))


def test_more_columns_than_can_be_counted():
    with pytest.raises(ValueError, match="too large to be indexed"):
        PolynomialFeatures(30).fit(np.ones((2, 500)))


def test_names_come_from_the_data_frame():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1.0, 2.0], "b": [3.0, 5.0]})
    found = PolynomialFeatures().set_output(transform="pandas").fit_transform(frame)
    assert list(found.columns) == ["1", "a", "b", "a^2", "a b", "b^2"]
    assert found["a b"].tolist() == [3.0, 10.0]
