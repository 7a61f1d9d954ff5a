"""What has no derivative is refused, and the message says what to do."""

import copy
import math
import pickle

import numpy as np
import pytest
from scipy.sparse import csr_array

from workings import autodiff as ad
from workings import softmax

V = np.array([0.75, -0.5, 1.25])


def assign(x):
    x[0] = 1.0


def add_to(x):
    x += 1.0
    return x.sum()


def into_array(x):
    total = np.zeros(3)
    total += x
    return total.sum()


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize(
    ("f", "x", "said"),
    [
        (lambda x: x * x, 3, "whole numbers"),
        (lambda x: x.sum(), np.array([1, 2]), r"astype\(float\)"),
        (lambda x: x.sum(), np.array([True]), "truth values"),
        (lambda x: x.sum(), np.array([1j]), "complex128"),
        (lambda x: x.sum(), np.array(["a"]), "float32 and float64"),
        (lambda x: x * x, V, r"shape \(3,\)"),
        (lambda x: (x, x), V, "one number"),
        (lambda x: None, V, "NoneType"),
        (assign, V, "in place"),
        (add_to, V, "x = x \\+ y"),
        (into_array, V, "x = x \\+ y"),
        (lambda x: math.exp(x[0]), V, "math.exp"),
        (lambda x: int(x[0]), V, "plain number"),
        (lambda x: np.asarray(x).sum(), V, "np.asarray"),
        (lambda x: np.array([x[0], x[1]]).sum(), V, "stack"),
        (lambda x: softmax(x).sum(), V, "workings.autodiff"),
        (lambda x: np.sinc(x).sum(), V, "np.sinc"),
        (lambda x: np.arctan(x).sum(), V, "Did you mean np.tanh|not known"),
        (np.linalg.norm, V, "norm: its"),
        (lambda x: (x @ csr_array(np.eye(3))).sum(), V, "toarray"),
        (lambda x: (x * 1j).sum(), V, "complex128"),
        (lambda x: x.sum(), np.matrix([[1.0, 2.0]]), "matrix"),
        (lambda x: (np.matrix([[1.0, 2.0]]) * x).sum(), np.eye(2), "matrix"),
        (lambda x: x.sum(), np.ma.array([1.0, 2.0], mask=[False, True]), "filled"),
        (lambda x: np.dot(x, np.ones((2, 3, 4))).sum(), V, "a @ b"),
        (lambda x: ad.numerical_gradient(lambda z: z * x, 1.0), 2.0, "cannot be differentiated"),
        (np.add.reduce, V, "np.add.reduce"),
        (lambda x: np.sum(x, dtype=np.float64), V, "dtype"),
        (lambda x: x.astype(int).sum(), V, "whole numbers"),
        (lambda x: V[x.astype(np.float32)].sum(), V, "x.value"),
        (lambda x: x[x].sum(), V, "index cannot"),
        (lambda x: ad.where(x, x, x).sum(), V, "truth values"),
        (lambda x: ad.cross_entropy(V, x), V, "target"),
        (lambda x: copy.deepcopy(x).sum(), V, "copied"),
        (pickle.dumps, V, "copied"),
        (lambda x: setattr(x, "value", 3.0), V, "compute a new one"),
    ],
)
def test_type_errors(f, x, said):
    with pytest.raises((TypeError, IndexError), match=said):
        ad.grad(f)(x)


def test_other_errors():
    with pytest.raises(TypeError, match="named twice"):
        ad.grad(lambda a, b: a * b, (0, -2))(1.0, 2.0)
    with pytest.raises(TypeError, match="no argument 2"):
        ad.grad(lambda a, b: a * b, argnums=2)(1.0, 2.0)
    with pytest.raises(AttributeError, match="cumsum"):
        ad.grad(lambda x: x.cumsum().sum())(V)
    with pytest.raises(ValueError, match="single number"):
        ad.grad(lambda x: x @ V)(1.0)
    with pytest.raises(TypeError, match="one array"):
        ad.jacobian(lambda x: x[0])([1.0, 2.0])
    with pytest.raises(ValueError, match="shape"):
        ad.check_gradient(lambda x: x.sum(), V, gradient=lambda x: 1.0)
    with pytest.raises(ValueError, match="no entries"):
        ad.check_gradient(lambda x: x.sum(), V[:0])
    with pytest.raises(TypeError, match="one number"):
        ad.numerical_gradient(lambda x: x, V)
    with pytest.raises(TypeError, match="Sum it"):
        ad.gradients(ad.Variable(V) * 2.0, [])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_nan_is_named_where_it_begins():
    with pytest.raises(ValueError, match=r"argument 0 holds nan, at \[1\]"):
        ad.grad(lambda x: x.sum())(np.array([1.0, np.nan]))
    with pytest.raises(FloatingPointError, match=r"began in log.*at \[1\]"):
        ad.grad(lambda x: (np.log(x) * 2.0).sum())(V)
    with pytest.raises(FloatingPointError, match="began in sqrt"):
        ad.grad(lambda x: (np.sqrt(x) ** 2).sum())(np.array([0.0, 1.0]))
    # The well-known trap, and its remedy.
    x = np.array([0.0, 2.0])
    with pytest.raises(FloatingPointError, match=r"began in multiply.*where\(x > 0, x, 1\)"):
        ad.grad(lambda x: ad.where(x > 0, x * np.log(x), 0.0).sum())(x)
    found = ad.grad(lambda x: ad.where(x > 0, x * np.log(ad.where(x > 0, x, 1.0)), 0.0).sum())(x)
    np.testing.assert_allclose(found, [0.0, 1.0 + np.log(2.0)])


def test_single_numbers_may_be_added_up():
    def f(x):
        total = 0.0
        for one in x:
            total += one * one
        return total

    np.testing.assert_array_equal(ad.grad(f)(V), 2 * V)
