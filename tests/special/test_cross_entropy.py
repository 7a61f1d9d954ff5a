"""Cross-entropy and its gradient against a reference written out in mpmath, with PyTorch's semantics."""

import mpmath
import numpy as np
import pytest

from workings import cross_entropy, cross_entropy_gradient, log_softmax


def reference(logits, target, weight=None, smoothing=0.0, ignore=-100, reduction="mean"):
    """Return the loss of (groups, classes) logits; target: one index for each group, or probabilities."""
    groups, classes = np.shape(logits)
    w = [1.0] * classes if weight is None else list(weight)
    by_index = np.ndim(target) == 1
    losses, norm = [], mpmath.mpf(0)
    with mpmath.workprec(200):
        for i in range(groups):
            if by_index and target[i] == ignore:
                losses.append(mpmath.mpf(0))
                continue
            row = [mpmath.mpf(float(v)) for v in logits[i]]
            log_total = mpmath.log(mpmath.fsum(mpmath.exp(v) for v in row))
            q = [float(c == target[i]) for c in range(classes)] if by_index else [float(v) for v in target[i]]
            q = [mpmath.mpf(v) * (1 - mpmath.mpf(smoothing)) + mpmath.mpf(smoothing) / classes for v in q]
            losses.append(mpmath.fsum(q[c] * w[c] * (log_total - row[c]) for c in range(classes)))
            norm += w[target[i]] if by_index else 1
        if reduction == "none":
            return np.array([float(v) for v in losses])
        total = mpmath.fsum(losses)
        if reduction == "sum":
            return float(total)
        return float(total / norm) if norm else np.nan


def problem(groups, classes, kind, seed=0):
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(groups, classes)) * 4
    if kind == "index":
        return logits, rng.integers(0, classes, groups)
    q = rng.random((groups, classes))
    return logits, q / q.sum(axis=1, keepdims=True)


OPTIONS = [
    {},
    {"weight": True},
    {"label_smoothing": 0.1},
    {"label_smoothing": 1.0},
    {"weight": True, "label_smoothing": 0.3},
    {"ignore_index": 1},
    {"ignore_index": 0, "weight": True, "label_smoothing": 0.2},
]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("kind", ["index", "probabilities"])
@pytest.mark.parametrize(("groups", "classes"), [(4, 3), (30, 60), (1, 2), (7, 1)])
def test_agrees_with_the_definition(groups, classes, kind, options, reduction):
    logits, target = problem(groups, classes, kind)
    options = dict(options)
    if options.pop("weight", False):
        options["weight"] = np.random.default_rng(1).random(classes) + 0.1
    if classes == 1 and "ignore_index" in options:
        options["ignore_index"] = 5
    expected = reference(
        logits,
        target.tolist() if kind == "index" else target,
        options.get("weight"),
        options.get("label_smoothing", 0.0),
        options.get("ignore_index", -100),
        reduction,
    )
    result = cross_entropy(logits, target, reduction=reduction, **options)
    np.testing.assert_allclose(result, expected, rtol=1e-14, atol=1e-50)
    along_first = cross_entropy(logits.T, target.T, axis=0, reduction=reduction, **options)
    np.testing.assert_allclose(along_first, expected, rtol=1e-14, atol=1e-50)
    narrow = cross_entropy(logits.astype(np.float32), target, reduction=reduction, **options)
    assert narrow.dtype == np.float32
    np.testing.assert_allclose(narrow, expected, rtol=2e-6, atol=1e-7)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("kind", ["index", "probabilities"])
