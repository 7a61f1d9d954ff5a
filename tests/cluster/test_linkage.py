"""Trees of merges: the same as SciPy's to rounding, in every way of linking, from vectors and from distances."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import ClusterWarning, fcluster, is_monotonic, is_valid_linkage
from scipy.cluster.hierarchy import linkage as by_scipy
from scipy.spatial.distance import pdist, squareform

from workings.cluster import linkage
from workings.cluster._merges import SMALL
from workings.kernels.linkage_methods import MAY_FALL, METHODS

# Below SMALL NumPy links, above it kernels; 700 has a last tile that is not full.
SIZES = [(2, 1), (3, 2), (50, 3), (SMALL, 5), (SMALL + 1, 5), (700, 7), (513, 1)]


def agree(found, expected, rounding=1e-12):
    np.testing.assert_array_equal(found[:, [0, 1, 3]], expected[:, [0, 1, 3]])
    np.testing.assert_allclose(found[:, 2], expected[:, 2], rtol=rounding, atol=0.0)


def clouds(n, p, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, p)) + 4.0 * rng.integers(0, 3, size=(n, 1))


@pytest.mark.parametrize("method", METHODS)
class TestAgainstSciPy:
    @pytest.mark.parametrize(("n", "p"), SIZES)
    def test_vectors(self, method, n, p):
        X = clouds(n, p)
        agree(linkage(X, method), by_scipy(X, method))

    @pytest.mark.parametrize(("n", "p"), SIZES)
    def test_distances_of_pairs(self, method, n, p):
        pairs = pdist(clouds(n, p))
        agree(linkage(pairs, method), by_scipy(pairs, method))

    @pytest.mark.parametrize("n", [40, 400])
    def test_any_numbers_as_distances(self, method, n):
        """They need not keep the triangle inequality, nor be Euclidean: squares may turn out negative."""
        pairs = np.random.default_rng(1).uniform(1.0, 2.0, n * (n - 1) // 2)
        if method in ("ward", "centroid", "median"):
            pairs = pdist(np.random.default_rng(1).normal(size=(n, n)))  # nearly all equally far apart
        agree(linkage(pairs, method), by_scipy(pairs, method), 1e-11)

    def test_far_from_zero(self, method):
        """The differences of the samples are taken first, so their common mean costs nothing."""
        X = np.round(clouds(350, 3), 4)
        expected = by_scipy(X, method)
        np.testing.assert_allclose(linkage(X + 2.0**20, method)[:, 2], expected[:, 2], rtol=1e-7)

    @pytest.mark.parametrize("unit", [1e-200, 1e200])
    @pytest.mark.parametrize("n", [30, 350])
    def test_units_that_squares_cannot_hold(self, method, unit, n):
        X = clouds(n, 3)
        agree(linkage(X * unit, method) / [1, 1, unit, 1], by_scipy(X, method))

    @pytest.mark.parametrize("n", [60, SMALL + 60])
    @pytest.mark.parametrize("distances", [False, True])
    def test_ties_leave_a_valid_tree(self, method, n, distances):
        """Integers: whole crowds of equal distances. Of single linkage the heights are the same in any order."""
        X = np.random.default_rng(n).integers(0, 4, size=(n, 3)).astype(float)
        found = linkage(pdist(X) if distances else X, method)
        assert is_valid_linkage(found)
        assert found[-1, 3] == n
        assert is_monotonic(found) or METHODS[method] in MAY_FALL
        duplicates = n - len(np.unique(X, axis=0))
        assert np.count_nonzero(found[:, 2] == 0.0) == duplicates
        if method == "single":
            np.testing.assert_array_equal(found[:, 2], by_scipy(X, "single")[:, 2])

    def test_all_samples_equal(self, method):
        for n in (5, SMALL + 100):
            found = linkage(np.full((n, 2), 0.1), method)
            assert is_valid_linkage(found)
            assert not found[:, 2].any()

    def test_float32_integers_and_lists_are_read_as_float64(self, method):
        X = np.round(clouds(20, 2), 2)
        agree(linkage(X.astype(np.float32), method), by_scipy(X.astype(np.float32).astype(float), method))
        whole = np.random.default_rng(3).permutation(400).reshape(20, 20)
        agree(linkage(whole.tolist(), method), by_scipy(whole.astype(float), method))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=25), st.sampled_from(["complete", "average", "ward", "single"]))
def test_every_merge_has_the_height_that_its_method_says(values, method):
    """Recomputed from the members of both clusters, whichever of equally close pairs was merged."""
    X = np.array(values, dtype=float)[:, None]
    n = len(X)
    members = {i: [i] for i in range(n)}
    for k, (a, b, height, size) in enumerate(linkage(X, method)):
        one, other = X[members[int(a)]], X[members[int(b)]]
        D = np.abs(one - other.T)
        na, nb = len(one), len(other)
        exact = {
            "complete": D.max(),
            "average": D.mean(),
            "single": D.min(),
            "ward": np.sqrt(2 * na * nb / (na + nb)) * abs(one.mean() - other.mean()),
        }[method]
        assert height == pytest.approx(exact, abs=1e-6 if method == "ward" else 1e-12)
        members[n + k] = members.pop(int(a)) + members.pop(int(b))
        assert len(members[n + k]) == size


def test_a_crowd_around_one_centre_does_not_make_the_rounds_cubic():
    """Everybody's nearest is one cluster, so rounds of mutual neighbours are left for chains."""
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(900, 30))
    X = directions / np.linalg.norm(directions, axis=1)[:, None] * np.linspace(1.0, 9.0, 900)[:, None]
    X[0] = 0.0
    for method in ("ward", "average"):
        agree(linkage(X, method), by_scipy(X, method), 1e-11)


