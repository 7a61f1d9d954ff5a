"""Layers one after the other, trained and used in Keras's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from workings._blas import one_blas_thread
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings._validation import Array
from workings.neural_network import _data, _training, activations, callbacks, losses, metrics, optimisers
from workings.neural_network._data import Samples
from workings.neural_network._stack import Stack
from workings.neural_network.layers.base import Layer, Run

_BATCH, _PREDICTED = 32, 256


class Sequential(Stack):
    """A neural network: layers one after the other.

    Parameters
    ----------
    layers : iterable of Layer
        May be added later: ``model.add(layer)``. The shape of a sample is told by the first layer's ``input_shape``, by
        ``model.build(shape)``, or by the data of the first `fit` or `predict`.
    dtype : {"float32", "float64"}, default "float32"
        What the network computes in.
    seed : int, optional
        For the first weights, the order of samples, dropout: the same seed gives the same bits, on any number of
        threads. None: other ones each time.
    name : str, default "sequential"

    Attributes
    ----------
    layers : list of Layer
    optimizer, loss, metrics
        Set by `compile`.
    history : History
        Set by `fit`.
    stop_training : bool
        A callback that sets it to True ends the training.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.neural_network import Sequential, layers
    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> y = np.array([0, 1, 1, 0])  # exclusive or
    >>> model = Sequential([layers.Dense(8, "tanh"), layers.Dense(1, "sigmoid")], seed=0)
    >>> model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    >>> model.optimizer.learning_rate = 0.05
    >>> history = model.fit(X, y, epochs=200)
    >>> model.predict(X).ravel().round(0)
    array([0., 1., 1., 0.], dtype=float32)
    """

    optimizer: optimisers.Optimiser
    loss: losses.Loss

    def __init__(
        self,
        layers: Sequence[Layer] = (),
        *,
        dtype: Any = "float32",
        seed: int | None = None,
        name: str = "sequential",
    ) -> None:
        super().__init__(layers, dtype=dtype, seed=seed)
        self.name = name
        self.metrics: list[metrics.Metric] = []
        self.stop_training = False
        self.history: callbacks.History | None = None

    def compile(
        self,
        optimizer: str | optimisers.Optimiser = "rmsprop",
        loss: str | losses.Loss | None = None,
        metrics: Sequence[str | Callable[[Array, Array], Array]] = (),
    ) -> None:
        """Say how to train: by which rule, to make what smaller, and what to tell beside it.

        Parameters
        ----------
        optimizer : str or Optimiser, default "rmsprop"
            "sgd", "rmsprop", "adam", "adamw".
        loss : str or Loss
            "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy", "mse", "mae", "huber".
        metrics : sequence of str or callable
            "accuracy", "mse", "mae", or ``f(y_true, y_pred)`` with a number for each sample.

        Raises
        ------
        ValueError
            Something is unknown, or the loss does not go with the last layer's activation.
        """
        from workings.neural_network.metrics import get

        if loss is None:
            raise ValueError(
                "compile: a loss is needed. For classes try 'sparse_categorical_crossentropy', else 'mse'."
            )
        if isinstance(metrics, str) or callable(metrics):
            metrics = [metrics]
        self.loss = losses.get(loss)
        self.optimizer = optimisers.get(optimizer)
        self.metrics = [get(one, self.loss) for one in metrics]
        self._check_last()

    def _last_activation(self) -> activations.Activation:
        return getattr(self.layers[-1], "activation", None) or activations.Linear()

    @property
    def fused(self) -> bool:
        """Whether the loss takes scores and the last layer would turn them into probabilities."""
        wanted = self.loss.of_scores
        return bool(wanted) and isinstance(self._last_activation(), activations.KINDS[wanted])

    def _check_last(self) -> None:
        """Refuse a cross-entropy of scores that it takes for probabilities, and the other way round."""
        wanted = self.loss.of_scores
        if not wanted or not self.layers:
            return
        who, last = type(self.loss).__name__, self.layers[-1].name
        if getattr(self.loss, "from_logits", False):
            if isinstance(self._last_activation(), activations.Softmax | activations.Sigmoid):
                raise ValueError(
                    f"compile: {who}(from_logits=True) applies {wanted} itself, and layer {last!r} has applied "
                    f"{type(self._last_activation()).__name__.lower()} already. Leave one of them out."
                )
        elif not self.fused:
            raise ValueError(
                f"compile: {who} takes probabilities, and layer {last!r} does not end in {wanted}. Give it "
                f"activation={wanted!r}, or take {who}(from_logits=True)."
            )

    def finished(self, scores: Array) -> Array:
        """Return the model's output for the scores of the last layer."""
        return self._last_activation().forward(scores.copy()) if self.fused else scores

    def told_names(self) -> list[str]:
        """Return the names of what an epoch tells."""
        return ["loss", *(one.name for one in self.metrics)]

    def _ready(self, who: str) -> None:
        if not hasattr(self, "loss"):
            raise ValueError(f"{who}: the model has no loss. Call model.compile(optimizer, loss) first.")
        self._check_last()

    def _samples(self, who: str, X: Any, y: Any, sample_weight: Any = None) -> Samples:
        """Return samples that are ready for the first layer; build the model if it is not."""
        self._ready(who)
        if _data.is_dataset(X):
            if y is not None or sample_weight is not None:
                raise ValueError(f"{who}: a data set yields its own targets and weights; leave y and weights out.")
            if not self.built:
                first = next(iter(X), None)
                if first is None:
                    raise ValueError(f"{who}: the data set yields no batch.")
                self._inputs(who, first[0])
            return Samples(X, read=lambda a, b: self._read(who, a, b))
        if y is None:
            raise ValueError(f"{who}: y is missing. Give the targets: model.{who}(X, y).")
        x, target = self._read(who, X, y)
        return Samples(x, target, _data.read_weights(who, sample_weight, len(x)))

    def _read(self, who: str, X: Any, y: Any) -> tuple[Array, Array]:
        x = self._inputs(who, X)
        target = np.asarray(y)
        if target.ndim == 0 or len(target) != len(x):
            raise ValueError(f"{who}: X has {len(x)} samples, and y has shape {target.shape}: one target for each.")
        return x, self.loss.targets(target, self.layers[-1].output_shape or (), self.dtype)

    def _inputs(self, who: str, X: Any) -> Array:
        if not self.layers:
            raise ValueError("Sequential has no layers. Try model.add(layers.Dense(1)).")
        x = _data.read_inputs(who, X, self.dtype, self.layers[0].takes_indices)
        if not self.built:
            self.build(x.shape[1:])
        if x.shape[1:] != self.layers[0].input_shape:
            raise ValueError(
                f"{who}: the model takes samples of shape {self.layers[0].input_shape}, and X has shape {x.shape}. "
                "The first axis counts the samples; grey images have one channel, X[..., np.newaxis]."
            )
        return x

    def fit(self, x: Any, y: Any = None, **options: Any) -> callbacks.History:
        """Train the model.

        Parameters
        ----------
        x, y : array_like, or a data set
            Samples along the first axis, and their targets; or something that yields (x, y) batch by batch, once for
            each epoch, such as `image_dataset_from_directory` makes.
        batch_size : int, default 32
        epochs : int, default 1
            At which number of epochs to end.
        verbose : {"auto", 0, 1}, default "auto"
            1 shows a progress bar; "auto" does so on a terminal.
        callbacks : sequence of Callback
        validation_split : float, default 0.0
            This share of the samples, the last, is held out.
        validation_data : tuple of (x, y), or a data set
        shuffle : bool, default True
            New order of the samples for each epoch; data sets see to that themselves.
        class_weight : dict of int to float, optional
        sample_weight : array_like, optional
            The loss of a batch is the sum of weighted losses divided by the number of samples.
        initial_epoch : int, default 0

        Returns
        -------
        History
            Its ``history`` holds a list for each of loss, metrics, and those of the held-out samples, val_...

        Raises
        ------
        FloatingPointError
            The loss is not finite any more; told with the layer and step where it began.
        ValueError, TypeError
            Data that do not fit the model.
        """
        run(self._steps(x, y, watched=False, **options))
        assert self.history is not None
        return self.history

    def _fit_steps(self, X: Any, y: Any = None, **options: Any) -> Iterator[Step]:
        """Train, and yield the activations, gradients and updates of every batch: for `workings.steps`."""
        return self._steps(X, y, watched=True, **options)

    def _steps(
        self,
        X: Any,
        y: Any,
        *,
        watched: bool,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Sequence[callbacks.Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
    ) -> Iterator[Step]:
        from workings.neural_network.callbacks import teller

        # Validate.
        samples = self._samples("fit", X, y, sample_weight)
        size = _batch_size(batch_size, _BATCH)
        if class_weight is not None:
            weight = _data.class_weights(class_weight, samples.y, samples.weight)
            samples = Samples(samples.x, samples.y, weight)
        held_out = None
        if validation_data is not None:
            pair = validation_data if isinstance(validation_data, tuple | list) else (validation_data, None)
            held_out = self._samples("fit", *pair)
        elif validation_split:
            samples, held_out = _data.split(samples, validation_split)
        told, self.history = teller(self, callbacks, verbose, epochs, samples.count(size))
        self.stop_training = False
        plan = _training.Plan(samples, size, epochs, initial_epoch, shuffle, held_out, watched)
        # Compute.
        with one_blas_thread():
            yield from _training.train(self, plan, told)
        # Store: the weights were changed in place, and the history by its callback.

    def evaluate(
        self, x: Any, y: Any = None, *, batch_size: int | None = None, sample_weight: Any = None
    ) -> dict[str, float]:
        """Return loss and metrics on samples, as means over all of them; nothing is trained."""
        samples = self._samples("evaluate", x, y, sample_weight)
        with one_blas_thread():
            return _training.evaluate(self, samples, _batch_size(batch_size, _PREDICTED))

    def predict(self, x: Any, *, batch_size: int | None = None) -> Array:
        """Return the outputs for samples.

        Parameters
        ----------
        x : array_like, or a data set
        batch_size : int, default 256
            How many samples run through the layers at once; of no effect on the result but for rounding.
        """
        if library := library_of(x):
            return run_elsewhere(library, self, "predict", x, batch_size=batch_size)
        size = _batch_size(batch_size, _PREDICTED)
        dataset = _data.is_dataset(x)
        samples = Samples(x, read=lambda a, _: (self._inputs("predict", a), None)) if dataset else None
        samples = samples or Samples(self._inputs("predict", x))
        quiet = Run(rng=self.rng)
        with one_blas_thread():
            found = [self.forward(part, quiet)[0] for part, _, _ in samples.batches(size)]
        return np.concatenate(found)

    def summary(self, print_fn: Callable[[str], object] = print) -> None:
        """Print the layers, the shapes of their outputs, and how many weights they have."""
        from workings.neural_network._summary import lines

        for line in lines(self):
            print_fn(line)

    def save(self, path: str | Path) -> None:
        """Save layers, weights and the state of the optimiser in one file; see `load_model`."""
        from workings.neural_network._saving import save_model

        save_model(self, Path(path))


def _batch_size(given: int | None, usual: int) -> int:
    if given is None:
        return usual
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 1:
        raise ValueError(f"batch_size={given!r} must be a whole number of at least 1. Try {usual}.")
    return int(given)
