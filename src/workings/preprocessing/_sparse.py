"""Which kind of sparse container is returned: matrices or arrays, as scikit-learn is set."""

from __future__ import annotations

from typing import Any

import sklearn
from scipy import sparse


def in_the_wanted_interface(X: Any) -> Any:
    """Return a sparse container as scikit-learn's setting ``sparse_interface`` has it; before 1.9, as a matrix."""
    wanted = sklearn.get_config().get("sparse_interface", "spmatrix")
    if sparse.isspmatrix(X) == (wanted == "spmatrix"):
        return X
    return getattr(sparse, f"{X.format}_{'matrix' if wanted == 'spmatrix' else 'array'}")(X)
