"""LogisticRegression on torch, JAX and CuPy arrays: Newton's method, its steps by conjugate gradients."""

from __future__ import annotations

import warnings
from typing import Any

from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from workings import special
from workings.backends.arrays import _read, _samples
from workings.linear_model._logistic_parameters import read_parameters, unfinished

_NAME = "LogisticRegression.fit"


class _Loss:
    """The mean loss with its penalty, as a function of theta (p + 1, rows): one row for two classes, else K."""

    def __init__(self, xp: Any, data: Any, hot: Any, weights: Any, penalty: Any) -> None:
        self.xp, self.data, self.hot, self.weights, self.penalty = xp, data, hot, weights[:, None], penalty

    def at(self, theta: Any) -> tuple[float, Any, Any]:
        """Return the loss, its gradient, and the probabilities."""
        xp, z = self.xp, self.data @ theta
        if z.shape[1] == 1:
            losses, p = special.softplus(z) - self.hot * z, special.sigmoid(z)
        else:
            losses, p = -self.hot * special.log_softmax(z, -1), special.softmax(z, -1)
        value = xp.sum(self.weights * losses) + 0.5 * xp.sum(self.penalty * theta * theta)
        gradient = self.data.T @ (self.weights * (p - self.hot)) + self.penalty * theta
        return float(value), gradient, p

    def curved(self, p: Any, v: Any) -> Any:
        """Return the second derivative at the probabilities p, times v."""
        z = self.data @ v
        if z.shape[1] == 1:
            turned = p * (1 - p) * z
        else:
            turned = p * (z - self.xp.sum(p * z, axis=1, keepdims=True))
        return self.data.T @ (self.weights * turned) + self.penalty * v

    def diagonal(self, p: Any) -> Any:
        """Return the diagonal of the second derivative."""
        return (self.data * self.data).T @ (self.weights * (p * (1 - p))) + self.penalty


