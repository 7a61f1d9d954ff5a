"""Derivatives against complex steps, central differences and mpmath; higher derivatives; dtypes; forms of arguments."""

import threading

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings import autodiff as ad

X = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]])
P = np.abs(X) + 0.25
V = np.array([0.75, -0.5, 1.25])


def complex_step(f, x):
    """f must be written with NumPy's functions: exact to rounding, as nothing is subtracted."""
    out = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[place] += 1e-40j
        out[place] = np.imag(f(moved)) / 1e-40
    return out


ANALYTIC = {
    "arithmetic": lambda x: (x * 2.0 - V / x + x * V).sum(),
    "powers": lambda x: (x**3 - x**-2 + 1.5**x + x**0 + x**1).sum(),
    "a power of itself": lambda x: ((x * x) ** (x / 2.0)).sum(),
    "exp, log, sqrt": lambda x: (np.exp(x) * np.log(x * x + 1.0) / np.sqrt(x * x + 2.0)).sum(),
    "expm1, log1p": lambda x: (np.expm1(x) + np.log1p(x * x)).sum(),
    "sin, cos, tanh": lambda x: (np.sin(x) * np.cos(2.0 * x) + np.tanh(x)).sum(),
    "matmul": lambda x: ((x @ V) ** 2).sum() + (x.T @ x @ x.T).sum(),
    "vectors": lambda x: (x[0] @ x[1]) * (V @ x[0]),
    "stacked matrices": lambda x: ((np.ones((4, 5, 2)) @ x) ** 2).sum(),
    "broadcasting": lambda x: (x.reshape(2, 3, 1) * x.reshape(1, 2, 3)[:, :1, :] + V).sum(),
    "sums": lambda x: x.sum(axis=(0, 1), keepdims=True)[0, 0] * x.sum(axis=0) @ V,
    "means": lambda x: (x.mean(axis=0) * x.mean() * x.mean(axis=0, keepdims=True)[0] ** 2).sum(),
    "indices": lambda x: (x[[0, 1, 0, 0], [2, 2, 1, 2]] * x[1, 0] + x[:, ::-2].sum() * x[..., None, 1].sum()).sum(),
    "masks": lambda x: (x[X > 0] ** 2).sum() * x[-1, -1],
    "joined": lambda x: (np.concatenate([x, x * x], axis=1) @ np.stack([V, V])[[0] * 6]).sum(),
    "stacked": lambda x: (np.stack([x[0], V, x[1] ** 2], axis=-1) * np.arange(3.0)).sum(),
    "shapes": lambda x: (np.swapaxes(x, 0, 1).reshape(2, 3) * np.squeeze(np.expand_dims(x, 1)) * x.ravel()[2]).sum(),
    "broadcast_to": lambda x: (np.broadcast_to(x[0], (4, 3)) * np.arange(12.0).reshape(4, 3) * x[1]).sum(),
}  # fmt: skip


@pytest.mark.parametrize("name", ANALYTIC)
def test_against_complex_steps(name):
    f = ANALYTIC[name]
    value, found = ad.value_and_grad(f)(X)
    np.testing.assert_allclose(value, f(X), rtol=1e-15)
    true = complex_step(f, X)
    np.testing.assert_allclose(found, true, rtol=1e-12, atol=1e-13 * np.abs(true).max())


@pytest.mark.parametrize("name", ANALYTIC)
def test_second_derivatives_against_complex_steps_of_the_first(name):
    f = ANALYTIC[name]
    weights = np.cos(np.arange(6.0)).reshape(2, 3)
    found = ad.grad(lambda x: (ad.grad(f)(x) * weights).sum())(X)
    true, _ = ad.numerical_gradient(lambda x: float((complex_step(f, x) * weights).sum()), X, return_error=True)
    np.testing.assert_allclose(found, true, rtol=1e-8, atol=1e-8 * np.abs(true).max())


