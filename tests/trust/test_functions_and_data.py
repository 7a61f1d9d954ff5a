"""Whatever a public function is given: the right answer or a documented refusal, and the data stay as they were."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
import scipy.special as peer
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import pdist

import workings
from tests.trust.fuzzing import fuzzed
from tests.trust.hostile_data import features, targets
from tests.trust.test_estimators_and_data import REFUSALS, frozen, samples
from workings.cluster import kmeans_plusplus, linkage
from workings.linear_model import enet_path, lasso_path

# Beyond this the peers' own roundings, not ours, would be judged.
ORDINARY = 1e6
TRUTHS: dict[str, Callable[..., Any]] = {
    "softmax": lambda x, axis: peer.softmax(x, axis=axis),
    "log_softmax": lambda x, axis: peer.log_softmax(x, axis=axis),
    "logsumexp": lambda x, axis: peer.logsumexp(x, axis=axis),
    "sigmoid": peer.expit,
    "log_sigmoid": peer.log_expit,
    "softplus": lambda x: np.logaddexp(0.0, x),
}
METHODS = ("single", "complete", "average", "weighted", "centroid", "median", "ward")
pytestmark = pytest.mark.filterwarnings("ignore")
sampled = fuzzed(least=40)


def asked(function: Callable[[], Any], *data: Any) -> Any:
    """Return the function's answer, or None where it refuses in words; the data must stay as they were."""
    before, words = [frozen(one) for one in data], "none are needed"
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            answer = function()
    except REFUSALS as refusal:
        answer, words = None, str(refusal)
    assert words.strip(), "it refuses without a word"
    assert [frozen(one) for one in data] == before, "it changed its data"
    return answer


def plain(x: Any) -> np.ndarray | None:
    """Return x as float64 if it is an array, or like one, of ordinary finite numbers."""
    if sp.issparse(x) or np.ma.isMaskedArray(x):
        return None
    try:
        seen = np.asarray(x, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    usual = seen.size and np.isfinite(seen).all() and np.abs(seen).max() < ORDINARY
    return seen if usual and np.asarray(x).dtype.kind in "fiub" else None


@pytest.mark.parametrize("name", TRUTHS)
@sampled
@given(data=st.data())
def test_the_softmax_family(name: str, data: st.DataObject) -> None:
    x, _ = data.draw(features())
    options = {"axis": data.draw(st.sampled_from((-1, 0, 1, -2, None, 5)))} if "max" in name or "sumexp" in name else {}
    answer = asked(lambda: getattr(workings, name)(x, **options), x)
    seen = plain(x)
    if answer is None or seen is None:
        return
    with np.errstate(all="ignore"):
        truth = TRUTHS[name](seen, **options)
    got = np.asarray(answer)
    assert got.shape == np.shape(truth)
    digits = {"float16": 3e-3, "float32": 3e-5}.get(got.dtype.name, 1e-9)
    np.testing.assert_allclose(got.astype(float), truth, rtol=digits, atol=digits * 1e-3 if digits < 1e-6 else digits)


@pytest.mark.parametrize("name", ["cross_entropy", "cross_entropy_gradient", "softmax_vjp"])
@sampled
@given(data=st.data())
def test_losses_and_gradients(name: str, data: st.DataObject) -> None:
    x, _ = data.draw(features())
    if name == "softmax_vjp":
        other = data.draw(st.one_of(st.just(x), features().map(lambda pair: pair[0])))
    else:
        other = data.draw(targets(samples(x)))
    answer = asked(lambda: getattr(workings, name)(x, other), x, other)
    seen, also = plain(x), plain(other)
    if answer is None or seen is None or also is None:
        return
    got = np.asarray(answer, dtype=float)
    assert not np.isnan(got).any()
    if name == "cross_entropy":
        assert (got >= 0.0).all()
    elif name == "cross_entropy_gradient" and also.shape != seen.shape:
        assert got.shape == seen.shape
        np.testing.assert_allclose(got.sum(axis=-1), 0.0, atol=1e-3)


@pytest.mark.parametrize("method", METHODS)
@sampled
@given(data=st.data())
def test_linkage(method: str, data: st.DataObject) -> None:
    X, seen = data.draw(features())
    Z = asked(lambda: linkage(X, method), X)
    if Z is None or seen is None or np.abs(seen).max() >= ORDINARY or sp.issparse(X):
        return
    assert Z.shape == (len(seen) - 1, 4)
    assert np.isfinite(Z).all()
    np.testing.assert_array_equal(Z[:, 3].max(initial=0) if len(Z) else len(seen), len(seen))
    if len(seen) > 1 and len(np.unique(seen, axis=0)) == len(seen) and seen.dtype == np.float64:
        distances = pdist(seen)
        if len(np.unique(np.round(distances, 9))) == len(distances) and distances.max() < 1e3:  # no ties
            np.testing.assert_allclose(Z[:, 2], hierarchy.linkage(seen, method)[:, 2], rtol=1e-5, atol=1e-8)


@sampled
@given(data=st.data())
def test_seeds_of_k_means(data: st.DataObject) -> None:
    X, seen = data.draw(features())
    k = data.draw(st.sampled_from((1, 2, 3, 8, 0, -1)))
    answer = asked(lambda: kmeans_plusplus(X, k, random_state=0), X)
    if answer is None:
        return
    centers, chosen = answer
    assert seen is not None, f"it took {X!r}"
    assert 1 <= k <= len(seen)
    np.testing.assert_array_equal(centers, seen.astype(centers.dtype)[chosen])


@pytest.mark.parametrize("path", [lasso_path, enet_path], ids=lambda path: path.__name__)
@sampled
@given(data=st.data())
def test_paths_of_coefficients(path: Callable[..., Any], data: st.DataObject) -> None:
    X, seen = data.draw(features())
    y = data.draw(targets(samples(X)))
    answer = asked(lambda: path(X, y, n_alphas=5), X, y)
    target = plain(y)
    if answer is None or seen is None or np.abs(seen).max() >= ORDINARY or target is None:
        return
    alphas, coefs = answer[:2]
    assert coefs.shape[-2:] == (seen.shape[1], 5)
    assert np.isfinite(coefs).all()
    assert (np.diff(alphas) <= 0.0).all()
