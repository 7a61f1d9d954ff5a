import pickle
import warnings

import numpy as np
import pytest
from scipy.linalg import LinAlgWarning
from scipy.sparse import csr_array, csr_matrix
from sklearn.linear_model import LinearRegression as Theirs
from tests.exact_least_squares import digits, exact_coefficients
from tests.linear_model.least_squares_data import assert_same, problem
from tests.nist_linear import NOISE, references

from workings.linear_model import LinearRegression
from workings.linear_model._least_squares import by_normal_equations, by_orthogonal_factors
from workings.linear_model._moments import moments, rows_of

NIST = references()
# Right digits of the worst coefficient; what the data lose by being rounded to float64 bounds Filip and Wampler2.
DIGITS = {"Longley": 14, "Norris": 13.5, "Pontius": 13, "Filip": 7.5, "NoInt1": 14, "NoInt2": 14.5}
DIGITS |= {"Wampler1": 12, "Wampler2": 12.5, "Wampler3": 12, "Wampler4": 10.5, "Wampler5": 8.5}


def everything(model):
    return np.append(model.intercept_, model.coef_) if model.fit_intercept else model.coef_


def exact(X, y, **how):
    found = exact_coefficients(X, y, **how)
    return np.append(found[-1], found[:-1]) if how.get("intercept", True) else found


@pytest.mark.filterwarnings("ignore::scipy.linalg.LinAlgWarning")
class TestNist:
    @pytest.mark.parametrize("reference", NIST, ids=lambda one: one.name)
    def test_data_are_typed_right(self, reference):
        """The exact solution for the decimals is the certified one, to the digits that were certified."""
        found = exact(reference.X, reference.y, intercept=reference.intercept)
        assert digits(found, reference.certified) > 14.2

    def test_noise_of_wampler_is_orthogonal_to_polynomials(self):
        assert [sum(e * x**k for x, e in enumerate(NOISE)) for k in range(6)] == [0] * 6

    @pytest.mark.parametrize("reference", NIST, ids=lambda one: one.name)
    def test_digits_of_the_certified_values(self, reference):
        X, y = reference.arrays()
        ours = LinearRegression(fit_intercept=reference.intercept).fit(X, y)
        reached = digits(everything(ours), reference.certified)
        assert reached >= DIGITS[reference.name]
        for tol in (1e-6, 0.0):  # scikit-learn's default, and its best
            theirs = Theirs(fit_intercept=reference.intercept, tol=tol).fit(X, y)
            assert reached >= digits(everything(theirs), reference.certified) - 0.3

    @pytest.mark.parametrize("reference", NIST, ids=lambda one: one.name)
    def test_many_copies_take_the_way_of_many_rows(self, reference):
        """The solution for many copies of the rows is the same, and large data may take the normal equations."""
        X, y = reference.arrays()
        copies = 1 + 30_000 // X.size
        ours = LinearRegression(fit_intercept=reference.intercept).fit(np.tile(X, (copies, 1)), np.tile(y, copies))
        assert digits(everything(ours), reference.certified) >= min(DIGITS[reference.name] - 1.5, 9.0)


