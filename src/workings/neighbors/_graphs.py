"""Neighbours as a sparse matrix, of the kind that scikit-learn is set to."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix

Array = NDArray[Any]


def graph_of(entries: Array, columns: Array, ends: Array, shape: tuple[int, int]) -> Any:
    """Return the CSR matrix, or the CSR array where ``sparse_interface`` asks for it."""
    from sklearn import get_config

    kind = csr_array if get_config().get("sparse_interface", "spmatrix") == "sparray" else csr_matrix
    return kind((entries, columns, ends), shape=shape)
