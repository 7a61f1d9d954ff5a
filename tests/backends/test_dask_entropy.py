"""Cross-entropy on dask arrays: the same as in memory, with classes cut into chunks."""

import numpy as np
import pytest

from workings import cross_entropy, cross_entropy_gradient

da = pytest.importorskip("dask.array")
dask = pytest.importorskip("dask")
BOTH = (cross_entropy, cross_entropy_gradient)


pytestmark = pytest.mark.usefixtures("plain_scheduler")


def scores():
    rng = np.random.default_rng(0)
    x = 20.0 * rng.normal(size=(7, 5, 6))
    return x, rng


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(
    "options", [{}, {"label_smoothing": 0.2}, {"weight": True}, {"weight": True, "ignore_index": 2}]
)
def test_indices_and_probabilities(axis, reduction, options):
    x, rng = scores()
    x[0, 0, 0] = -np.inf
    options = options | {"reduction": reduction}
    if "weight" in options:
        options["weight"] = rng.uniform(0.0, 2.0, size=x.shape[axis])
    classes = rng.integers(1, x.shape[axis], size=np.delete(x.shape, axis))
    q = rng.dirichlet(np.ones(x.shape[axis]), size=tuple(np.delete(x.shape, axis)))
    q = np.moveaxis(q * (rng.random(q.shape) > 0.3), -1, axis)
    cut = da.from_array(x, chunks=(4, 3, 4))
    for target in (classes, q):
        for f in BOTH:
            lazy, want = f(cut, da.from_array(target, chunks=4), axis, **options), f(x, target, axis, **options)
            assert isinstance(lazy, da.Array)
            assert lazy.dtype == np.float64
            assert lazy.shape == np.shape(want)
            np.testing.assert_allclose(lazy, want, rtol=1e-12, atol=1e-300)


def test_one_row_blocks_unknown_lengths_and_other_types():
    x, rng = scores()
    x = x[:, 0].astype(np.float32)
    t = rng.integers(0, 6, size=7).astype(np.uint8)
    for f in BOTH:
        lazy = f(da.from_array(x, chunks=1), t)
        assert lazy.dtype == np.float32
        np.testing.assert_allclose(lazy, f(x, t), rtol=1e-6)
        np.testing.assert_allclose(f(da.from_array(x, chunks=1), t, dtype=float), f(x, t, dtype=float), rtol=1e-12)
    cut, labels = da.from_array(x, chunks=(2, 3)), da.from_array(t, chunks=2)
    some = x[:, 0] > -10.0
    few = da.from_array(some, chunks=2)
    for f in BOTH:
        np.testing.assert_allclose(f(cut.rechunk((2, 6))[few], labels[few]), f(x[some], t[some]), rtol=1e-6)


def test_digits_of_a_probability_near_one_stay():
    x = np.array([[0.0, 50.0, -3.0]])
    lazy = cross_entropy_gradient(da.from_array(x, chunks=(1, 1)), [1])
    np.testing.assert_allclose(lazy, cross_entropy_gradient(x, [1]), rtol=1e-13)
    assert lazy.compute()[0, 1] != 0.0


def test_no_class_axis_is_gathered_into_one_chunk():
    x = da.ones((4, 64), chunks=(2, 4))
    largest = []
    with dask.callbacks.Callback(posttask=lambda key, result, *_: largest.append(getattr(result, "size", 0))):
        cross_entropy(x, np.array([0, 5, 63, 7])).compute()
    assert 0 < max(largest) <= 2 * 4 * 4  # a few chunks at once where sums merge; a row is 64 long


def test_refusals():
    x, _ = scores()
    cut = da.from_array(x[:, 0], chunks=2)
    with pytest.raises(ValueError, match="none of 'mean'"):
        cross_entropy(cut, np.zeros(7, int), reduction="max")
    with pytest.raises(ValueError, match="between 0 and 1"):
        cross_entropy(cut, np.zeros(7, int), label_smoothing=2.0)
    with pytest.raises(ValueError, match="groups of shape"):
        cross_entropy(cut, np.zeros(6, int))
    with pytest.raises(TypeError, match="integers"):
        cross_entropy(cut, np.zeros(7))
    with pytest.raises(ValueError, match="one weight for each class"):
        cross_entropy(cut, np.zeros(7, int), weight=[1.0])
    with pytest.raises(ValueError, match="holds 6"):
        cross_entropy(cut, np.full(7, 6)).compute()
    with pytest.raises(ValueError, match="probabilities"):
        cross_entropy(cut, -(x[:, 0] ** 2)).compute()
    wrong = np.zeros((7, x.shape[2]))
    wrong[0, :2] = np.nan, -1.0
    for scores_of in (cut, x[:, 0]):
        with pytest.raises(ValueError, match=r"one is -1\.0"):
            np.asarray(cross_entropy(scores_of, wrong))