def fit(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Fit the coefficients; the same optimum as with NumPy arrays."""
    # Validate.
    model._validate_params()
    wish = read_parameters(model)
    if wish.l1_ratio:
        _samples.unsupported(model, X, "an l1 penalty", "Try l1_ratio=0.")
    if model.solver in ("liblinear", "gradient descent") or model.warm_start:
        what = "warm_start=True" if model.warm_start else f"solver={model.solver!r}"
        _samples.unsupported(model, X, what, "Leave it out: the optimum is the same.")
    xp, X = _samples.samples(model, "fit", X, reset=True)
    y = _samples.column(model, xp, X, y)
    if _read.kind_of(xp, y) not in ("integer", "bool", "float"):
        raise TypeError(f"{_NAME}: y has dtype {y.dtype}. Number the classes: LabelEncoder.")
    y = xp.astype(y, xp.int32) if _read.kind_of(xp, y) == "bool" else y
    classes, labels = classes_of(xp, y)
    if classes.shape[0] < 2:
        raise ValueError(f"{_NAME}: y holds 1 class only; a classifier needs two or more. Is it the right column?")
    weights = _weights(model, xp, X, classes, labels, _samples.weights(model, xp, X, sample_weight))

    # Compute.
    data = _samples.fixed(xp, X)
    ones = xp.ones_like(data[:, :1])
    data = xp.concat([data, ones if model.fit_intercept else ones * 0], axis=1)
    numbers = xp.arange(classes.shape[0], dtype=labels.dtype, device=_read.place(X))
    hot = xp.astype(labels[:, None] == (numbers if classes.shape[0] > 2 else numbers[1:]), data.dtype)
    total = float(xp.sum(weights))
    strength = xp.full_like(data[0, :], wish.strength / total)
    strength = xp.concat([strength[:-1], xp.zeros_like(strength[:1])])[:, None]
    loss = _Loss(xp, data, hot, weights / total, strength)
    theta, steps, converged = _newton(loss, xp.zeros_like(data.T @ hot), model.tol, model.max_iter)

    if theta.shape[1] > 1:  # what all classes share changes nothing; at the optimum of the penalty it is 0
        theta = theta - xp.mean(theta, axis=1, keepdims=True)

    # Store.
    if not converged:
        warnings.warn(unfinished(model, _NAME), ConvergenceWarning, stacklevel=5)
    theta = xp.astype(theta, X.dtype)
    model.classes_ = classes
    model.coef_ = theta[:-1, :].T
    model.intercept_ = theta[-1, :] if model.fit_intercept else xp.zeros_like(theta[-1, :])
    model.n_iter_ = xp.asarray([steps], dtype=xp.int32)
    return model


def classes_of(xp: Any, y: Any) -> tuple[Any, Any]:
    """Return the classes in y, sorted, and the number of each entry's class among them."""
    classes = xp.sort(xp.unique_values(y))
    integers = xp.int32 if _read.widest(xp, y) == xp.float32 else xp.int64
    return classes, xp.astype(xp.searchsorted(classes, y), integers)


def _weights(model: Any, xp: Any, X: Any, classes: Any, labels: Any, weights: Any) -> Any:
    found = xp.ones_like(_samples.fixed(xp, X)[:, 0]) if weights is None else weights
    if model.class_weight is None:
        return found
    known = _samples.on_host(classes).tolist()
    if isinstance(model.class_weight, dict):
        strange = [key for key in model.class_weight if key not in known]
        if strange:
            raise ValueError(f"{_NAME}: class_weight names {strange!r}, and the classes in y are {known}.")
        each = [float(model.class_weight.get(one, 1.0)) for one in known]
    else:
        total = float(xp.sum(found))
        shares = [float(xp.sum(xp.where(labels == k, found, xp.zeros_like(found)))) for k in range(len(known))]
        each = [total / (len(known) * (share if share > 0.0 else 1.0)) for share in shares]
    return found * xp.take(_samples.carried(xp, found, each), labels, axis=0)


def _newton(loss: _Loss, theta: Any, tol: float, max_iter: int) -> tuple[Any, int, bool]:
    """Return the minimum, the number of steps, and whether the gradient fell to tol.

    A step more costs little near the minimum, where Newton's method doubles the digits: so it goes on until the
    gradient is far below tol, or no step makes the loss smaller any more.
    """
    xp = loss.xp
    value, gradient, p = loss.at(theta)
    for step in range(max_iter):
        size = float(xp.max(xp.abs(gradient)))
        if size <= 1e-5 * tol:
            return theta, step, True
        direction = _solve(loss, gradient, p)
        slope = float(xp.sum(direction * gradient))
        length = 1.0
        while True:
            trial = theta + length * direction
            found = loss.at(trial)
            if found[0] <= value + 1e-4 * length * slope:
                break
            length *= 0.5
            if length < 1e-8:  # the rounding of the loss is all that is left to be gained
                return theta, step, size <= max(tol, 1e-6)
        theta, (value, gradient, p) = trial, found
    return theta, max_iter, float(xp.max(xp.abs(gradient))) <= tol


def _solve(loss: _Loss, gradient: Any, p: Any) -> Any:
    """Return about -H^-1 gradient by conjugate gradients, scaled by H's diagonal; the nearer the end, the better."""
    xp = loss.xp
    diagonal = loss.diagonal(p)
    scale = xp.where(diagonal > 0, diagonal, xp.ones_like(diagonal))
    size = float(xp.sum(gradient * gradient / scale)) ** 0.5
    goal = min(0.1, size**0.5) * size
    x, r = xp.zeros_like(gradient), -gradient
    z = r / scale
    d, rz = z, float(xp.sum(r * z))
    for _ in range(20 + 4 * gradient.shape[0] * gradient.shape[1]):
        if rz**0.5 <= goal:
            break
        curved = loss.curved(p, d)
        bend = float(xp.sum(d * curved))
        if bend <= 0.0:  # flat: as far as this tells, the direction is free
            break
        x, r = x + (rz / bend) * d, r - (rz / bend) * curved
        z = r / scale
        new = float(xp.sum(r * z))
        d, rz = z + (new / rz) * d, new
    return x if bool(xp.any(x != 0)) else -gradient / scale


def decision_function(model: Any, X: Any) -> Any:
    """Return the logits, (n_samples,) for two classes, else (n_samples, n_classes)."""
    check_is_fitted(model)
    xp, X = _samples.samples(model, "decision_function", X)
    coef, intercept = (_samples.carried(xp, X, one) for one in (model.coef_, model.intercept_))
    logits = X @ coef.T + intercept
    return xp.squeeze(logits, axis=1) if logits.shape[1] == 1 else logits


def predict(model: Any, X: Any) -> Any:
    """Return the most probable class of each sample."""
    xp = _read.namespace(X)
    logits = decision_function(model, X)
    integers = xp.int32 if logits.ndim == 1 else None
    best = xp.astype(logits > 0, integers) if logits.ndim == 1 else xp.argmax(logits, axis=1)
    classes = as_classes(xp, X, model.classes_)
    return xp.take(classes, best, axis=0)


def as_classes(xp: Any, X: Any, classes: Any) -> Any:
    """Return the classes on X's device; refuse names, of which the other libraries have no arrays."""
    if getattr(classes.dtype, "kind", "i") in "OUS":
        raise TypeError(
            "The classes are strings, which have no arrays outside NumPy. Predict from NumPy arrays, or number the "
            "classes before the fit (LabelEncoder)."
        )
    return _samples.carried(xp, X, classes, getattr(xp, str(classes.dtype).rpartition(".")[2]))


def predict_proba(model: Any, X: Any) -> Any:
    """Return the probability of each class."""
    logits = decision_function(model, X)
    if logits.ndim == 1:
        return _read.namespace(X).stack([special.sigmoid(-logits), special.sigmoid(logits)], axis=1)
    return special.softmax(logits, axis=-1)


def predict_log_proba(model: Any, X: Any) -> Any:
    """Return the logarithms of the probabilities."""
    logits = decision_function(model, X)
    if logits.ndim == 1:
        return _read.namespace(X).stack([special.log_sigmoid(-logits), special.log_sigmoid(logits)], axis=1)
    return special.log_softmax(logits, axis=-1)
