"""Data as careless or hostile people hand them in, drawn by Hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from hypothesis import strategies as st

VALUES = (
    *("usual", "usual", "usual", "integers", "small integers", "constant", "twice", "steps"),
    *("huge", "subnormal", "mixed", "offset", "zeros", "negative zeros", "nan", "infinite", "one hot"),
)
CONTAINERS = (
    *("C", "C", "F", "strided", "reversed", "read-only", "float32", "float16", "longdouble", "int8", "uint8", "bool"),
    *("object", "object with text", "list", "list of lists with a hole", "masked", "matrix", "frame", "frame of text"),
    *("csr", "csc", "coo", "csr with doubles", "flat", "deep", "complex", "text", "dates", "a number", "none"),
)
TARGETS = (
    *("classes", "classes", "words", "one class", "numbers", "numbers", "booleans", "negative", "column"),
    *("two columns", "nan", "infinite", "too short", "too long", "empty", "none", "objects", "huge", "counts"),
)


@st.composite
def features(draw: st.DrawFn) -> tuple[Any, np.ndarray | None]:
    """Draw X as it is handed in, and as a matrix of float64, or None where it is no finite matrix."""
    n = draw(st.sampled_from((0, 1, 2, 3, 5, 12, 30, 30, 40, 70)))
    p = draw(st.sampled_from((0, 1, 1, 2, 3, 3, 6, 20)))
    seed = draw(st.integers(0, 2**32 - 1))
    plain = _numbers(np.random.default_rng(seed), n, p, draw(st.sampled_from(VALUES)))
    container = draw(st.sampled_from(CONTAINERS))
    with np.errstate(all="ignore"):
        given = contained(plain, container)
        try:
            seen = given.toarray() if sp.issparse(given) else np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError):
            return given, None
    if container == "complex" or seen.ndim != 2 or 0 in seen.shape or not np.isfinite(seen).all():
        return given, None
    return given, seen


def _numbers(rng: np.random.Generator, n: int, p: int, values: str) -> np.ndarray:
    X = rng.normal(size=(n, p))
    if values == "integers":
        return rng.integers(-100, 100, size=(n, p)).astype(float)
    if values == "small integers":
        return rng.integers(0, 3, size=(n, p)).astype(float)
    if values == "twice":
        return X[rng.integers(0, max(1, n // 3), size=n)] if n else X
    if values == "one hot":
        return np.eye(max(p, 1))[rng.integers(0, max(p, 1), size=n)][:, :p]
    if values in ("nan", "infinite") and X.size:
        X.flat[rng.integers(X.size)] = np.nan if values == "nan" else rng.choice([np.inf, -np.inf])
        return X
    changed = {
        "constant": np.full((n, p), 3.7),
        "steps": np.round(X, 1),
        "huge": X * 10.0 ** rng.integers(100, 308),
        "subnormal": X * 5e-320,
        "mixed": X * 10.0 ** rng.integers(-200, 200, size=(1, p)),
        "offset": X + 1e9,
        "zeros": np.zeros((n, p)),
        "negative zeros": -np.zeros((n, p)),
    }
    return changed.get(values, X)


def contained(X: np.ndarray, container: str) -> Any:
    """Return X in some container."""
    n, p = X.shape
    if container in ("float32", "float16", "longdouble", "int8", "uint8", "bool", "complex"):
        return X.astype(container)
    match container:
        case "F":
            return np.asfortranarray(X)
        case "strided":
            wide = np.full((2 * n, 3 * p), np.nan)
            wide[::2, ::3] = X
            return wide[::2, ::3]
        case "reversed":
            return X[::-1, ::-1].copy()[::-1, ::-1]
        case "read-only":
            X = X.copy()
            X.setflags(write=False)
            return X
        case "object":
            return X.astype(object)
        case "object with text":
            mixed = X.astype(object)
            if mixed.size:
                mixed.flat[0] = "text"
            return mixed
        case "list":
            return X.tolist()
        case "list of lists with a hole":
            return [row[: p - (i == n - 1)] for i, row in enumerate(X.tolist())]
        case "masked":
            return np.ma.masked_array(X, mask=X > 1.0)
        case "matrix":
            return np.asmatrix(X)
        case "frame":
            return pd.DataFrame(X, columns=[f"c{j}" for j in range(p)])
        case "frame of text":
            return pd.DataFrame({f"c{j}": [f"w{v:.0f}" for v in X[:, j]] for j in range(p)})
        case "csr" | "csc" | "coo":
            return sp.coo_array(np.where(np.abs(X) > 0.5, X, 0.0)).asformat(container)
        case "csr with doubles" if X.size:
            rows = np.repeat(np.arange(n), 2)
            return (
                sp.csr_array((np.ones(2 * n), np.zeros(2 * n, dtype=int), np.arange(n + 1) * 2), shape=(n, p))
                if len(rows)
                else X
            )
        case "flat":
            return X.ravel()
        case "deep":
            return X[None]
        case "text":
            return X.astype(str)
        case "dates":
            return np.nan_to_num(np.clip(X, -1e6, 1e6)).astype("datetime64[s]")
        case "a number":
            return 3.5
        case "none":
            return None
    return X


@st.composite
def targets(draw: st.DrawFn, n: int) -> Any:
    """Draw y for so many samples."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    k = rng.integers(0, 3, size=n)
    match draw(st.sampled_from(TARGETS)):
        case "words":
            return np.array(["red", "green", "blue"])[k]
        case "one class":
            return np.ones(n, dtype=int)
        case "numbers":
            return rng.normal(size=n)
        case "booleans":
            return k > 0
        case "negative":
            return k - 5
        case "column":
            return k[:, None]
        case "two columns":
            return rng.normal(size=(n, 2))
        case "nan":
            return np.where(np.arange(n) == 0, np.nan, k)
        case "infinite":
            return np.where(np.arange(n) == 0, np.inf, k)
        case "too short":
            return k[: max(0, n - 1)]
        case "too long":
            return np.append(k, 1)
        case "empty":
            return []
        case "none":
            return None
        case "objects":
            return np.array([None, "a", 1.5], dtype=object)[k]
        case "huge":
            return rng.normal(size=n) * 1e300
        case "counts":
            return k.astype(float)
    return k
