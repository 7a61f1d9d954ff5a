"""The Triton kernels: by the interpreter where there is no GPU, against long double; and that they compile for one."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

import workings

torch = pytest.importorskip("torch")
pytest.importorskip("triton")
ON_GPU = torch.cuda.is_available()

from workings.backends import triton as kernels  # noqa: E402

DEVICE = "cuda" if ON_GPU else "cpu"
LENGTHS = (1, 2, 3, 10, 33, 1000, 16384, 16385, 40000)
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, of the interpreter: inf - inf, log(0)


def scores(m, n, size, seed=0):
    return (np.random.default_rng(seed).normal(size=(m, n)) * min(size, 30) + size).astype(np.float32)


def on_device(array):
    return torch.tensor(array, device=DEVICE)


def units(found, true):
    """Return the largest error in units in the last place of float32."""
    found, true = np.asarray(found.detach().cpu(), dtype=np.float64), np.asarray(true, dtype=np.float64)
    return float(np.max(np.abs(found - true) / np.spacing(np.abs(true.astype(np.float32)))))


def true_logs(x):
    return workings.log_softmax(x.astype(np.longdouble), -1)


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("size", [3, 300, 20000])
def test_forward_is_within_two_units(n, size):
    x = scores(3 if n < 10000 else 1, n, size)
    x[0, : n // 3] = x[0, 0]
    logs = true_logs(x)
    assert units(kernels.softmax(on_device(x)), np.exp(logs)) < 2
    assert units(kernels.log_softmax(on_device(x)), logs) < 2
    target = np.random.default_rng(1).integers(0, n, len(x))
    loss = kernels.cross_entropy(on_device(x), on_device(target))
    assert units(loss, -np.take_along_axis(logs, target[:, None], 1)[:, 0]) < 2


@pytest.mark.slow
def test_a_row_of_a_million():
    x = scores(1, 1_000_000, 8)
    assert units(kernels.softmax(on_device(x)), np.exp(true_logs(x))) < 2


@pytest.mark.parametrize("n", [1, 10, 1000, 20000])
def test_backward_of_cross_entropy_is_within_two_units(n):
    x = scores(2, n, 8)
    x[0, 0] = 60.0  # a class that is nearly certain: p - 1 would lose its digits
    target = np.array([0, n - 1])
    tensor = on_device(x).requires_grad_()
    kernels.cross_entropy(tensor, on_device(target)).sum().backward()
    true = workings.cross_entropy_gradient(x.astype(np.longdouble), target, reduction="none")
    assert units(tensor.grad, true) < 2


@pytest.mark.parametrize("n", [1, 10, 1000, 20000])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_backward(n, name):
    x, g = scores(2, n, 8), np.random.default_rng(5).normal(size=(2, n)).astype(np.float32)
    tensor = on_device(x).requires_grad_()
    getattr(kernels, name)(tensor).backward(on_device(g))
    wide = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    getattr(torch, name)(wide, -1).backward(torch.tensor(g, dtype=torch.float64))
    # Entries near 0 are differences; what counts is the size of what was subtracted.
    p = torch.softmax(wide, -1).detach()
    scale = p * np.abs(g).max() if name == "softmax" else torch.tensor(np.abs(g)) + p * abs(g.sum(axis=1)).max()
    error = (tensor.grad.cpu().double() - wide.grad).abs()
    assert bool((error <= 4 * 2.0**-23 * scale + 1e-44).all())


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("n", [7, 1000, 20000])
def test_short_floats_are_rounded_once(kind, n):
    x = torch.tensor(scores(2, n, 3)).to(kind)
    for name in ("softmax", "log_softmax"):
        found = getattr(kernels, name)(x.to(DEVICE))
        assert found.dtype == kind
        exact = getattr(torch, name)(x.double(), -1)
        # Within half a unit of the short type, but for what float32 rounded before; Triton's interpreter cuts bfloat16
        # off instead of rounding it.
        allowed = 1.001 if kind is torch.bfloat16 and not ON_GPU else 0.501
        step = torch.tensor(np.spacing(exact.abs().float().numpy())).double() * 2.0 ** (
            16 if kind is torch.bfloat16 else 13
        )
        smallest = 0.0 if kind is torch.bfloat16 else 2.0**-24
        assert bool(((found.cpu().double() - exact).abs() <= allowed * step + smallest).all())


def test_special_values():
    inf, nan = np.inf, np.nan
    rows = np.array([[-inf, 0, 1], [-inf, -inf, -inf], [inf, 0, 1], [nan, 0, 1], [3e38, -3e38, 0], [0, -90, -200]])
    x = rows.astype(np.float32)
    with np.errstate(all="ignore"):
        for name in ("softmax", "log_softmax"):
            found = getattr(kernels, name)(on_device(x)).cpu().numpy()
            np.testing.assert_allclose(found, getattr(workings, name)(x), rtol=3e-7, atol=3e-45)
        long = np.full((1, 20000), -1.0, dtype=np.float32)
        for place, value in ((19999, nan), (3, inf)):
            row = long.copy()
            row[0, place] = value
            assert np.isnan(kernels.softmax(on_device(row)).cpu().numpy()).all()
        row = long.copy()
        row[0, :16384] = -inf  # a whole part without a share
        np.testing.assert_allclose(kernels.softmax(on_device(row)).cpu().numpy(), workings.softmax(row), rtol=3e-7)


def test_shapes_and_rows_that_do_not_count():
    x = on_device(scores(6, 5, 3)).reshape(2, 3, 5)
    assert kernels.softmax(x).shape == (2, 3, 5)
    assert torch.equal(kernels.softmax(x)[1, 2], kernels.softmax(x[1, 2]))
    assert kernels.softmax(x[:0]).shape == (0, 3, 5)
    turned = x.transpose(0, 1)
    assert torch.equal(kernels.softmax(turned), kernels.softmax(x).transpose(0, 1))
    rows = x.reshape(6, 5).requires_grad_()
    loss = kernels.cross_entropy(rows, torch.tensor([0, -1, 2, 3, 4, -100], device=DEVICE))
    loss.sum().backward()
    assert loss[1] == 0
    assert loss[5] == 0
    assert not rows.grad[1].any()
    assert rows.grad[0].any()


@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_tensors_on_a_gpu_come_here_from_the_public_functions(monkeypatch, axis):
    pytest.importorskip("array_api_compat")
    from workings.backends.arrays import _host

    monkeypatch.setattr(_host, "takes", lambda _x: False)
    if not ON_GPU:
        monkeypatch.setattr(_host, "of_gpu", lambda _x: kernels)
    x = scores(4, 6, 3).reshape(2, 3, 4)
    tensor = on_device(x).requires_grad_()
    for name in ("softmax", "log_softmax"):
        found = getattr(workings, name)(tensor, axis, temperature=2.0)
        assert units(found, getattr(workings, name)(x.astype(np.float64), axis, temperature=2.0)) < 2
    (slope,) = torch.autograd.grad(workings.cross_entropy(tensor, on_device(np.ones((2, 3), int)), 2), tensor)
    want = workings.cross_entropy_gradient(x.astype(np.float64), np.ones((2, 3), int), 2)
    np.testing.assert_allclose(slope.cpu(), want, atol=1e-7)


COMPILE = """
import sys
from pathlib import Path
import triton
from triton.backends.compiler import GPUTarget
from workings.backends.triton import _kernels

