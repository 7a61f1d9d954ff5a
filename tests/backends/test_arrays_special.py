"""The softmax family on arrays of other libraries: values, types, derivatives, refusals, and no cost without them."""

from __future__ import annotations

import subprocess
import sys

import mpmath
import numpy as np
import pytest

import workings
from workings import _other_arrays

GROUPED = ("softmax", "log_softmax", "logsumexp")
ENTRIES = ("sigmoid", "softplus", "log_sigmoid")
ALL = GROUPED + ENTRIES


@pytest.fixture
def torch():
    pytest.importorskip("array_api_compat")
    return pytest.importorskip("torch")


@pytest.fixture
def jax():
    return pytest.importorskip("jax")


def hard(shape=(6, 40), seed=0):
    """Return scores as large as softmax meets them, with ties."""
    x = np.random.default_rng(seed).normal(size=shape) * 8 + 300
    x[0, :3] = x[0].max()
    return x


def exact(name, row):
    with mpmath.workdps(60):
        values = [mpmath.mpf(float(v)) for v in row]
        total = mpmath.fsum(mpmath.exp(v) for v in values)
        if name == "softmax":
            return np.array([mpmath.exp(v) / total for v in values])
        if name == "log_softmax":
            return np.array([v - mpmath.log(total) for v in values])
        return np.array([mpmath.log(total)])


def units(found, true):
    """Return the largest error in units in the last place of `found`'s type."""
    found = np.atleast_1d(found)
    return max(
        float(abs(mpmath.mpf(float(f)) - t) / mpmath.mpf(float(np.spacing(np.abs(found.dtype.type(t))))))
        for f, t in zip(found, true, strict=True)
    )


