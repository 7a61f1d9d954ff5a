"""The class of a sample that nobody is near to."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def outlier_labels(wanted: Any, classes: list[Array], numbers: Array) -> list[Any] | None:
    """Return the outlier label of each output, or None; refuse one of another kind than the classes."""
    if wanted is None:
        return None
    if isinstance(wanted, str) and wanted == "most_frequent":
        return [own[np.bincount(numbers[:, j]).argmax()] for j, own in enumerate(classes)]
    if isinstance(wanted, str) or not hasattr(wanted, "__len__"):
        labels = [wanted] * len(classes)
    elif len(wanted) != len(classes):
        raise ValueError(
            f"The length of outlier_label: {wanted} is inconsistent with the output length: {len(classes)}"
        )
    else:
        labels = list(wanted)
    for own, label in zip(classes, labels, strict=True):
        if hasattr(label, "__len__") and not isinstance(label, str):
            raise TypeError(f"The outlier_label of classes {own} is supposed to be a scalar, got {label}.")
        if np.append(own, label).dtype != own.dtype:
            raise TypeError(f"The dtype of outlier_label {label} is inconsistent with classes {own} in y.")
    return labels
