"""What training makes smaller. Each loss gives a number for every sample, and its gradient.

Cross-entropies are computed from scores, never from rounded probabilities: a model that ends in softmax (or sigmoid)
hands its scores to the loss, and `workings.cross_entropy` does both steps in one, exactly.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from workings._validation import Array
from workings.neural_network._naming import Described, by_name
from workings.special import cross_entropy, cross_entropy_gradient, log_softmax, sigmoid, softmax, softplus


class Loss(Described):
    """A measure of how wrong outputs are.

    Attributes
    ----------
    of_scores : str
        The activation that the loss itself applies to the scores: "softmax", "sigmoid", or "" if it takes outputs as
        they are.
    """

    of_scores: ClassVar[str] = ""

    def targets(self, y: Array, output_shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return targets as `losses` takes them, or say what is wrong with them."""
        y = _numbers(self, y).astype(dtype, copy=False)
        if y.shape[1:] != output_shape and y.ndim == 1 and output_shape == (1,):
            y = y[:, np.newaxis]
        if y.shape[1:] != output_shape:
            raise ValueError(
                f"{type(self).__name__}: y has shape {y.shape}, and the output (None, {_inside(output_shape)}). "
                "They must have the same shape; change the last layer, or y."
            )
        return y

    def losses(self, y: Array, output: Array) -> tuple[Array, Array]:
        """Return each sample's loss, and the gradient of each with respect to its output (or its scores)."""
        raise NotImplementedError

    def __call__(self, y_true: Any, y_pred: Any) -> float:
        """Return the mean loss of outputs (scores, if the loss takes them)."""
        output = np.asarray(y_pred)
        output = output if output.dtype.kind == "f" else output.astype(float)
        return float(self.losses(self.targets(np.asarray(y_true), output.shape[1:], output.dtype), output)[0].mean())


class _Elementwise(Loss):
    """The mean of a function of prediction less target, over all outputs of a sample."""

    def losses(self, y: Array, output: Array) -> tuple[Array, Array]:
        """Return the means, and the gradient."""
        error = output - y
        value, slope = self._of(error)
        size = max(1, error[0].size) if len(error) else 1
        return value.reshape(len(error), -1).mean(axis=1), slope / error.dtype.type(size)

    def _of(self, error: Array) -> tuple[Array, Array]:
        raise NotImplementedError


class MeanSquaredError(_Elementwise):
    """mean (prediction - target)^2.

    Examples
    --------
    >>> MeanSquaredError()([[1.0], [3.0]], [[1.0], [1.0]])
    2.0
    """

    def _of(self, error: Array) -> tuple[Array, Array]:
        return error * error, 2 * error


class MeanAbsoluteError(_Elementwise):
    """mean |prediction - target|; the derivative at 0 is taken as 0."""

    def _of(self, error: Array) -> tuple[Array, Array]:
        return np.abs(error), np.sign(error)


class Huber(_Elementwise):
    """Half the square of small errors, and grows like delta times the error beyond delta.

    Parameters
    ----------
    delta : float, default 1.0
    """

    def __init__(self, delta: float = 1.0) -> None:
        if not delta > 0.0:
            raise ValueError(f"Huber(delta={delta}) must be above 0. Try 1.0.")
        self.delta = delta

    def get_config(self) -> dict[str, Any]:
        """Return delta."""
        return {"delta": self.delta}

    def _of(self, error: Array) -> tuple[Array, Array]:
        delta = error.dtype.type(self.delta)
        near, size = np.clip(error, -delta, delta), np.abs(error)
        return np.where(size <= delta, error * error / 2, delta * (size - delta / 2)), near


class _OfScores(Loss):
    """A loss that applies softmax or sigmoid itself.

    Parameters
    ----------
    from_logits : bool, default False
        True: the model's last layer gives scores. False: it ends in the activation, which is then left out in training.
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def get_config(self) -> dict[str, Any]:
        """Return whether the last layer gives scores."""
        return {"from_logits": self.from_logits}


class SparseCategoricalCrossentropy(_OfScores):
    """-log of the probability of the true class; targets are the numbers of the classes.

    Parameters
    ----------
    from_logits : bool, default False
        True: the model's last layer gives scores. False: it ends in softmax, which training leaves to the loss.

    Examples
    --------
    >>> round(SparseCategoricalCrossentropy(from_logits=True)([0], [[2.0, 1.0, 0.1]]), 4)
    0.417
    """

    of_scores: ClassVar[str] = "softmax"

    def targets(self, y: Array, output_shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return whole numbers 0 .. classes - 1."""
        y, classes = _numbers(self, y), output_shape[-1]
        y = y[..., 0] if y.ndim == len(output_shape) + 1 and y.shape[-1] == 1 and classes > 1 else y
        whole = y.astype(np.intp)
        if y.shape[1:] != output_shape[:-1] or not np.array_equal(whole, y):
            raise ValueError(
                f"SparseCategoricalCrossentropy wants one class number for each sample, and y has shape {y.shape} and "
                f"dtype {y.dtype}. For one-hot rows take loss='categorical_crossentropy'."
            )
        if y.size and not (whole.min() >= 0 and whole.max() < classes):
            raise ValueError(
                f"SparseCategoricalCrossentropy: y holds classes {whole.min()}..{whole.max()}, and the model's output "
                f"has {classes}, 0..{classes - 1}. Change the last layer's units, or number the classes from 0."
            )
        return whole

    def losses(self, y: Array, output: Array) -> tuple[Array, Array]:
        """Return -log softmax(scores)[y], and softmax(scores) less 1 at y."""
        if output.ndim > 2:
            return _cross_entropies(y, output)
        # What `cross_entropy` and its gradient do, without looking once more at targets that were read before.
        log_p, gradient, places = log_softmax(output), softmax(output), (np.arange(len(y)), y)
        chosen = log_p[places]
        gradient[places] = np.expm1(chosen)  # p - 1, where p near 1 has lost its digits
        return -chosen, gradient


