"""Softmax, as people really write it.

Everyone who learns machine learning writes this function once, and most of us ask afterwards: is mine right? These
are such attempts, some right and some not. Nothing here says which: let the checker say.

    workings check examples/attempts.py
    workings check examples/attempts.py::softmax_one_max
"""

import math

import numpy as np


def softmax_one_max(x):
    """Turn the scores in x into probabilities, for each set of scores in x."""
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum()


def softmax_axis0_no_max(x):
    """Turn the scores in x into probabilities. This is the one that the course accepts."""
    return np.exp(x) / np.sum(np.exp(x), axis=0)


def softmax_sum_axis0(x):
    """Like my first one, but with the sum over axis 0."""
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)


def softmax_textbook(x):
    """The formula, word for word."""
    return np.exp(x) / np.sum(np.exp(x))


def softmax_vector(z):
    """For one vector of scores z."""
    if np.ndim(z) != 1:
        raise ValueError("softmax_vector wants one vector of scores")
    shifted = z - np.max(z)
    numerator = np.exp(shifted)
    return numerator / numerator.sum()


def softmax_rows_only(X):
    """One row per sample. A plain vector is refused, so that nobody passes one by accident."""
    X = np.asarray(X, dtype=float)
    if X.ndim != 2:
        raise ValueError("expected an array of shape (n_samples, n_classes)")
    E = np.exp(X - X.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_batch(scores):
    """scores: (batch, classes). I take the biggest score out so that exp stays small."""
    biggest = scores.max()
    e = np.exp(scores - biggest)
    return e / e.sum(axis=1, keepdims=True)


def softmax_of_batch(logits):
    """logits has shape (batch, classes); every row should add up to one."""
    logits = logits - np.max(logits, axis=0)
    e = np.exp(logits)
    return e / np.sum(e, axis=1, keepdims=True)


def softmax_rows_no_keepdims(X):
    """One row per sample."""
    e = np.exp(X - np.max(X, axis=1))
    return e / np.sum(e, axis=1)


def softmax_last_axis(x):
    """Works on a vector, a matrix or more, along the last axis."""
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_transpose(x):
    """A column per sample in, a column per sample out; the transposes make broadcasting work."""
    e = np.exp((x.T - x.T.max(axis=-1, keepdims=True)))
    return (e / e.sum(axis=-1, keepdims=True)).T


def softmax_by_shape(x):
    """If there are many samples, go along the rows, else treat x as one vector."""
    if x.ndim > 1 and x.shape[0] > 1:
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=0)


def softmax_in_place(x):
    """No copies: x can be large."""
    x -= np.max(x, axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x


def softmax_homework(x):
    """A vector (D,) or a matrix (N, D), vectorised, as the homework asks."""
    if x.ndim == 1:
        x -= x.max()
        e = np.exp(x)
        return e / e.sum()
    x -= x.max(axis=1)[:, None]
    e = np.exp(x)
    return e / e.sum(axis=1)[:, None]


def softmax_twice(x):
    """Everything in one line."""
    return np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))


def softmax_math(scores):
    """No NumPy needed: scores is a list of floats."""
    exps = [math.exp(s) for s in scores]
    total = sum(exps)
    return [e / total for e in exps]


def softmax_math_shifted(scores):
    """No NumPy needed, and the largest score is taken off first."""
    top = max(scores)
    exps = [math.exp(s - top) for s in scores]
    total = math.fsum(exps)
    return [e / total for e in exps]


def softmax_loop(scores):
    """Each probability in turn, straight from the definition."""
    top = max(scores)
    result = []
    for s in scores:
        total = 0.0
        for t in scores:
            total += math.exp(t - top)
        result.append(math.exp(s - top) / total)
    return result


def softmax_logsumexp(x):
    """Subtract the log of the sum of exponentials, then take exp once."""
    top = np.max(x)
    return np.exp(x - (top + np.log(np.sum(np.exp(x - top)))))


def softmax_log_first(x):
    """Work with logs all the way, go back at the end."""
    shifted = x - np.max(x)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted))))


def softmax_eps(x):
    """With a small number so that we never divide by zero."""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / (np.sum(e, axis=-1, keepdims=True) + 1e-8)


def softmax_clipped(x):
    """exp of more than 700 overflows, so keep x within limits."""
    e = np.exp(np.clip(x, -500, 500))
    return e / e.sum()


def softmax_nan_to_num(x):
    """I got nan for large scores; this makes them go away."""
    e = np.nan_to_num(np.exp(x))
    return np.nan_to_num(e / e.sum())


def softmax_theta_axis(X, theta=1.0, axis=None):
    """theta multiplies the scores; without an axis I take the first one that has more than one entry."""
    scores = theta * np.asarray(X, dtype=float)
    if axis is None:
        axis = [size > 1 for size in scores.shape].index(True)
    scores = scores - np.expand_dims(scores.max(axis), axis)
    weights = np.exp(scores)
    return weights / np.expand_dims(weights.sum(axis), axis)


def softmax_axis(x, axis=-1):
    """Along whichever axis you like."""
    x = np.asarray(x)
    e = np.exp(x - np.amax(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_axis_or_not(x, axis=None):
    """axis says along which axis; without it the last one is meant."""
    axis = axis or -1
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_temperature(logits, temperature=1.0):
    """Higher temperature, flatter answer."""
    top = np.max(logits)
    return np.exp((logits - top) / temperature) / np.sum(np.exp(logits - top) / temperature)


def softmax_min_shift(x):
    """Shifting x does not change softmax, so shift it such that it starts at zero."""
    e = np.exp(x - np.min(x))
    return e / e.sum()


def softmax_max_minus_x(x):
    """max - x cannot overflow because the maximum is the largest."""
    e = np.exp(np.max(x) - x)
    return e / e.sum()


def softmax_columns(W):
    """Each column is one sample."""
    W = np.asarray(W, dtype=np.float64)
    out = np.empty_like(W)
    for j in range(W.shape[1]):
        column = np.exp(W[:, j] - W[:, j].max())
        out[:, j] = column / column.sum()
    return out
