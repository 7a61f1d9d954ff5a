"""Small inputs need no compiler: what is imported, and when."""

import subprocess
import sys

import numpy as np
import pytest

import workings

CALLS = {
    "softmax": "workings.softmax(np.array([1.0, 2.0, 3.0]))",
    "softmax of a list": "workings.softmax([1, 2, 3])",
    "softmax down columns": "workings.softmax(np.ones((4, 5)), axis=0, temperature=2.0)",
    "log_softmax": "workings.log_softmax([1.0, -50.0])",
    "logsumexp": "workings.logsumexp(np.log([0.5, 0.5]))",
    "sigmoid": "workings.sigmoid(3.0)",
    "softplus": "workings.softplus([3.0, 4.0])",
    "cross_entropy": "workings.cross_entropy([[1.0, 2.0]], [1])",
    "gradient": "workings.cross_entropy_gradient([[1.0, 2.0]], [1])",
    "vjp": "workings.softmax_vjp([0.5, 0.5], [1.0, 0.0])",
}


def modules_after(code):
    script = f"import sys\nimport workings\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_heavy():
    heavy = {"numpy", "numba", "scipy", "sklearn", "matplotlib", "hypothesis", "rich", "llvmlite"}
    assert not heavy & modules_after("")


def test_small_calls_import_no_compiler():
    code = "import numpy as np\n" + "\n".join(CALLS.values())
    loaded = modules_after(code)
    assert "numpy" in loaded
    assert not {"numba", "llvmlite", "scipy", "sklearn", "matplotlib"} & loaded
    assert not {name for name in loaded if name.startswith("workings.kernels")}


@pytest.mark.parametrize("n", [1, 2, 31, 32, 33, 63, 64, 65, 66, 128])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp", "sigmoid", "softplus", "log_sigmoid"])
def test_both_computations_agree_at_the_border(name, n):
    x = np.random.default_rng(n).normal(size=n) * 3
    function = getattr(workings, name)
    alone = function(x)
    among_many = function(np.stack([x] * 70))[13]
    np.testing.assert_allclose(alone, among_many, rtol=6e-16)


def test_few_values_get_the_same_bits_whether_or_not_the_kernels_are_loaded():
    from workings.special import _engine, _small

    assert _engine._small.compiled is not None
    rng = np.random.default_rng(5)
    for n in [1, 2, 3, 3, 3, 5, 8, 17, 32] * 300:
        x = rng.normal(scale=10.0 ** rng.uniform(-9, 2), size=n) + rng.choice([0.0, 5.0, -200.0])
        if rng.random() < 0.2:
            x[rng.integers(n)] = x[0]
        y = np.empty(n)
        moderate = bool(np.abs(x).max() <= _small.BOUND)
        assert _small.compiled(x, y) == moderate
        if moderate:
            assert y.tolist() == _small.softmax(x.tolist())


@pytest.mark.parametrize("entry", [np.nan, np.inf, -np.inf, 1e300, -345.0])
def test_few_values_out_of_bounds_take_the_plain_path(entry):
    from workings.special import _engine, _small

    x = np.array([1.0, entry, 2.0])
    assert not _engine._small.compiled(x, np.empty(3))
    np.testing.assert_array_equal(workings.softmax(x), np.array(_small.softmax(x.tolist())))


def test_few_values_in_any_memory():
    x = np.arange(12.0)
    expected = workings.softmax(np.array([0.0, 4.0, 8.0]))
    np.testing.assert_array_equal(workings.softmax(x[::4]), expected)
    frozen = x[::4].copy()
    frozen.flags.writeable = False
    np.testing.assert_array_equal(workings.softmax(frozen), expected)