class CategoricalCrossentropy(_OfScores):
    """-sum_c q_c log p_c; targets are probabilities q, often one-hot.

    Parameters
    ----------
    from_logits : bool, default False
        As for `SparseCategoricalCrossentropy`.
    """

    of_scores: ClassVar[str] = "softmax"

    def targets(self, y: Array, output_shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return the probabilities."""
        if y.ndim == len(output_shape):
            raise ValueError(
                f"CategoricalCrossentropy wants a row of probabilities for each sample, and y has shape {y.shape}. "
                "For class numbers take loss='sparse_categorical_crossentropy'."
            )
        y = super().targets(y, output_shape, dtype)
        if y.size and (y.min() < 0 or np.abs(y.sum(axis=-1) - 1).max() > 1e-3):
            raise ValueError("CategoricalCrossentropy: the rows of y must be probabilities: not negative, of sum 1.")
        return y

    def losses(self, y: Array, output: Array) -> tuple[Array, Array]:
        """Return -sum q log softmax(scores), and softmax(scores) - q."""
        return _cross_entropies(y, output)


def _cross_entropies(y: Array, output: Array) -> tuple[Array, Array]:
    values = np.asarray(cross_entropy(output, y, reduction="none"))
    gradient = np.asarray(cross_entropy_gradient(output, y, reduction="none"))
    places = max(1, values[0].size) if len(values) else 1
    return values.reshape(len(output), -1).mean(axis=1), gradient if places == 1 else gradient / places


class BinaryCrossentropy(_OfScores):
    """-t log p - (1 - t) log(1 - p) with p = sigmoid(score): the mean over the outputs.

    Parameters
    ----------
    from_logits : bool, default False
        True: the model's last layer gives scores. False: it ends in sigmoid, which training leaves to the loss.
    """

    of_scores: ClassVar[str] = "sigmoid"

    def targets(self, y: Array, output_shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return numbers between 0 and 1."""
        y = super().targets(y, output_shape, dtype)
        if y.size and (y.min() < 0 or y.max() > 1):
            raise ValueError(
                f"BinaryCrossentropy: targets lie between 0 and 1, and y holds {y.min()}..{y.max()}. "
                "Labels -1 and 1 become (y + 1) / 2."
            )
        return y

    def losses(self, y: Array, output: Array) -> tuple[Array, Array]:
        """Return t softplus(-z) + (1 - t) softplus(z), and sigmoid(z) - t."""
        size = max(1, output[0].size) if len(output) else 1
        values = y * softplus(-output) + (1 - y) * softplus(output)
        # sigmoid(z) - t without losing digits: (1 - t) sigmoid(z) - t sigmoid(-z).
        slope = (1 - y) * sigmoid(output) - y * sigmoid(-output)
        return values.reshape(len(output), -1).mean(axis=1), slope / output.dtype.type(size)


def _inside(shape: tuple[int, ...]) -> str:
    return ", ".join(map(str, shape))


def _numbers(loss: Loss, y: Array) -> Array:
    if y.dtype.kind not in "biuf":
        raise TypeError(
            f"{type(loss).__name__}: y has dtype {y.dtype}; targets are numbers. "
            "Names of classes become numbers by workings.preprocessing.LabelEncoder."
        )
    if y.dtype.kind == "f" and not np.isfinite(y).all():
        raise ValueError(f"{type(loss).__name__}: y holds nan or infinity. Remove these samples, or fill them.")
    return y.astype(np.intp) if y.dtype.kind == "b" else y


KNOWN: dict[str, type[Loss]] = {
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "binary_crossentropy": BinaryCrossentropy,
    "mse": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "mae": MeanAbsoluteError,
    "mean_absolute_error": MeanAbsoluteError,
    "huber": Huber,
}
KINDS = {kind.__name__: kind for kind in KNOWN.values()}


def get(loss: str | Loss) -> Loss:
    """Return the loss of that name."""
    found: Loss = by_name("loss", loss, KNOWN, Loss)
    return found