CORNERS = {
    "abs": lambda x: (np.abs(x) * V).sum(),
    "extremes": lambda x: (np.maximum(x, V) * np.minimum(x, 0.3)).sum() + x.max() * x.min(axis=1).sum(),
    "relu": lambda x: (ad.relu(x) ** 2 * V).sum(),
    "where, clip": lambda x: ad.where(X > 0.6, x * x, 3.0 * x).sum() + (ad.clip(x, -1.0, 1.0) * V).sum(),
    "softmax": lambda x: (ad.softmax(x * 3.0) * V).sum() + (ad.softmax(x, 0) * V).sum(),
    "log_softmax": lambda x: (ad.log_softmax(x) * V).sum() + (ad.log_softmax(x, None) * V).sum(),
    "logsumexp": lambda x: (ad.logsumexp(x, 0) * V + ad.logsumexp(x, (0, 1)) * ad.logsumexp(x, keepdims=True)).sum(),
    "sigmoids": lambda x: (ad.sigmoid(x) * ad.softplus(V * x) + ad.log_sigmoid(x)).sum(),
    "cross entropy": lambda x: ad.cross_entropy(x, [2, 0]) + ad.cross_entropy(x.T, [1, -100, 0], reduction="sum"),
    "cross entropy, each": lambda x: ad.cross_entropy(x, [1, 0, 0], axis=0, weight=[1.0, 3.0], reduction="none") @ V,
    "cross entropy, probabilities": lambda x: ad.cross_entropy(x, P, label_smoothing=0.2),
}  # fmt: skip


@pytest.mark.parametrize("name", CORNERS)
def test_against_central_differences(name):
    found = ad.check_gradient(CORNERS[name], X, tolerance=1e-8)
    assert found, str(found)
    assert not found.unsure


@pytest.mark.parametrize("name", CORNERS)
def test_second_derivatives_against_central_differences(name):
    f = ad.grad(CORNERS[name])
    found = ad.check_gradient(lambda x: (f(x) * np.cos(np.arange(6.0)).reshape(2, 3)).sum(), X, tolerance=1e-7)
    assert found, str(found)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_random_programs(data):
    """Straight-line programs of eight random operations, by complex steps."""
    binary = (lambda a, b: a * b, lambda a, b: a + 2.0 * b, lambda a, b: a - b, lambda a, b: a / (2.0 + np.cos(b)))
    unary = (np.sin, np.tanh, lambda a: np.exp(np.sin(a)), lambda a: np.sqrt(a * a + 1.0), lambda a: a[::-1])
    steps = data.draw(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=8)
    )
    x = np.array(data.draw(st.lists(st.integers(-8, 8), min_size=3, max_size=3))) / 4.0

    def f(x):
        made = [x, V[0] * x, x.sum() * V]
        for k, i, j in steps:
            a, b = made[i % len(made)], made[j % len(made)]
            made.append(unary[k - 4](a) if k >= 4 else binary[k](a, b))
        return (made[-1] * np.array([1.0, 0.5, -2.0])).sum()

    true = complex_step(f, x)
    np.testing.assert_allclose(ad.grad(f)(x), true, rtol=1e-10, atol=1e-12 * (1.0 + np.abs(true).max()))


@settings(max_examples=60, deadline=None)
@given(st.floats(-300.0, 300.0))
def test_slopes_keep_their_digits_in_the_tails(x):
    """1 - tanh(x)**2 and s (1 - s) written as such are 0 from x = 20 and 37 on."""
    with mpmath.workdps(320):
        at = mpmath.mpf(x)
        slopes = {
            ad.tanh: 1 / mpmath.cosh(at) ** 2,
            ad.sigmoid: 1 / (2 + mpmath.exp(at) + mpmath.exp(-at)),
            ad.softplus: 1 / (1 + mpmath.exp(-at)),
            ad.log_sigmoid: 1 / (1 + mpmath.exp(at)),
        }
        for function, true in slopes.items():
            assert abs(float((ad.grad(function)(x) - true) / true)) < 2e-15 if true > 1e-290 else True


def test_derivatives_of_every_order():
    def power(x):
        return x**5

    f = power
    for true in (5 * 2.0**4, 20 * 2.0**3, 60 * 2.0**2, 120 * 2.0, 120.0, 0.0):
        f = ad.grad(f)
        assert float(f(2.0)) == true


def test_an_outer_derivative_goes_through_an_inner_one():
    # d/dw of d/dx (w x**2) at x = 3 is 6; closed over, given, and neither.
    assert float(ad.grad(lambda w: ad.grad(lambda x: w * x**2)(3.0))(5.0)) == 6.0
    assert float(ad.grad(lambda w: ad.grad(lambda x, w: w * x**2)(3.0, w))(5.0)) == 6.0
    assert float(ad.grad(lambda w: w + ad.grad(lambda x: x**2)(3.0))(5.0)) == 1.0
    # Derivatives by the same number at two levels are not confused: d/dx (x * d/dy (x + y)) is 1.
    assert float(ad.grad(lambda x: x * ad.grad(lambda y: x + y)(1.0))(1.0)) == 1.0