def test_chains_alone_make_the_same_tree(monkeypatch):
    from workings.cluster import _merges_ward

    monkeypatch.setattr(_merges_ward, "_PATIENCE", 0.5)
    monkeypatch.setattr(_merges_ward, "_FEW", 8)
    X = clouds(700, 6)
    agree(linkage(X, "ward"), by_scipy(X, "ward"))


@pytest.mark.parametrize("method", ["ward", "centroid"])
def test_data_too_close_for_the_screen(method):
    """One sample far away leaves float32 no digits for the others, whose distances are then all measured in float64."""
    X = clouds(900, 6)
    X[7] = 1e12
    agree(linkage(X, method), by_scipy(X, method), 1e-11)


def test_the_number_of_threads_changes_no_bit():
    from workings.kernels._threads import set_num_threads

    X = clouds(900, 4)
    found = [linkage(X, method) for method in METHODS]
    set_num_threads(1)
    try:
        for one, method in zip(found, METHODS, strict=True):
            np.testing.assert_array_equal(linkage(X, method), one)
    finally:
        set_num_threads(None)


def test_other_metrics():
    X = clouds(80, 3)
    agree(linkage(X, "average", "cityblock"), by_scipy(X, "average", "cityblock"))
    agree(linkage(X, "single", "chebyshev"), by_scipy(X, "single", "chebyshev"))
    agree(linkage(X, "complete", lambda a, b: abs(a - b).max()), by_scipy(X, "complete", "chebyshev"))


def test_optimal_ordering():
    X = clouds(40, 2)
    np.testing.assert_array_equal(
        linkage(X, "average", optimal_ordering=True)[:, :2], by_scipy(X, "average", optimal_ordering=True)[:, :2]
    )


def test_flat_clusters_by_scipy():
    X = clouds(400, 2)
    labels = [fcluster(link(X, "ward"), 3, "maxclust") for link in (linkage, by_scipy)]
    np.testing.assert_array_equal(*labels)


def test_the_data_are_left_alone():
    for n in (20, 400):
        X = clouds(n, 3)
        pairs = pdist(X)
        before = X.copy(), pairs.copy()
        for method in METHODS:
            linkage(X, method)
            linkage(pairs, method)
        np.testing.assert_array_equal(X, before[0])
        np.testing.assert_array_equal(pairs, before[1])


@pytest.mark.parametrize(
    ("y", "options", "words"),
    [
        ([[0.0], [1.0]], {"method": "Ward"}, "the methods are 'single'"),
        ([1.0, 2.0], {}, "no number of samples has so many pairs"),
        ([], {}, "no number of samples"),
        ([[1.0, 2.0]], {}, "two samples"),
        (np.zeros((2, 2, 2)), {}, "3 axes"),
        ([[0.0], [np.nan]], {}, "must be finite, and 1 entries"),
        ([np.inf], {}, "must be finite"),
        ([-1.0], {}, "negative distance, -1.0"),
        ([[0.0], [1.0]], {"method": "ward", "metric": "cityblock"}, "Try method='average'"),
        ([[0.0, 0.0], [1.0, 0.0]], {"metric": "cosine"}, "metric='cosine' must be finite"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_refusals(y, options, words):
    with pytest.raises(ValueError, match=words):
        linkage(y, **options)


def test_words_are_no_numbers():
    with pytest.raises(TypeError, match="not numbers"):
        linkage([["a"], ["b"]])


def test_a_square_matrix_of_distances_is_warned_of():
    with pytest.warns(ClusterWarning, match="squareform"):
        linkage(squareform([1.0, 2.0, 2.5]))


def test_small_inputs_load_no_numba():
    code = (
        "import sys, numpy as np; from workings.cluster import AgglomerativeClustering, linkage;"
        "X = np.random.default_rng(0).normal(size=(300, 4)); linkage(X, 'ward'); AgglomerativeClustering(3).fit(X);"
        "assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
