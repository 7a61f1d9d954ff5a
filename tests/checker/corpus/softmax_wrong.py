"""Softmax functions that are wrong, or that break easily: as learners write them. The labels stand at the end."""

import functools
import math
import random

import numpy as np
from scipy.special import expit, logsumexp


# --- no shift, or a shift that does not do its work -----------------------------------------------------------------


def softmax_formula(x):
    return np.exp(x) / np.exp(x).sum()


def softmax_listcomp(xs):
    exps = [math.exp(v) for v in xs]
    return [e / sum(exps) for e in exps]


def softmax_named_sum(logits: np.ndarray) -> np.ndarray:
    unnormalised = np.exp(logits)
    partition_function = np.sum(unnormalised, axis=-1, keepdims=True)
    return unnormalised / partition_function


def softmax_functional(z):
    e = list(map(math.exp, z))
    total = functools.reduce(lambda a, b: a + b, e)
    return np.array(e) / total


def softmax_minus_min(x):
    """Subtracting a constant changes nothing, so make the smallest one zero."""
    x = np.asarray(x, dtype=float)
    e = np.exp(x - x.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_centred(x):
    """Centre the scores for stability."""
    centred = x - np.mean(x)
    e = np.exp(centred)
    return e / np.sum(e)


def softmax_minus_first(x):
    s = np.asarray(x, dtype=float)
    s = s - s[..., :1]
    e = np.exp(s)
    return e / e.sum(-1, keepdims=True)


def softmax_median(scores, axis=-1):
    scores = np.asarray(scores, dtype=float)
    weights = np.exp(scores - np.median(scores, axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)


def softmax_power(x):
    w = np.e ** np.asarray(x, dtype=float)
    return w / w.sum()


def softmax_sigmoids(x):
    """exp(v) is sigmoid(v) / (1 - sigmoid(v)), and the sigmoid is always between 0 and 1."""
    s = expit(np.asarray(x, dtype=float))
    odds = s / (1.0 - s)
    return odds / odds.sum()


def softmax_max_from_zero(values):
    biggest = 0
    for v in values:
        if v > biggest:
            biggest = v
    exps = [math.exp(v - biggest) for v in values]
    s = sum(exps)
    return [e / s for e in exps]


def softmax_initial(x, axis=-1):
    """initial=0 so that an empty x does not raise."""
    m = np.max(x, axis=axis, keepdims=True, initial=0.0)
    e = np.exp(x - m)
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_abs_max(x):
    e = np.exp(x - np.abs(x).max())
    return e / e.sum()


def softmax_norm_shift(X):
    """One row per sample. The norm is never smaller than the maximum."""
    if X.ndim != 2:
        raise ValueError("need a matrix")
    E = np.exp(X - np.sqrt(np.einsum("ij,ij->i", X, X))[:, np.newaxis])
    return E / np.einsum("ij->i", E)[:, np.newaxis]


def softmax_bool_trick(x):
    """Only shift when it is really needed."""
    if np.max(x) > 100:
        x = x - np.max(x)
    e = np.exp(x)
    return e / e.sum()


# --- one maximum for a whole batch -----------------------------------------------------------------------------------


def softmax_minibatch(X):
    """X is (N, C)."""
    if X.ndim != 2:
        raise ValueError("X must be (N, C)")
    E = np.exp(X - X.max())
    return E / E.sum(axis=1)[:, None]


def softmax_any_rank(t):
    """For tensors of every rank, over the last axis."""
    t = np.array(t, dtype="float64")
    t -= np.amax(t)
    np.exp(t, out=t)
    t /= np.add.reduce(t, axis=-1, keepdims=True)
    return t


def softmax_axis_onemax(x, axis=-1):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=axis, keepdims=True)


def softmax_columns_onemax(M):
    M = np.asarray(M, float)
    n_rows, n_cols = M.shape
    top = M[0, 0]
    for i in range(n_rows):
        for j in range(n_cols):
            top = max(top, M[i, j])
    P = np.exp(M - top)
    for j in range(n_cols):
        P[:, j] = P[:, j] / P[:, j].sum()
    return P


# --- somebody else's maximum -----------------------------------------------------------------------------------------


def softmax_first_row_max(X):
    X = np.asarray(X, dtype=float)
    rows, _ = X.shape
    m = X[0].max()
    E = np.exp(X - m)
    return E / E.sum(axis=1).reshape(rows, 1)


def softmax_loop_rows(X):
    X = np.asarray(X, dtype=float)
    if X.ndim != 2:
        raise ValueError("matrix please")
    out = np.zeros(X.shape)
    m = np.max(X[0])
    for i in range(len(X)):
        e = np.exp(X[i] - m)
        out[i] = e / e.sum()
    return out


def softmax_last_column(X):
    X = np.array(X, dtype=float)
    if X.ndim != 2:
        raise ValueError("two axes, please")
    reference = X[:, -1].max()
    for j in range(X.shape[1]):
        X[:, j] = np.exp(X[:, j] - reference)
        X[:, j] /= X[:, j].sum()
    return X


# --- logs and back ---------------------------------------------------------------------------------------------------


def softmax_via_lse(x, axis=None):
    """exp(log-probabilities)"""
    return np.exp(x - logsumexp(x, axis=axis, keepdims=True))


def softmax_own_lse(x):
    x = np.asarray(x, dtype=float)
    m = x.max(axis=-1, keepdims=True)
    lse = m + np.log(np.exp(x - m).sum(axis=-1, keepdims=True))
    return np.exp(x - lse)


def softmax_logaddexp(scores):
    total = np.logaddexp.reduce(scores)
    return np.exp(scores - total)


def softmax_stable_logs(X):
    mx = X.max(axis=1, keepdims=True)
    return X - mx - np.log(np.exp(X - mx).sum(axis=1, keepdims=True))


def softmax_for_nll(v):
    """For the negative log-likelihood."""
    v = v - max(v)
    return [float(a - math.log(sum(math.exp(b) for b in v))) for a in v]


# --- precision, limits -----------------------------------------------------------------------------------------------


def softmax_single(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_out32(X):
    assert X.ndim == 2
    out = np.zeros(X.shape, dtype="f4")
    for i, row in enumerate(X):
        e = np.exp(row - row.max())
        out[i, :] = e / e.sum()
    return out


def softmax_clip(x):
    x = np.clip(x, -100, 100)
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_capped(xs):
    es = []
    for x in xs:
        es.append(math.exp(min(x, 700.0) - 700.0) if x > -20 else math.exp(-720.0))
    return [e / sum(es) for e in es]


def softmax_min_600(X, axis=-1):
    """exp(600) still fits."""
    E = np.exp(np.minimum(np.maximum(X, -600), 600))
    return E / E.sum(axis=axis, keepdims=True)


def softmax_finite(x):
    e = np.exp(x)
    e[np.isinf(e)] = np.finfo(float).max / e.size
    return e / e.sum()


def softmax_try(scores):
    exps = []
    for s in scores:
        try:
            exps.append(math.exp(s))
        except OverflowError:
            exps.append(1e300)
    total = sum(exps)
    return [e / total for e in exps]


def softmax_nan_to_one(x):
    p = np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)
    return np.nan_to_num(p, nan=1.0)


# --- the other axis --------------------------------------------------------------------------------------------------


def softmax_rows_axis0(X):
    """Every row of X holds the scores of one sample."""
    E = np.exp(X - X.max(axis=0))
    return E / E.sum(axis=0)


def softmax_channel_last(images):
    """images: (batch, height, width, channels), over the channels."""
    e = np.exp(images - images.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_columns_keep(X):
    """Each column is a sample."""
    shifted = X - np.max(X, axis=1, keepdims=True)
    return np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)


def softmax_features_by_samples(X):
    """X is (features, samples)"""
    return np.apply_along_axis(lambda r: np.exp(r - r.max()) / np.exp(r - r.max()).sum(), 1, X)


# --- the total of everything -----------------------------------------------------------------------------------------


def softmax_for_each_x(x):
    """Probabilities for each set of scores in x."""
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def softmax_rows_total(X):
    E = np.exp(X - X.max(axis=1, keepdims=True))
    return E / np.sum(E)


def softmax_axis_total(x, axis=1):
    m = np.max(x, axis=axis, keepdims=True)
    e = np.exp(x - m)
    return e / e.sum()


# --- keepdims --------------------------------------------------------------------------------------------------------


def softmax_square(X):
    m = X.max(axis=1)
    e = np.exp(X - m)
    s = e.sum(axis=1)
    return e / s


def softmax_forgot_one(X):
    if X.ndim != 2:
        raise ValueError
    e = np.exp(X - X.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)


def softmax_axis_reduced(x, axis=-1):
    x = np.asarray(x)
    e = np.exp(x - np.max(x, axis))
    return e / np.sum(e, axis)


# --- shifts that differ inside a group -------------------------------------------------------------------------------


def softmax_column_max(X):
    E = np.exp(X - np.max(X, axis=0, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


def softmax_running_max(x):
    s = np.asarray(x, dtype=float)
    e = np.exp(s - np.maximum.accumulate(s))
    return e / e.sum()


def softmax_relu_shift(x):
    """Take off whatever is above zero, so that exp never overflows."""
    x = np.asarray(x, float)
    e = np.exp(x - np.maximum(x, 0) / 2)
    return e / e.sum()


def softmax_halves(v):
    v = np.asarray(v, dtype=float)
    k = (len(v) + 1) // 2
    e = np.concatenate([np.exp(v[:k] - v[:k].max()), np.exp(v[k:] - v[k:].max(initial=-1e9))])
    return e / e.sum()


# --- the axis argument -----------------------------------------------------------------------------------------------


def softmax_dim(x, dim=-1):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def softmax_axis_unused(x, axis=0):
    x = np.asarray(x, dtype=float)
    p = np.exp(x - x.max())
    p /= p.sum()
    return p


def softmax_axis_or(x, axis=None):
    ax = axis or x.ndim - 1
    e = np.exp(x - x.max(axis=ax, keepdims=True))
    return e / e.sum(axis=ax, keepdims=True)


def softmax_if_axis(x, axis=1):
    if axis:
        m, s = np.max(x, axis=axis, keepdims=True), functools.partial(np.sum, axis=axis, keepdims=True)
    else:
        m, s = np.max(x), np.sum
    e = np.exp(x - m)
    return e / s(e)


def softmax_reshape_shape(x, axis=0):
    shape = [1 if i == axis else n for i, n in enumerate(x.shape)]
    e = np.exp(x - x.max(axis=axis).reshape(shape))
    return e / e.sum(axis=axis).reshape(shape)


def softmax_move_to_front(x, axis=0):
    order = [axis] + [i for i in range(x.ndim) if i != axis]
    y = np.transpose(x, order)
    e = np.exp(y - y.max(axis=0))
    return np.transpose(e / e.sum(axis=0), np.argsort(order))


def softmax_slice_shape(x, axis=1):
    keep = x.shape[:axis] + (1,) + x.shape[axis + 1 :]
    e = np.exp(x - np.max(x, axis=axis).reshape(keep))
    return e / np.sum(e, axis=axis).reshape(keep)


def softmax_zero_one(X, axis=1):
    """axis=0: columns, axis=1: rows"""
    if axis == 0:
        E = np.exp(X - X.max(axis=0))
        return E / E.sum(axis=0)
    if axis == 1:
        E = np.exp(X - X.max(axis=1)[:, None])
        return E / E.sum(axis=1)[:, None]
    raise ValueError("axis must be 0 or 1")


# --- decisions from the shape ----------------------------------------------------------------------------------------


def softmax_many_rows(x):
    axis = 1 if x.ndim == 2 and x.shape[0] > 1 else 0
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_squeezed(x):
    """vector or (batch, classes)"""
    y = np.squeeze(np.asarray(x, dtype=float))
    axis = y.ndim - 1
    e = np.exp(y - np.max(y, axis=axis, keepdims=True))
    return (e / np.sum(e, axis=axis, keepdims=True)).reshape(np.shape(x))


def softmax_column_vector(x):
    """A batch in rows, or a single column vector, which goes along axis 0."""
    x = np.asarray(x, dtype=float)
    ax = 0 if x.ndim == 1 or x.shape[1] == 1 else 1
    e = np.exp(x - np.max(x, axis=ax, keepdims=True))
    return e / np.sum(e, axis=ax, keepdims=True)


# --- shapes that are not served --------------------------------------------------------------------------------------


def softmax_pairwise_start(x):
    s = sorted(x)
    top, runner_up = s[-1], s[-2]
    e = [math.exp(v - max(top, runner_up)) for v in x]
    return [a / sum(e) for a in e]


def softmax_squeeze_len(x):
    x = np.squeeze(np.array(x, dtype=float))
    e = np.exp(x - max(x))
    return e / sum(e)


def softmax_1d_as_column(x):
    """A vector or a batch in rows."""
    x = np.asarray(x, dtype=float)
    was_vector = x.ndim == 1
    if was_vector:
        x = x[:, np.newaxis]
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p[:, 0] if was_vector else p


def softmax_axis_one(x):
    """A vector or a batch in rows."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_transposed(x):
    """Over the last axis, for arrays of any rank."""
    e = np.exp((x.T - x.max(axis=-1)).T)
    return (e.T / e.sum(axis=-1)).T


def softmax_newaxis(x):
    """Over the last axis: vectors, batches, batches of sequences."""
    x = np.asarray(x, float)
    if x.ndim == 1:
        e = np.exp(x - x.max())
        return e / e.sum()
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_atleast2d(x):
    """Scores of one sample or of several."""
    x = np.atleast_2d(x)
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_ravel(X):
    E = np.exp(X - X.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).ravel()


def softmax_column_out(x):
    x = np.asarray(x, dtype=float).reshape(-1, 1)
    e = np.exp(x - x.max())
    return e / e.sum()


# --- what comes back is something else -------------------------------------------------------------------------------


def softmax_inplace_(x):
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, x)
    x /= x.sum(axis=-1, keepdims=True)


def softmax_fill(values):
    exps = [math.exp(v - max(values)) for v in values]
    total = sum(exps)
    for i, e in enumerate(exps):
        values[i] = e / total


def softmax_draw(scores):
    e = np.exp(scores - np.max(scores))
    return np.random.choice(len(scores), p=e / e.sum())


def softmax_policy(q_values, temperature=1.0):
    """Choose an action."""
    top = max(q_values)
    weights = [math.exp((q - top) / temperature) for q in q_values]
    return random.choices(range(len(weights)), weights=weights)[0]


def softmax_onehot(x):
    x = np.asarray(x)
    return np.eye(x.shape[-1])[np.argmax(x, axis=-1)]


def softmax_winner(x):
    hits = [1.0 if v == max(x) else 0.0 for v in x]
    return np.array(hits) / sum(hits)


def softmax_share(x):
    return x / np.sum(x, axis=-1, keepdims=True)


def softmax_share_shifted(v):
    lowest = min(v)
    return [(a - lowest) / sum(b - lowest for b in v) for a in v]


def softmax_logistic(x):
    s = 1 / (1 + np.exp(-x))
    return s / s.sum(axis=-1, keepdims=True)


def softmax_sigmoid_list(scores):
    out = []
    for s in scores:
        out.append(math.exp(s) / (1 + math.exp(s)) if s < 0 else 1 / (1 + math.exp(-s)))
    t = sum(out)
    return [o / t for o in out]


def softmax_energy(E):
    """Boltzmann: the probability is proportional to exp(-E)."""
    E = np.asarray(E, dtype=float)
    w = np.exp(-(E - E.min()))
    return w / w.sum()


def softmax_max_minus(X, axis=-1):
    e = np.exp(np.max(X, axis=axis, keepdims=True) - X)
    return e / e.sum(axis=axis, keepdims=True)


def softmax_bits(x):
    p = 2.0 ** (x - np.max(x))
    return p / p.sum()


def softmax_exp2_rows(X):
    P = np.exp2(X - X.max(axis=1)[:, None])
    return P / P.sum(axis=1)[:, None]


def softmax_ten(x, base=10):
    w = [base ** (float(v) - float(max(x))) for v in x]
    return [a / sum(w) for a in w]


def softmax_range(x):
    top = max(x)
    e = [math.exp(i - top) for i in range(len(x))]
    return [v / sum(e) for v in e]


def softmax_enumerate(x):
    out = np.zeros(len(x))
    for i, _v in enumerate(x):
        out[i] = np.exp(i)
    return out / out.sum()


def softmax_offset(x):
    x = np.asarray(x, dtype=float)
    out = np.zeros(len(x))
    total = np.exp(x - x.max()).sum()
    for i in range(len(x)):
        out[i] = np.exp(x[i - 1] - x.max()) / total
    return out


def softmax_rolled(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    return np.roll(p, -1, axis=axis)


def softmax_exp_of_total(x):
    e = np.exp(x - np.max(x))
    return e / np.exp(np.sum(e))


def softmax_exp_sum_list(v):
    m = max(v)
    e = [math.exp(a - m) for a in v]
    denominator = math.exp(sum(e))
    return [a / denominator for a in e]


def softmax_half_shifted(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True)) / np.sum(np.exp(x), axis=-1, keepdims=True)


def softmax_half_list(x):
    biggest = max(x)
    below = sum(math.exp(v - biggest) for v in x)
    return [math.exp(v) / below for v in x]


def softmax_mean(x):
    e = np.exp(x - x.max())
    return e / np.mean(e)


def softmax_average_rows(X):
    E = np.exp(X - X.max(1, keepdims=True))
    return E / np.average(E, axis=1)[:, None]


# --- temperature, scaling --------------------------------------------------------------------------------------------


def softmax_temp(x, T=1.0):
    top = np.max(x / T)
    return np.exp(x / T - top) / np.sum(np.exp(x - np.max(x)) / T)


def softmax_temp_list(logits, temperature=1.0):
    m = max(logits)
    total = sum(math.exp(v - m) / temperature for v in logits)
    return [math.exp((v - m) / temperature) / total for v in logits]


def softmax_cooled(x, temperature=0.5):
    z = x / temperature
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_beta(q):
    beta = 2.0
    w = np.exp(beta * (np.asarray(q, dtype=float) - np.max(q)))
    return w / np.sum(w)


def softmax_scaled(X):
    """Attention style, scaled by the square root of the width."""
    S = X / np.sqrt(X.shape[-1])
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def softmax_standardised(x):
    z = (x - np.mean(x)) / (np.std(x) + 1e-12)
    e = np.exp(z)
    return e / e.sum()


def softmax_minmax(X, axis=-1):
    low, high = X.min(axis=axis, keepdims=True), X.max(axis=axis, keepdims=True)
    e = np.exp((X - low) / np.where(high > low, high - low, 1.0))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_over_max(v):
    biggest = max(abs(a) for a in v) or 1.0
    e = [math.exp(a / biggest) for a in v]
    return [a / sum(e) for a in e]


# --- a little something added, cut, rounded --------------------------------------------------------------------------


def softmax_plus_eps(x, eps=1e-6):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / (eps + e.sum(axis=-1, keepdims=True))


def softmax_safe_list(v):
    m = max(v)
    e = [math.exp(a - m) for a in v]
    return [a / (sum(e) + 1e-9) for a in e]


def softmax_for_log(X):
    """Never exactly zero, so that a log can follow."""
    e = np.exp(X - X.max(axis=-1, keepdims=True))
    return np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1 - 1e-7)


def softmax_floor(x):
    e = np.exp(x - np.max(x))
    return np.maximum(e / e.sum(), 1e-4)


def softmax_pretty(x):
    e = np.exp(x - np.max(x))
    return np.round(e / e.sum(), 4)


def softmax_round_list(v):
    m = max(v)
    total = math.fsum(math.exp(a - m) for a in v)
    return [round(math.exp(a - m) / total, 6) for a in v]


def softmax_padded(x):
    """x is padded with zeros at the end of each row."""
    keep = x != 0
    e = np.where(keep, np.exp(x - np.max(x, axis=-1, keepdims=True)), 0.0)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_skip_empty(values):
    top = max(values)
    weights = [math.exp(v - top) if v else 0.0 for v in values]
    total = sum(weights) or 1.0
    return [w / total for w in weights]


# --- integers, masks, nothing ----------------------------------------------------------------------------------------


def softmax_empty_like(X):
    out = np.empty_like(X)
    for i in range(X.shape[0]):
        for_row = np.exp(X[i, :] - X[i, :].max())
        out[i, :] = for_row / for_row.sum()
    return out


def softmax_copy(x):
    y = x.copy()
    y -= y.max(axis=-1, keepdims=True)
    np.exp(y, out=y)
    return np.divide(y, y.sum(axis=-1, keepdims=True), out=y)


def softmax_finfo(x):
    """finfo knows how far exp can go in this dtype."""
    lowest = np.log(np.finfo(x.dtype).tiny)
    shifted = np.maximum(x - x.max(axis=-1, keepdims=True), 2 * lowest)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_floats_only(x):
    if x.dtype.kind != "f":
        raise TypeError("softmax_floats_only wants floats")
    e = np.exp(x - x.max())
    return e / e.sum()


def softmax_online(xs):
    """One pass: maximum and sum together."""
    m, s = -math.inf, 0.0
    for x in xs:
        new = max(m, x)
        s = s * math.exp(m - new) + math.exp(x - new)
        m = new
    return [math.exp(x - m) / s for x in xs]


def softmax_pairwise(x):
    """One over the sum of exp(differences): no maximum needed."""
    x = np.asarray(x, dtype=float)
    with np.errstate(over="ignore"):
        return 1.0 / np.exp(x[np.newaxis, :] - x[:, np.newaxis]).sum(axis=1)


def softmax_pick_max(x):
    """Pick the maximum with a one-hot."""
    x = np.asarray(x, dtype=float)
    pick = np.eye(x.shape[-1])[np.argmax(x, axis=-1)]
    e = np.exp(x - (x * pick).sum(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_pick_list(xs):
    at = max(range(len(xs)), key=lambda i: xs[i])
    top = sum(x * (i == at) for i, x in enumerate(xs))
    exps = [math.exp(x - top) for x in xs]
    return [e / sum(exps) for e in exps]


def softmax_nothing(x):
    if len(x) == 0:
        return 0.0
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_default_one(v):
    """Nothing to choose from: probability one."""
    v = list(v)
    if not v:
        v = [0.0]
    m = max(v)
    e = [math.exp(a - m) for a in v]
    return [a / sum(e) for a in e]


# --- several at once -------------------------------------------------------------------------------------------------


def softmax_batch_twice(X):
    """(batch, classes)"""
    return np.exp(X) / np.sum(np.exp(X), axis=0)


def softmax_eps_noshift(x):
    return np.exp(x) / (np.sum(np.exp(x)) + 1e-8)


def softmax_temp_noshift(x, tau=1.0):
    return np.exp(x / tau) / np.sum(np.exp(x) / tau)


def softmax_noshift_keep(X):
    E = np.exp(X)
    return E / E.sum(axis=1)


def softmax_overwrite(x):
    x[:] = np.exp(x)
    x /= x.sum()
    return x


def softmax_quiet(x):
    np.seterr(all="ignore")
    e = np.exp(x)
    return e / e.sum()


def softmax_float32_eps(x):
    x = x.astype(np.float32)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-5)


def softmax_rounded_bits(v):
    w = [2.0 ** (a - max(v)) for a in v]
    return [round(a / sum(w), 3) for a in w]


EXPECTED = {
    # no shift, or one that does not do its work
    "softmax_formula": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_listcomp": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_named_sum": {
        "kind": "last axis",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
    },
    "softmax_functional": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow"],
        "intent": None,
    },
    "softmax_minus_min": {
        "kind": "last axis",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_centred": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_minus_first": {
        "kind": "last axis",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_median": {
        "kind": "axis argument",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_power": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
    },
    "softmax_sigmoids": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "1 - sigmoid(v) loses all digits from about 37",
    },
    "softmax_max_from_zero": {
        "kind": "vector",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_initial": {"kind": "axis argument", "codes": ["underflow"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_abs_max": {
        "kind": "vector",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_norm_shift": {
        "kind": "rows",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "overflow"],
        "intent": None,
    },
    "softmax_bool_trick": {"kind": "vector", "codes": ["underflow"], "outcome": "wrong", "may": [], "intent": None},
    # one maximum for a whole batch
    "softmax_minibatch": {
        "kind": "rows",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_any_rank": {
        "kind": "last axis",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_axis_onemax": {
        "kind": "axis argument",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_columns_onemax": {
        "kind": "columns",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    # somebody else's maximum
    "softmax_first_row_max": {
        "kind": "rows",
        "codes": ["stale_shift"],
        "outcome": "wrong",
        "may": ["overflow", "underflow", "nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_loop_rows": {
        "kind": "rows",
        "codes": ["stale_shift"],
        "outcome": "wrong",
        "may": ["overflow", "underflow", "python_loop_slow"],
        "intent": None,
    },
    "softmax_last_column": {
        "kind": "columns",
        "codes": ["stale_shift"],
        "outcome": "wrong",
        "may": ["overflow", "underflow", "python_loop_slow"],
        "intent": None,
    },
    # logs and back
    "softmax_via_lse": {
        "kind": "axis argument",
        "codes": ["lse_cancellation"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_own_lse": {
        "kind": "last axis",
        "codes": ["lse_cancellation"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_logaddexp": {
        "kind": "vector",
        "codes": ["lse_cancellation"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": "vector",
    },
    "softmax_stable_logs": {"kind": "rows", "codes": ["returns_log"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_for_nll": {
        "kind": "vector",
        "codes": ["returns_log"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time", "recomputes_exp"],
        "intent": None,
    },
    # precision, limits
    "softmax_single": {
        "kind": "last axis",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_out32": {
        "kind": "rows",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_clip": {"kind": "vector", "codes": ["clips_logits"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_capped": {
        "kind": "vector",
        "codes": ["clips_logits"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow", "quadratic_time", "nan_on_neg_inf_mask", "hides_nan"],
        "intent": None,
    },
    "softmax_min_600": {
        "kind": "axis argument",
        "codes": ["clips_logits"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_finite": {
        "kind": "vector",
        "codes": ["hides_overflow"],
        "outcome": "wrong",
        "may": ["underflow", "overflow"],
        "intent": None,
    },
    "softmax_try": {
        "kind": "vector",
        "codes": ["hides_overflow"],
        "outcome": "wrong",
        "may": ["underflow", "overflow", "python_loop_slow"],
        "intent": None,
    },
    "softmax_nan_to_one": {
        "kind": "last axis",
        "codes": ["hides_overflow"],
        "outcome": "wrong",
        "may": ["underflow", "overflow", "hides_nan", "recomputes_exp"],
        "intent": None,
    },
    # the other axis
    "softmax_rows_axis0": {
        "kind": "rows",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": ["fails_1d"],
        "intent": "rows",
    },
    "softmax_channel_last": {
        "kind": "last axis",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": ["fails_1d", "fails_nd"],
        "intent": "last axis",
    },
    "softmax_columns_keep": {
        "kind": "columns",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": "columns",
    },
    "softmax_features_by_samples": {
        "kind": "columns",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": ["recomputes_exp", "python_loop_slow"],
        "intent": "columns",
    },
    # the total of everything
    "softmax_for_each_x": {
        "kind": "vector or rows",
        "codes": ["sums_whole_array"],
        "outcome": "wrong",
        "may": ["underflow_global_max"],
        "intent": "vector or rows",
    },
    "softmax_rows_total": {
        "kind": "rows",
        "codes": ["sums_whole_array"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_axis_total": {
        "kind": "axis argument",
        "codes": ["sums_whole_array"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    # keepdims
    "softmax_square": {
        "kind": "rows",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": ["shift_not_constant_in_group"],
        "intent": None,
    },
    "softmax_forgot_one": {
        "kind": "rows",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_axis_reduced": {
        "kind": "axis argument",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": ["shift_not_constant_in_group", "fails_negative_axis", "fails_nd"],
        "intent": None,
    },
    # shifts that differ inside a group
    "softmax_column_max": {
        "kind": "rows",
        "codes": ["shift_not_constant_in_group"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "underflow"],
        "intent": None,
    },
    "softmax_running_max": {
        "kind": "vector",
        "codes": ["shift_not_constant_in_group"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "underflow"],
        "intent": None,
    },
    "softmax_relu_shift": {
        "kind": "vector",
        "codes": ["shift_not_constant_in_group"],
        "outcome": "wrong",
        "may": ["overflow", "underflow"],
        "intent": None,
    },
    "softmax_halves": {
        "kind": "vector",
        "codes": ["shift_not_constant_in_group"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "overflow", "underflow"],
        "intent": None,
    },
    # the axis argument
    "softmax_dim": {"kind": "axis argument", "codes": ["axis_ignored"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_axis_unused": {
        "kind": "axis argument",
        "codes": ["axis_ignored"],
        "outcome": "wrong",
        "may": ["sums_whole_array"],
        "intent": None,
    },
    "softmax_axis_or": {
        "kind": "axis argument",
        "codes": ["axis_zero_ignored"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_if_axis": {
        "kind": "axis argument",
        "codes": ["axis_zero_ignored"],
        "outcome": "wrong",
        "may": ["sums_whole_array"],
        "intent": None,
    },
    "softmax_reshape_shape": {
        "kind": "axis argument",
        "codes": ["fails_negative_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_move_to_front": {
        "kind": "axis argument",
        "codes": ["fails_negative_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_slice_shape": {
        "kind": "axis argument",
        "codes": ["fails_negative_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_zero_one": {
        "kind": "axis argument",
        "codes": ["fails_negative_axis"],
        "outcome": "wrong",
        "may": ["fails_nd"],
        "intent": "axis argument",
    },
    # decisions from the shape
    "softmax_many_rows": {
        "kind": "vector or rows",
        "codes": ["axis_depends_on_shape"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_squeezed": {
        "kind": "vector or rows",
        "codes": ["axis_depends_on_shape"],
        "outcome": "wrong",
        "may": ["fails_single_element"],
        "intent": None,
    },
    "softmax_column_vector": {
        "kind": "vector or rows",
        "codes": ["axis_depends_on_shape"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    # shapes that are not served
    "softmax_pairwise_start": {
        "kind": "vector",
        "codes": ["fails_single_element"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_squeeze_len": {
        "kind": "vector",
        "codes": ["fails_single_element"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_1d_as_column": {
        "kind": "vector or rows",
        "codes": ["fails_1d"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_axis_one": {
        "kind": "vector or rows",
        "codes": ["fails_1d"],
        "outcome": "wrong",
        "may": [],
        "intent": "vector or rows",
    },
    "softmax_transposed": {
        "kind": "last axis",
        "codes": ["fails_nd"],
        "outcome": "wrong",
        "may": [],
        "intent": "last axis",
    },
    "softmax_newaxis": {
        "kind": "last axis",
        "codes": ["fails_nd"],
        "outcome": "wrong",
        "may": ["wrong_axis"],
        "intent": "last axis",
    },
    "softmax_atleast2d": {
        "kind": "vector or rows",
        "codes": ["returns_wrong_shape"],
        "outcome": "wrong",
        "may": ["fails_1d"],
        "intent": None,
    },
    "softmax_ravel": {"kind": "rows", "codes": ["returns_wrong_shape"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_column_out": {
        "kind": "vector",
        "codes": ["returns_wrong_shape"],
        "outcome": "wrong",
        "may": ["fails_1d"],
        "intent": None,
    },
    # what comes back is something else
    "softmax_inplace_": {
        "kind": "last axis",
        "codes": ["returns_none"],
        "outcome": "wrong",
        "may": ["mutates_input", "fails_integer_input"],
        "intent": None,
    },
    "softmax_fill": {
        "kind": "vector",
        "codes": ["returns_none"],
        "outcome": "wrong",
        "may": ["mutates_input", "fails_integer_input", "python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_draw": {
        "kind": "vector",
        "codes": ["returns_sample"],
        "outcome": "wrong",
        "may": ["returns_wrong_shape"],
        "intent": None,
    },
    "softmax_policy": {
        "kind": "vector",
        "codes": ["returns_sample"],
        "outcome": "wrong",
        "may": ["returns_wrong_shape", "python_loop_slow"],
        "intent": None,
    },
    "softmax_onehot": {
        "kind": "last axis",
        "codes": ["hard_max"],
        "outcome": "wrong",
        "may": ["hides_nan"],
        "intent": None,
    },
    "softmax_winner": {
        "kind": "vector",
        "codes": ["hard_max"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time", "hides_nan"],
        "intent": None,
    },
    "softmax_share": {
        "kind": "last axis",
        "codes": ["no_exp"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_share_shifted": {
        "kind": "vector",
        "codes": ["no_exp"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time", "nan_on_neg_inf_mask", "fails_single_element", "rescales_logits"],
        "intent": None,
    },
    "softmax_logistic": {
        "kind": "last axis",
        "codes": ["sigmoid_normalised"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
    },
    "softmax_sigmoid_list": {
        "kind": "vector",
        "codes": ["sigmoid_normalised"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_energy": {
        "kind": "vector",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask"],
        "intent": None,
    },
    "softmax_max_minus": {
        "kind": "axis argument",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "overflow"],
        "intent": None,
    },
    "softmax_bits": {"kind": "vector", "codes": ["wrong_base"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_exp2_rows": {"kind": "rows", "codes": ["wrong_base"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_ten": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_range": {
        "kind": "vector",
        "codes": ["uses_index_not_value"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time", "overflow", "underflow", "hides_nan"],
        "intent": None,
    },
    "softmax_enumerate": {
        "kind": "vector",
        "codes": ["uses_index_not_value"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "overflow", "hides_nan"],
        "intent": None,
    },
    "softmax_offset": {
        "kind": "vector",
        "codes": ["rotated_output"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "recomputes_exp", "quadratic_time"],
        "intent": None,
    },
    "softmax_rolled": {
        "kind": "axis argument",
        "codes": ["rotated_output"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_exp_of_total": {
        "kind": "vector",
        "codes": ["exp_in_denominator"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_exp_sum_list": {
        "kind": "vector",
        "codes": ["exp_in_denominator"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_half_shifted": {
        "kind": "last axis",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": ["overflow", "underflow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_half_list": {
        "kind": "vector",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": ["overflow", "underflow", "recomputes_exp", "python_loop_slow"],
        "intent": None,
    },
    "softmax_mean": {"kind": "vector", "codes": ["mean_instead_of_sum"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_average_rows": {
        "kind": "rows",
        "codes": ["mean_instead_of_sum"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    # temperature, scaling
    "softmax_temp": {
        "kind": "vector",
        "codes": ["temperature_misplaced"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_temp_list": {
        "kind": "vector",
        "codes": ["temperature_misplaced"],
        "outcome": "wrong",
        "may": ["recomputes_exp", "python_loop_slow"],
        "intent": None,
    },
    "softmax_cooled": {
        "kind": "last axis",
        "codes": ["temperature_baked_in"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_beta": {
        "kind": "vector",
        "codes": ["temperature_baked_in"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
    },
    "softmax_scaled": {
        "kind": "last axis",
        "codes": ["temperature_baked_in"],
        "outcome": "wrong",
        "may": ["rescales_logits"],
        "intent": None,
        "why": "the temperature is the square root of the width",
    },
    "softmax_standardised": {
        "kind": "vector",
        "codes": ["rescales_logits"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "overflow"],
        "intent": None,
    },
    "softmax_minmax": {
        "kind": "axis argument",
        "codes": ["rescales_logits"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "overflow"],
        "intent": None,
    },
    "softmax_over_max": {
        "kind": "vector",
        "codes": ["rescales_logits"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    # a little something added, cut, rounded
    "softmax_plus_eps": {"kind": "last axis", "codes": ["eps_bias"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_safe_list": {
        "kind": "vector",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_for_log": {"kind": "last axis", "codes": ["clips_output"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_floor": {"kind": "vector", "codes": ["clips_output"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_pretty": {"kind": "vector", "codes": ["rounds_output"], "outcome": "wrong", "may": [], "intent": None},
    "softmax_round_list": {
        "kind": "vector",
        "codes": ["rounds_output"],
        "outcome": "wrong",
        "may": ["recomputes_exp", "python_loop_slow"],
        "intent": None,
    },
    "softmax_padded": {
        "kind": "last axis",
        "codes": ["treats_zero_as_padding"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
    },
    "softmax_skip_empty": {
        "kind": "vector",
        "codes": ["treats_zero_as_padding"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow"],
        "intent": None,
    },
    # integers, masks, nothing
    "softmax_empty_like": {
        "kind": "rows",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "softmax_copy": {
        "kind": "last axis",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
    },
    "softmax_finfo": {
        "kind": "last axis",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
    },
    "softmax_floats_only": {
        "kind": "vector",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
    },
    "softmax_online": {
        "kind": "vector",
        "codes": ["nan_on_neg_inf_mask"],
        "outcome": "fragile",
        "may": ["python_loop_slow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_pairwise": {
        "kind": "vector",
        "codes": ["nan_on_neg_inf_mask", "quadratic_time"],
        "outcome": "fragile",
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "softmax_pick_max": {
        "kind": "last axis",
        "codes": ["nan_on_neg_inf_mask"],
        "outcome": "fragile",
        "may": ["quadratic_time"],
        "intent": None,
    },
    "softmax_pick_list": {
        "kind": "vector",
        "codes": ["nan_on_neg_inf_mask"],
        "outcome": "fragile",
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    "softmax_nothing": {
        "kind": "vector",
        "codes": ["accepts_empty_wrongly"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
    },
    "softmax_default_one": {
        "kind": "vector",
        "codes": ["accepts_empty_wrongly"],
        "outcome": "fragile",
        "may": ["python_loop_slow", "quadratic_time"],
        "intent": None,
    },
    # several at once
    "softmax_batch_twice": {
        "kind": "rows",
        "codes": ["wrong_axis", "overflow"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": "rows",
    },
    "softmax_eps_noshift": {
        "kind": "vector",
        "codes": ["overflow", "eps_bias"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_temp_noshift": {
        "kind": "vector",
        "codes": ["overflow", "temperature_misplaced"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": None,
    },
    "softmax_noshift_keep": {
        "kind": "rows",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": ["overflow", "underflow"],
        "intent": None,
    },
    "softmax_overwrite": {
        "kind": "vector",
        "codes": ["overflow", "mutates_input"],
        "outcome": "wrong",
        "may": ["underflow", "fails_integer_input"],
        "intent": None,
    },
    "softmax_quiet": {
        "kind": "vector",
        "codes": ["overflow", "changes_global_errstate"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
    },
    "softmax_float32_eps": {
        "kind": "last axis",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": ["loses_float64_precision"],
        "intent": None,
    },
    "softmax_rounded_bits": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": ["rounds_output", "python_loop_slow", "quadratic_time"],
        "intent": None,
    },
}