pointers = {"x": "*fp32", "y": "*fp32", "dx": "*fp32", "upstream": "*fp32", "loss": "*fp32", "target": "*i64",
            "tops": "*fp32", "sums": "*fp64", "m": "i32", "n": "i32"}
for name in ("part_states", "softmax_forward", "cross_entropy_forward", "cross_entropy_backward", "part_sums",
             "softmax_backward"):
    kernel = getattr(_kernels, name)
    for parts in (1, 3):
        given = {"ROWS": 2 if parts == 1 and "part" not in name else 1, "PARTS": parts, "PARTS_TILE": 4, "TILE": 64,
                 "LOG": True, "EXCLUDE": True}
        constants = {k: v for k, v in given.items() if k in kernel.arg_names}
        signature = {k: "constexpr" if k in constants else pointers[k] for k in kernel.arg_names}
        source = triton.compiler.ASTSource(kernel, signature, constants)
        made = triton.compile(source, target=GPUTarget("cuda", 90, 32), options={"enable_fp_fusion": False})
        assert "ptx" in made.asm
        assert len(made.asm["cubin"]) > 1000
        words = [word for line in made.asm["ptx"].splitlines() for word in line.split()]
        # Sums and products of subnormal numbers are not flushed to 0.
        assert not [w for w in words if w.startswith(("add.", "sub.", "mul.", "fma.")) and ".ftz" in w], name
print("compiled")
"""


@pytest.mark.slow
def test_the_kernels_compile_for_a_gpu_without_one(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"} | {"TRITON_CACHE_DIR": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", COMPILE], capture_output=True, text=True, timeout=300, env=environment, check=False
    )
    assert told.stdout.strip() == "compiled", told.stderr[-3000:]