@pytest.mark.filterwarnings("ignore::scipy.linalg.LinAlgWarning")
class TestIllConditioned:
    @pytest.mark.parametrize(("size", "right"), [(4, 14), (6, 13), (8, 9), (10, 6)])
    @pytest.mark.parametrize("intercept", [True, False])
    def test_hilbert(self, size, right, intercept):
        X = 1.0 / (np.arange(size + 3)[:, None] + np.arange(size) + 1.0)
        y = np.random.default_rng(0).normal(size=size + 3)
        model = LinearRegression(fit_intercept=intercept).fit(X, y)
        assert model.rank_ == size
        assert digits(everything(model), exact(X, y, intercept=intercept)) >= right

    @pytest.mark.parametrize("offset", [1e4, 1e8, 1e12])
    def test_offsets(self, offset):
        X, y = problem(40)
        X = X + offset
        model = LinearRegression().fit(X, y - offset)
        assert digits(model.coef_, exact(X, y - offset)[1:]) >= 13

    def test_units(self):
        X, y = problem(40, 5)
        X = X * 10.0 ** np.array([-12, -6, 0, 6, 12])
        model = LinearRegression().fit(X, y)
        assert digits(everything(model), exact(X, y)) >= 13

    def test_numbers_whose_squares_overflow_or_vanish(self):
        X, y = problem(40, 4)
        X = X * 10.0 ** np.array([-200, -160, 160, 200])
        assert digits(everything(LinearRegression().fit(X, y)), exact(X, y)) >= 13

    @pytest.mark.parametrize(("gap", "right"), [(1e-4, 13), (1e-8, 10), (1e-10, 8)])
    def test_near_collinearity(self, gap, right):
        X, y = problem(40, 4)
        X[:, 3] = X[:, 0] + gap * X[:, 3]
        assert digits(everything(LinearRegression().fit(X, y)), exact(X, y)) >= right

    @pytest.mark.parametrize("gap", [1e-1, 1e-3, 1e-5, 1e-7])
    @pytest.mark.parametrize("offset", [0.0, 1e6])
    def test_many_rows(self, gap, offset):
        """Beyond a condition the quick way is corrected or left; small integers make the exact solution known."""
        rng = np.random.default_rng(0)
        X = np.round(rng.normal(size=(20_000, 4)) * 64) / 64
        X[:, 3] = X[:, 0] + np.round(rng.normal(size=20_000) * 64) / 64 * 2.0 ** np.floor(np.log2(gap))
        X += offset
        coef = np.array([1.0, -2.0, 0.5, 4.0])
        model = LinearRegression().fit(X, X @ coef)
        np.testing.assert_allclose(model.coef_, coef, rtol=1e-10 if offset == 0 else 1e-4 if gap < 1e-4 else 1e-8)

    def test_is_told(self):
        X, y = problem(40, 3)
        X[:, 2] = X[:, 0] + 1e-8 * X[:, 2]
        with pytest.warns(LinAlgWarning, match="nearly depend"):
            LinearRegression().fit(X, y)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            LinearRegression(tol=1e-12).fit(X, y)


class TestWays:
    @pytest.mark.parametrize("fit_intercept", [True, False])
    @pytest.mark.parametrize("weighted", [True, False])
    @pytest.mark.parametrize("condition", [1.0, 1e3, 1e5])
    def test_both_agree(self, fit_intercept, weighted, condition):
        X, y = problem(3000, 8)
        X[:, 1] = X[:, 0] + X[:, 1] / condition
        weights = np.random.default_rng(1).uniform(size=3000) if weighted else None
        found = moments(rows_of(X, y[:, None], weights, fit_intercept), fit_intercept)
        quick, orthogonal = by_normal_equations(found), by_orthogonal_factors(found.rows)
        assert quick is not None
        error = np.abs(quick.coef - orthogonal.coef).max() / np.abs(orthogonal.coef).max()
        assert error < 1e-11
        assert quick.rank == orthogonal.rank == 8

    def test_quick_way_is_refused_where_it_would_lose_digits(self):
        X, y = problem(3000, 4)
        X[:, 1] = X[:, 0] + 1e-7 * X[:, 1]
        assert by_normal_equations(moments(rows_of(X, y[:, None], None, True), True)) is None

    @pytest.mark.parametrize("value", [0.0, 0.1, 1e8 / 3.0])
    @pytest.mark.parametrize("n", [50, 20_000])
    def test_constant_column_gets_zero(self, value, n):
        X, y = problem(n, 4)
        X[:, 2] = value
        model = LinearRegression().fit(X, y)
        assert model.rank_ == 3
        assert abs(model.coef_[2]) < 1e-12
        assert_same(model, Theirs().fit(X, y))

    def test_same_bits_every_time(self):
        X, y = problem(50_000, 10)
        first, second = LinearRegression().fit(X, y), LinearRegression().fit(X, y)
        np.testing.assert_array_equal(first.coef_, second.coef_)


