"""Right functions in several styles, and wrong ones with the mistake that each must be told."""

import numpy as np
import pytest

from workings import check


def right_logaddexp(w, X, y):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z)


def right_split(w, X, y):
    z = np.asarray(X) @ np.asarray(w)
    total = 0.0
    for zi, yi in zip(z, y):  # noqa: B905
        total += max(zi, 0) + np.log1p(np.exp(-abs(zi))) - yi * zi
    return total / len(z)


def right_where(w, X, y):
    m = np.where(y == 1, -1.0, 1.0) * X.dot(w)
    return (np.maximum(m, 0) + np.log1p(np.exp(-np.abs(m)))).sum() / X.shape[0]


def naive_log_of_sum(w, X, y):
    z = X @ w
    return np.mean(np.log(1 + np.exp(z)) - y * z)


def naive_by_probability(w, X, y):
    p = 1 / (1 + np.exp(-(X @ w)))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def clipped(w, X, y):
    p = np.clip(1 / (1 + np.exp(-(X @ w))), 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def guarded(w, X, y):
    p = 1 / (1 + np.exp(-(X @ w)))
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


def no_minus(w, X, y):
    z = X @ w
    return np.mean(y * z - np.logaddexp(0, z))


def summed(w, X, y):
    z = X @ w
    return np.sum(np.logaddexp(0, z) - y * z)


def each_sample(w, X, y):
    z = X @ w
    return np.logaddexp(0, z) - y * z


def halved(w, X, y):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) / 2


def signs(w, X, y):
    return np.mean(np.logaddexp(0, -y * (X @ w)))


def one_class(w, X, y):
    return -np.mean(y * np.log(1 / (1 + np.exp(-(X @ w)))))


def square(w, X, y):
    return np.mean((1 / (1 + np.exp(-(X @ w))) - y) ** 2)


def in_bits(w, X, y):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2)


def half_precision(w, X, y):
    z = (X @ w).astype(np.float32)
    return np.mean(np.logaddexp(np.float32(0), z) - y.astype(np.float32) * z)


@pytest.mark.parametrize("function", [right_logaddexp, right_split, right_where])
def test_right_losses(function):
    verdict = check(function, "logistic_loss")
    assert verdict.outcome in ("right", "costly"), verdict.codes


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (naive_log_of_sum, "overflow"),
        (naive_by_probability, "underflow"),
        (clipped, "clips_output"),
        (guarded, "clips_output"),
        (no_minus, "sign_flipped"),
        (summed, "sums_instead_of_mean"),
        (each_sample, "returns_wrong_shape"),
        (halved, "extra_factor"),
        (signs, "labels_of_minus_one"),
        (one_class, "half_of_the_loss"),
        (square, "squared_error"),
        (in_bits, "wrong_base"),
        (half_precision, "loses_float64_precision"),
    ],
)
def test_wrong_losses(function, code):
    verdict = check(function, "logistic_loss")
    assert verdict.outcome == "wrong"
    assert verdict.codes[0] == code


def gradient_naive_sigmoid(w, X, y):
    return X.T @ (1 / (1 + np.exp(-(X @ w))) - y) / len(y)


def gradient_by_mean(w, X, y):
    from scipy.special import expit

    return ((expit(X @ w) - y)[:, None] * X).mean(axis=0)


def gradient_exp_over_exp(w, X, y):
    e = np.exp(X @ w)
    return X.T @ (e / (1 + e) - y) / len(y)


def gradient_up(w, X, y):
    return X.T @ (y - 1 / (1 + np.exp(-(X @ w)))) / len(y)


def gradient_sum(w, X, y):
    return X.T @ (1 / (1 + np.exp(-(X @ w))) - y)


def gradient_linear(w, X, y):
    return X.T @ (X @ w - y) / len(y)


def gradient_of_features(w, X, y):
    return X.T @ (1 / (1 + np.exp(-(X @ w))) - y) / X.shape[1]


def gradient_of_square(w, X, y):
    p = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ ((p - y) * p * (1 - p)) * 2 / len(y)


@pytest.mark.parametrize("function", [gradient_naive_sigmoid, gradient_by_mean])
def test_right_gradients(function):
    verdict = check(function, "logistic_loss_gradient")
    assert verdict.outcome in ("right", "costly"), verdict.codes


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (gradient_exp_over_exp, "overflow"),
        (gradient_up, "sign_flipped"),
        (gradient_sum, "sums_instead_of_mean"),
        (gradient_linear, "no_sigmoid"),
        (gradient_of_features, "divides_by_features"),
        (gradient_of_square, "squared_error"),
    ],
)
def test_wrong_gradients(function, code):
    verdict = check(function, "logistic_loss_gradient")
    assert verdict.outcome == "wrong"
    assert verdict.codes[0] == code