def test_gradient_is_the_slope(kind, options, reduction):
    logits, target = problem(5, 4, kind, seed=3)
    options = dict(options)
    if options.pop("weight", False):
        options["weight"] = np.array([0.5, 2.0, 1.0, 0.1])
    slope, step = np.zeros_like(logits), 1e-5
    for place in np.ndindex(logits.shape):
        for sign in (1, -1):
            moved = logits.copy()
            moved[place] += sign * step
            loss = cross_entropy(moved, target, reduction=reduction, **options)
            slope[place] += sign * np.sum(loss) / (2 * step)
    gradient = cross_entropy_gradient(logits, target, reduction=reduction, **options)
    np.testing.assert_allclose(gradient, slope, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(gradient.sum(axis=-1), 0.0, atol=1e-15)
    flipped = cross_entropy_gradient(logits.T, target.T, axis=0, reduction=reduction, **options)
    np.testing.assert_array_equal(flipped, gradient.T)


@pytest.mark.parametrize("classes", [2, 100])
def test_keeps_digits_where_the_textbook_has_none(classes):
    logits = np.full(classes, -40.0)
    logits[0] = 0.0
    loss = cross_entropy(logits, 0)
    assert loss == pytest.approx(float((classes - 1) * mpmath.exp(-40)), rel=1e-15)
    gradient = cross_entropy_gradient(logits, 0)
    assert gradient[0] == pytest.approx(-float((classes - 1) * mpmath.exp(-40)), rel=1e-15)
    assert cross_entropy([0.0, 1000.0], 0) == 1000.0
    assert cross_entropy([0.0, -np.inf], [1.0, 0.0]) == 0.0
    assert cross_entropy([0.0, -np.inf], 1) == np.inf


def test_more_axes():
    rng = np.random.default_rng(5)
    logits, target = rng.normal(size=(2, 5, 3, 4)), rng.integers(0, 5, (2, 3, 4))
    none = cross_entropy(logits, target, axis=1, reduction="none")
    picked = -np.take_along_axis(log_softmax(logits, axis=1), target[:, None], axis=1)[:, 0]
    np.testing.assert_allclose(none, picked, rtol=1e-15)
    assert cross_entropy(logits, target, axis=1) == pytest.approx(picked.mean(), rel=1e-14)
    assert cross_entropy_gradient(logits, target, axis=1).shape == logits.shape


def test_nothing_counts():
    assert np.isnan(cross_entropy([[1.0, 2.0]], [-100]))
    assert cross_entropy([[1.0, 2.0]], [-100], reduction="sum") == 0.0
    np.testing.assert_array_equal(cross_entropy([[1.0, 2.0]], [-100], reduction="none"), [0.0])
    np.testing.assert_array_equal(cross_entropy_gradient([[1.0, 2.0]], [-100], reduction="sum"), [[0.0, 0.0]])
    assert np.isnan(cross_entropy(np.empty((0, 3)), np.empty(0, dtype=int)))


def test_ignored_groups_may_hold_anything():
    logits = np.array([[1.0, 2.0], [np.nan, np.inf]])
    assert cross_entropy(logits, [0, -100]) == cross_entropy(logits[:1], [0])
    gradient = cross_entropy_gradient(logits, [0, -100])
    np.testing.assert_array_equal(gradient[1], 0.0)


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_gradient])
def test_refused(function):
    x = np.zeros((4, 3))
    for target, error, words in (
        ([0, 1, 2, 3], ValueError, "0..2"),
        ([0, 1, -1, 2], ValueError, "0..2"),
        ([0.0, 1.0, 2.0, 0.0], TypeError, "astype"),
        ([0, 1], ValueError, "shape"),
        (np.zeros((3, 4)), TypeError, "shape"),
        ([[0, 1, 2]], ValueError, "shape"),
    ):
        with pytest.raises(error, match=words):
            function(x, target)
    good = [0, 1, 2, 0]
    with pytest.raises(ValueError, match="Did you mean 'mean'"):
        function(x, good, reduction="avg")
    with pytest.raises(ValueError, match="label_smoothing"):
        function(x, good, label_smoothing=1.5)
    with pytest.raises(ValueError, match="weight"):
        function(x, good, weight=[1.0, 2.0])
    with pytest.raises(ValueError, match="axis"):
        function(x, good, axis=2)
    with pytest.raises(ValueError, match="single number"):
        function(1.0, 0)
    with pytest.raises(TypeError, match="complex"):
        function(x + 1j, good)


def test_inputs_are_not_changed():
    logits, target = problem(30, 10, "probabilities")
    weight = np.ones(10)
    kept = logits.copy(), target.copy(), weight.copy()
    cross_entropy(logits, target, weight=weight, label_smoothing=0.1)
    cross_entropy_gradient(logits, target, weight=weight, label_smoothing=0.1)
    for array, copy in zip((logits, target, weight), kept, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_indices_of_the_logits_shape_are_not_taken_for_probabilities():
    with pytest.raises(ValueError, match="entries are probabilities, and one is -3"):
        cross_entropy([0.5, -0.1], [-3, 1])