def test_importing_and_calling_with_numpy_imports_no_other_library():
    code = (
        "import sys, numpy as np, workings; workings.softmax(np.ones(3)); workings.softmax([[1.0, 2.0]]);"
        "workings.cross_entropy(np.ones((2, 3)), [0, 1]); workings.logsumexp(np.ones((50, 3)));"
        "from workings.linear_model import LinearRegression;"
        "LinearRegression().fit(np.ones((3, 1)), np.ones(3)).predict(np.ones((2, 1)));"
        "print(sorted({'torch', 'jax', 'cupy', 'dask', 'triton', 'array_api_compat', 'workings.backends'} "
        "& set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"


def test_numpy_lists_and_strangers_belong_to_no_library():
    class Shaped:
        shape = (2,)

    for x in (np.ones(2), [1.0], 1.0, None, "torch", Shaped(), np.float32(1)):
        assert _other_arrays.library_of(x) is None


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_tensors_in_memory_give_the_bits_of_numpy(torch, name, kind):
    x = hard().astype(kind)
    function = getattr(workings, name)
    found = function(torch.tensor(x))
    assert isinstance(found, torch.Tensor)
    assert found.numpy().dtype == x.dtype
    assert np.array_equal(found.numpy(), function(x))


@pytest.mark.parametrize("name", ALL)
def test_derivatives_of_torch(torch, name):
    x = torch.tensor(hard((3, 5)) - 300, requires_grad=True)
    function = getattr(workings, name)
    assert torch.autograd.gradcheck(function, (x,))
    assert torch.autograd.gradgradcheck(function, (x,))


@pytest.mark.parametrize(
    "options", [{"axis": 0}, {"axis": None}, {"axis": (0, 2)}, {"axis": 1, "temperature": 0.7}], ids=str
)
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_axes_temperatures_and_masks_of_torch(torch, name, options):
    rng = np.random.default_rng(1)
    x, where = rng.normal(size=(3, 4, 2)), rng.random((3, 4, 2)) < 0.7
    where[0, 0, 0] = True
    function = getattr(workings, name)
    tensor = torch.tensor(x, requires_grad=True)
    found = function(tensor, where=torch.tensor(where), **options)
    assert np.array_equal(found.detach().numpy(), function(x, where=where, **options), equal_nan=True)
    assert torch.autograd.gradcheck(lambda t: function(t, **options), (tensor,))


@pytest.mark.parametrize("name", GROUPED)
def test_formulas_put_back_what_the_subtraction_rounds_away(jax, name):
    x = hard().astype(np.float32)
    found = np.asarray(getattr(workings, name)(jax.numpy.asarray(x)))
    assert found.dtype == np.float32
    # XLA's own exp and sum in float32 are good to a few units each; uncorrected it is 30 and more.
    assert max(units(found[i], exact(name, x[i])) for i in range(len(x))) < 8


@pytest.mark.parametrize("name", ALL)
def test_jax_under_its_transformations(jax, name):
    x = (hard((3, 4)) - 300).astype(np.float32)
    function = getattr(workings, name)
    plain = function(jax.numpy.asarray(x))
    assert isinstance(plain, jax.Array)
    np.testing.assert_allclose(plain, function(x.astype(np.float64)), rtol=2e-6)
    np.testing.assert_allclose(jax.jit(function)(x), plain, rtol=1e-6)
    np.testing.assert_allclose(jax.vmap(function)(x), plain, rtol=1e-6)
    jax.test_util = pytest.importorskip("jax.test_util")
    jax.test_util.check_grads(function, (jax.numpy.asarray(x),), order=2, modes=["rev"], atol=0.05, rtol=0.05)


def test_special_values_of_formulas(jax):
    jnp = jax.numpy
    inf, nan = np.inf, np.nan
    for row in ([-inf, 0.0, 1.0], [-inf, -inf], [inf, 0.0], [nan, 0.0], [3e38, -3e38], [88.0, -1e4]):
        x = np.array(row, dtype=np.float32)
        for name in GROUPED:
            with np.errstate(all="ignore"):
                want = getattr(workings, name)(x)
            np.testing.assert_allclose(
                getattr(workings, name)(jnp.asarray(x)), want, rtol=1e-6, err_msg=f"{name} {row}"
            )
    x = np.array([-inf, -200, -20, 0, 20, 200, inf, nan], dtype=np.float32)
    for name in ENTRIES:
        np.testing.assert_allclose(
            getattr(workings, name)(jnp.asarray(x)), getattr(workings, name)(x), rtol=1e-6, atol=1e-44
        )


def test_other_types_of_torch(torch):
    x = torch.tensor([1.0, 2.0, 3.0])
    for kind in (torch.bfloat16, torch.float16):
        found = workings.softmax(x.to(kind))
        assert found.dtype == kind
        assert torch.equal(found, workings.softmax(x.to(kind).float()).to(kind))
    assert workings.softmax(torch.tensor([1, 2])).dtype == torch.float64
    assert workings.softmax(x, dtype=torch.float64).dtype == torch.float64
    assert float(workings.softmax(torch.tensor(3.0))) == 1.0
    assert workings.softmax(torch.zeros(0, 3)).shape == (0, 3)
    assert torch.equal(workings.logsumexp(torch.zeros(2, 0)), torch.full((2,), -torch.inf))


def test_transformations_and_compiler_of_torch(torch):
    x = torch.tensor(hard((2, 5)))
    np.testing.assert_allclose(torch.func.vmap(workings.softmax)(x), workings.softmax(x), rtol=1e-14)
    slopes = torch.func.jacrev(workings.softmax)(x[0])
    p = workings.softmax(x[0])
    np.testing.assert_allclose(slopes, torch.diag(p) - torch.outer(p, p), atol=1e-15)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = torch.compile(workings.softmax, backend="eager")(x)
    np.testing.assert_allclose(compiled, workings.softmax(x), rtol=1e-14)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_cross_entropy_is_that_of_torch(torch, reduction, smoothing):
    x = torch.tensor(hard((4, 7)) - 300, requires_grad=True)
    target = torch.tensor([1, 2, -100, 6])
    weight = torch.linspace(0.5, 2.0, 7, dtype=torch.float64)
    options = {"weight": weight, "label_smoothing": smoothing, "reduction": reduction}
    found = workings.cross_entropy(x, target, **options)
    np.testing.assert_allclose(
        found.detach(), torch.nn.functional.cross_entropy(x, target, **options).detach(), rtol=1e-13
    )
    assert torch.autograd.gradcheck(lambda t: workings.cross_entropy(t, target, **options), (x,))
    (slope,) = torch.autograd.grad(found.sum(), x)
    np.testing.assert_allclose(workings.cross_entropy_gradient(x, target, **options).detach(), slope, atol=1e-15)


def test_the_gradient_at_a_certain_class_keeps_its_digits(torch, jax):
    row = [0.0, 40.0, 1.0]
    want = workings.cross_entropy_gradient(np.array([row]), [1])[0, 1]  # -(e**-40 + e**-39), not 0
    x = torch.tensor([row], dtype=torch.float64, requires_grad=True)
    workings.cross_entropy(x, torch.tensor([1])).backward()
    assert want != 0.0
    assert float(x.grad[0, 1]) == pytest.approx(want, rel=1e-14)


def test_cross_entropy_of_probabilities_and_other_axes(torch, jax):
    rng = np.random.default_rng(2)
    x, q = rng.normal(size=(3, 4, 2)), rng.dirichlet(np.ones(4), size=(3, 2)).transpose(0, 2, 1)
    x[0, 0, 0], q[0, :, 0] = -np.inf, [0.0, 0.5, 0.5, 0.0]
    want = workings.cross_entropy(x, q, axis=1)
    tensor = torch.tensor(x, requires_grad=True)
    found = workings.cross_entropy(tensor, torch.tensor(q), axis=1)
    assert float(found.detach()) == pytest.approx(want, rel=1e-14)
    found.backward()
    np.testing.assert_allclose(tensor.grad, workings.cross_entropy_gradient(x, q, axis=1), atol=1e-15)
    assert float(workings.cross_entropy(jax.numpy.asarray(x), q, axis=1)) == pytest.approx(want, rel=1e-6)


def test_cross_entropy_of_jax_under_jit(jax):
    x = (hard((4, 7)) - 300).astype(np.float32)
    target = np.array([1, 2, 0, 6])
    loss = jax.jit(workings.cross_entropy)(x, target)
    assert float(loss) == pytest.approx(float(workings.cross_entropy(x, target)), rel=1e-6)
    slope = jax.jit(jax.grad(workings.cross_entropy))(x, target)
    np.testing.assert_allclose(slope, workings.cross_entropy_gradient(x, target), atol=1e-7)
    # An index that names no class cannot be seen by a compiled function; it gives no wrong number.
    assert np.isnan(jax.jit(workings.cross_entropy)(x, target + 1))
    shares = np.eye(7, dtype=np.float32)[target]
    assert float(jax.jit(workings.cross_entropy)(x, shares)) == pytest.approx(float(loss), rel=1e-6)
    shares[0, 3] = -1.0  # neither does a share that is no probability
    assert np.isnan(jax.jit(workings.cross_entropy)(x, shares))
    assert np.isnan(jax.jit(workings.cross_entropy_gradient)(x, shares)[0]).all()


def test_weighted_logsumexp_and_vjp(torch):
    rng = np.random.default_rng(3)
    x, b = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    found, sign = workings.logsumexp(torch.tensor(x), b=torch.tensor(b), return_sign=True)
    want, want_sign = workings.logsumexp(x, b=b, return_sign=True)
    np.testing.assert_allclose(found, want, rtol=1e-13)
    assert np.array_equal(sign, want_sign)
    np.testing.assert_allclose(
        workings.softmax_vjp(torch.tensor(x), torch.tensor(b), temperature=2.0),
        workings.softmax_vjp(x, b, temperature=2.0),
        rtol=1e-13,
    )


def test_refusals(torch, jax):
    x = torch.ones(2, 3)
    with pytest.raises(TypeError, match="takes real numbers"):
        workings.softmax(x.to(torch.complex64))
    with pytest.raises(TypeError, match="out is there for NumPy arrays only"):
        workings.softmax(x, out=np.empty((2, 3)))
    with pytest.raises(ValueError, match=r"axis must be -2\.\.1"):
        workings.softmax(x, axis=2)
    with pytest.raises(TypeError, match="a mask is bool"):
        workings.softmax(x, where=x)
    with pytest.raises(ValueError, match="cannot be broadcast"):
        workings.softmax(x, where=torch.ones(5, dtype=torch.bool))
    with pytest.raises(TypeError, match="one of jax"):
        workings.softmax(x, where=jax.numpy.ones((2, 3), dtype=bool))
    with pytest.raises(ValueError, match=r"logits lies on cpu, and target on meta\. Try target\.to\(logits\.device\)"):
        workings.cross_entropy(x, torch.ones(2, dtype=torch.int64, device="meta"))
    with pytest.raises(ValueError, match=r"target holds 3, and with 3 classes an index lies in 0\.\.2"):
        workings.cross_entropy(x, torch.tensor([0, 3]))
    with pytest.raises(ValueError, match=r"one is -1\.0\. Class indices have the shape \(2,\)"):
        workings.cross_entropy(x, torch.tensor([[0.0, 1.0, 0.0], [1.0, 1.0, -1.0]]))
    with pytest.raises(ValueError, match=r"one is -1\.0\. Class"):
        workings.cross_entropy_gradient(jax.numpy.zeros((1, 2)), np.array([[np.nan, -1.0]]))
    with pytest.raises(TypeError, match="indices of shape"):
        workings.cross_entropy(x, torch.tensor([0.0, 1.0]))
    with pytest.raises(ValueError, match="temperature must be"):
        workings.softmax(x, temperature=-1.0)
    with pytest.raises(TypeError, match="not a floating-point type"):
        workings.softmax(x, dtype=torch.int64)