def test_hessian_and_jacobian():
    A = np.array([[2.0, 1.0], [1.0, 3.0]])
    found = ad.jacobian(ad.grad(lambda x: 0.5 * (x @ A @ x) + x.sum()))(np.array([0.5, -1.0]))
    np.testing.assert_array_equal(found, A)
    np.testing.assert_array_equal(ad.jacobian(lambda x: A @ x)(np.array([1.0, 2.0])), A)
    assert ad.jacobian(lambda x: X)(np.array([1.0, 2.0])).shape == (2, 3, 2)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept(dtype):
    x = X.astype(dtype)
    for f in [*ANALYTIC.values(), *CORNERS.values()]:
        assert ad.grad(f)(x).dtype == dtype
    single, double = ad.grad(lambda a, b: (a * b).sum(), (0, 1))(X.astype(np.float32), X)
    assert (single.dtype, double.dtype) == (np.float32, np.float64)


def test_forms_of_arguments():
    Net = __import__("collections").namedtuple("Net", "w b")
    f = lambda net, more: (net.w * more["x"][0]).sum() + net.b * more["x"][1]  # noqa: E731
    net, more = ad.grad(f, (0, 1))(Net(V, 2.0), {"x": [V, 3.0]})
    np.testing.assert_array_equal(net.w, V)
    assert isinstance(net, Net)
    assert (net.b, more["x"][1]) == (3.0, 2.0)
    assert ad.grad(lambda a, b: a * b, -1)(2.0, 5.0) == 2.0
    np.testing.assert_array_equal(ad.grad(lambda x: 3.0)(V), [0, 0, 0])
    a, b = ad.grad(lambda a, b: (a + b).sum(), (0, 1))(V, V)
    a += 1
    np.testing.assert_array_equal(b, [1, 1, 1])


def test_ties_share_and_corners_are_flat():
    np.testing.assert_array_equal(ad.grad(lambda x: x.max())(np.array([2.0, 1.0, 2.0])), [0.5, 0, 0.5])
    np.testing.assert_array_equal(ad.grad(lambda x: np.maximum(x, 1.0).sum())(np.array([1.0, 2.0])), [0.5, 1])
    assert ad.grad(ad.relu)(0.0) == 0.0 == ad.grad(np.abs)(0.0)
    assert ad.grad(lambda x: x**0 + 0 * x**1)(0.0) == 0.0
    np.testing.assert_array_equal(ad.grad(lambda x: (x ** np.array([0.0, 1.0, 2.0])).sum())(np.zeros(3)), [0, 1, 0])


def test_dot_is_numpys():
    for a, b in ((V, V), (X, V), (X, X.T), (2.0, V), (V, 2.0)):
        assert np.shape(ad.jacobian(lambda a, b=b: np.dot(a, b))(np.asarray(a))) == np.shape(np.dot(a, b)) + np.shape(a)
    found = ad.grad(lambda x: (np.concatenate([x, V], axis=None) * np.arange(9.0)).sum())(X)
    np.testing.assert_array_equal(found, np.arange(6.0).reshape(2, 3))


def test_constants_may_change_afterwards():
    c = np.array([1.0, 2.0, 3.0])

    def f(x):
        y = x * c
        c[:] = -7.0
        return y.sum()

    np.testing.assert_array_equal(ad.grad(f)(V), [1, 2, 3])


def test_long_tapes_and_many_threads():
    def f(x):
        for _ in range(20_000):
            x = x * 1.0001
        return x

    np.testing.assert_allclose(ad.grad(f)(1.0), 1.0001**20_000, rtol=1e-10)
    found = {}
    run = lambda k: found.setdefault(k, [ad.grad(lambda x: (x**k).sum())(V) for _ in range(30)])  # noqa: E731
    threads = [threading.Thread(target=run, args=(k,)) for k in range(2, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for k, several in found.items():
        for one in several:
            np.testing.assert_allclose(one, k * V ** (k - 1), rtol=1e-14)
