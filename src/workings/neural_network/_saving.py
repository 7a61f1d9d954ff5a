"""Models as files: arrays as safetensors, everything else as JSON in the same file's header. Nothing is ever executed.

The file is written beside its place and then moved there, so that whoever reads finds the old file or the new one,
never half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network import activations, initialisers, layers, losses, optimisers, regularisers
from workings.neural_network._naming import describe, revive
from workings.neural_network.layers.base import Layer
from workings.neural_network.sequential import Sequential

FORMAT = "workings.Sequential 1"
_LAYERS: dict[str, type] = {
    name: kind
    for name, kind in vars(layers).items()
    if isinstance(kind, type) and issubclass(kind, Layer) and kind is not Layer
}
_KNOWN: dict[str, type] = {
    **_LAYERS,
    **{kind.__name__: kind for kind in activations.KINDS.values()},
    **initialisers.KINDS,
    **regularisers.KINDS,
    **losses.KINDS,
    **optimisers.KINDS,
}


def save_model(model: Sequential, path: Path) -> None:
    """Write a model; metrics that are functions of the user's own are left out, and said so in the file."""
    from safetensors.numpy import save

    model.need_built("save")
    strange = [layer for layer in model.layers if _LAYERS.get(type(layer).__name__) is not type(layer)]
    if strange:
        raise TypeError(
            f"save: layer {strange[0].name!r} is a {type(strange[0]).__name__}, which no file can describe."
        )
    head: dict[str, Any] = {
        "name": model.name,
        "dtype": model.dtype.name,
        "seed": model.seed,
        "layers": [describe(layer) for layer in model.layers],
        "random": model.rng.bit_generator.state,
    }
    tensors = {f"weights/{k}": w for k, w in enumerate(model.get_weights())}
    if hasattr(model, "loss"):
        known = [one.name for one in model.metrics if one.of.__module__.startswith("workings.")]
        head |= {"loss": describe(model.loss), "optimiser": describe(model.optimizer), "metrics": known}
        head["iterations"] = model.optimizer.iterations
        tensors |= {f"optimiser/{name}": slot for name, slot in model.optimizer.slots.items()}
    told = json.dumps(head)
    _write(path, save(tensors, metadata={"format": FORMAT, "model": told, "sha256": _hash_of(told, tensors)}))


def _hash_of(told: str, tensors: dict[str, Array]) -> str:
    """Return a hash of the whole model: a weight that was damaged on a disk looks like any other number."""
    digest = hashlib.sha256(told.encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype.name} {tensor.shape}".encode())
        digest.update(np.ascontiguousarray(tensor).tobytes())
    return digest.hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def load_model(path: str | Path) -> Sequential:
    """Return the model that ``model.save(path)`` wrote: layers, weights, and the state of its training.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Sequential
        Its predictions are those of the saved one, bit by bit; and training goes on as if it had not been interrupted.

    Raises
    ------
    OSError
        There is no such file, or it cannot be read.
    ValueError
        The file is damaged, cut off, or something else than such a model. No code in a file is ever run.

    Examples
    --------
    >>> import tempfile
    >>> from workings.neural_network import Sequential, layers, load_model
    >>> model = Sequential([layers.Dense(2, input_shape=(3,))], seed=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(f"{folder}/model.safetensors")
    ...     again = load_model(f"{folder}/model.safetensors")
    >>> bool((again.predict([[1.0, 2.0, 3.0]]) == model.predict([[1.0, 2.0, 3.0]])).all())
    True
    """
    from safetensors import SafetensorError, safe_open

    path = Path(path)
    path.open("rb").close()  # a missing file is an OSError of its own
    try:
        with safe_open(path, framework="np") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, ValueError, OSError) as problem:
        raise ValueError(f"load_model: {path} is damaged, cut off, or no safetensors file ({problem}).") from None
    kind, _, form = str(metadata.get("format")).rpartition(" ")
    if kind == FORMAT.rpartition(" ")[0] and form.isdecimal() and int(form) > int(FORMAT.rpartition(" ")[2]):
        raise ValueError(
            f"load_model: {path} was saved by a newer workings (its format is {metadata['format']!r}, this one knows "
            f"{FORMAT!r}). Try pip install --upgrade workings."
        )
    if metadata.get("format") != FORMAT:
        raise ValueError(
            f"load_model: {path} holds tensors, but no model of this library (its format is "
            f"{metadata.get('format')!r}, not {FORMAT!r}). Was it saved by model.save?"
        )
    if "sha256" in metadata and metadata["sha256"] != _hash_of(metadata.get("model", ""), tensors):
        raise ValueError(f"load_model: {path} is damaged: its contents are not those that were saved.")
    try:
        return _restore(json.loads(metadata["model"]), tensors)
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError) as problem:
        raise ValueError(f"load_model: {path} is damaged: {problem}.") from None


def _restore(head: dict[str, Any], tensors: dict[str, Array]) -> Sequential:
    model = Sequential(revive(head["layers"], _KNOWN), dtype=head["dtype"], seed=head["seed"], name=head["name"])
    if not model.built:
        raise ValueError("its layers do not say what shape they take")
    model.set_weights([tensors[f"weights/{k}"] for k in range(len(model.get_weights()))])
    if "loss" in head:
        model.compile(revive(head["optimiser"], _KNOWN), revive(head["loss"], _KNOWN), head["metrics"])
        model.optimizer.iterations = int(head["iterations"])
        slots = {name: tensors.get(f"optimiser/{name}") for name in model.optimizer.slot_names}
        kept = {name: np.array(slot) for name, slot in slots.items() if slot is not None}
        if kept and any(slot.shape != model.flat.shape for slot in kept.values()):
            raise ValueError("what its optimiser remembers has another size than the weights")
        model.optimizer.slots = kept
    model.rng.bit_generator.state = head["random"]
    return model