class TestSameAsScikitLearn:
    @pytest.mark.parametrize("n", [30, 6000])
    @pytest.mark.parametrize("targets", [None, 1, 3])
    @pytest.mark.parametrize("fit_intercept", [True, False])
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_shapes_and_numbers(self, n, targets, fit_intercept, dtype):
        X, y = problem(n, targets=targets)
        X, y = X.astype(dtype), y.astype(dtype)
        weights = np.random.default_rng(3).uniform(size=n).astype(dtype)
        rtol = 1e-9 if dtype is np.float64 else 1e-4
        for sample_weight in (None, weights):
            ours = LinearRegression(fit_intercept=fit_intercept).fit(X, y, sample_weight)
            theirs = Theirs(fit_intercept=fit_intercept).fit(X, y, sample_weight)
            assert_same(ours, theirs, rtol)
            assert ours.rank_ == theirs.rank_
            np.testing.assert_allclose(ours.singular_, theirs.singular_, rtol=rtol)
            np.testing.assert_allclose(ours.predict(X), theirs.predict(X), rtol=10 * rtol, atol=10 * rtol)

    @pytest.mark.parametrize("shape", [(300, 6), (9000, 6), (5, 20), (20, 20), (1, 4)])
    @pytest.mark.parametrize("fit_intercept", [True, False])
    def test_shortest_solution_of_dependent_columns(self, shape, fit_intercept):
        X, y = problem(*shape)
        X[:, 3] = X[:, 0] - 2.0 * X[:, 1]
        ours, theirs = LinearRegression(fit_intercept=fit_intercept), Theirs(fit_intercept=fit_intercept)
        assert_same(ours.fit(X, y), theirs.fit(X, y), 1e-8)
        assert ours.rank_ == theirs.rank_

    def test_dummies_with_an_intercept(self):
        """The trap of one column for each category: many solutions, of which the shortest is taken."""
        groups = np.random.default_rng(0).integers(0, 4, size=8000)
        X, y = np.eye(4)[groups], groups + 1.0
        assert_same(LinearRegression().fit(X, y), Theirs().fit(X, y))

    @pytest.mark.parametrize("targets", [None, 2])
    @pytest.mark.parametrize("n", [60, 9000])
    def test_positive(self, targets, n):
        X, y = problem(n, targets=targets)
        ours = LinearRegression(positive=True).fit(X, y)
        assert (ours.coef_ >= 0.0).all()
        assert (ours.coef_ == 0.0).any()
        assert_same(ours, Theirs(positive=True).fit(X, y), 1e-8)

    @pytest.mark.parametrize("kind", [csr_array, csr_matrix])
    @pytest.mark.parametrize("weighted", [True, False])
    def test_sparse(self, kind, weighted):
        X, y = problem()
        X[X < 0.5] = 0.0
        weights = np.random.default_rng(3).uniform(size=len(X)) if weighted else None
        ours = LinearRegression(tol=1e-12).fit(kind(X), y, weights)
        np.testing.assert_allclose(ours.coef_, LinearRegression().fit(X, y, weights).coef_, rtol=1e-8)
        assert not hasattr(ours, "rank_")
        assert not hasattr(ours, "singular_")

    def test_weights_are_repetitions(self):
        X, y = problem(9000)
        times = np.random.default_rng(5).integers(0, 4, size=len(X))
        weighted = LinearRegression().fit(X, y, times)
        assert_same(weighted, LinearRegression().fit(np.repeat(X, times, axis=0), np.repeat(y, times)), 1e-11)

    @pytest.mark.parametrize("order", ["C", "F"])
    def test_layout_and_slices(self, order):
        X, y = problem(9000, 8)
        wide = np.array(X, order=order)[::2, ::-1]
        assert_same(LinearRegression().fit(wide, y[::2]), Theirs().fit(wide, y[::2]))


class TestRefusals:
    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    @pytest.mark.parametrize("n", [30, 9000])
    @pytest.mark.parametrize("fit_intercept", [True, False])
    def test_not_finite(self, bad, n, fit_intercept):
        X, y = problem(n)
        X[n // 2 + 1, 2] = bad
        with pytest.raises(ValueError, match="NaN" if np.isnan(bad) else "infinity"):
            LinearRegression(fit_intercept=fit_intercept).fit(X, y)

    def test_not_finite_in_a_row_without_weight(self):
        X, y = problem(9000)
        X[7, 2] = np.nan
        weights = np.ones(9000)
        weights[7] = 0.0
        with pytest.raises(ValueError, match="NaN"):
            LinearRegression().fit(X, y, weights)

    def test_weights(self):
        X, y = problem(30)
        with pytest.raises(ValueError, match="weights"):
            LinearRegression().fit(X, y, np.zeros(30))
        with pytest.raises(ValueError, match="Negative"):
            LinearRegression().fit(X, y, -np.ones(30))

    def test_positive_sparse(self):
        X, y = problem(30)
        with pytest.raises(TypeError, match="dense data is required"):
            LinearRegression(positive=True).fit(csr_array(X), y)


def test_singular_values_survive_pickle_and_refits():
    X, y = problem(9000)
    model = LinearRegression().fit(X, y)
    copy = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(copy.singular_, model.singular_)
    model.fit(2.0 * X, y)
    np.testing.assert_allclose(model.singular_, 2.0 * copy.singular_, rtol=1e-12)


@pytest.mark.parametrize("kind", ["LinearRegression", "Ridge", "Lasso", "ElasticNet"])
def test_one_row_in_coordinates_is_answered_by_one_number_in_an_array(kind):
    import scipy.sparse as sp

    import workings.linear_model

    X = sp.coo_array((1, 1))
    model = getattr(workings.linear_model, kind)().fit(X, np.array([2.0]))
    np.testing.assert_array_equal(model.predict(X), [2.0])
