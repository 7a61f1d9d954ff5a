"""Whatever an estimator is given: the right kind of answer or a documented refusal, and the data stay as they were."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import is_classifier
from sklearn.utils import get_tags

from tests.contract.estimators import all_estimators, wants_only_labels
from tests.trust.fuzzing import fuzzed
from tests.trust.hostile_data import features, targets

# What people are told with; anything else (IndexError, KeyError, AttributeError ...) is an accident inside.
REFUSALS = (ValueError, TypeError, FloatingPointError, OverflowError, np.linalg.LinAlgError, MemoryError)
# Small, so that a thousand fits are quick.
SMALL = {
    "n_estimators": 3,
    "max_iter": 30,
    "n_alphas": 5,
    "n_clusters": 2,
    "n_init": 1,
    "Cs": 2,
    "hidden_layer_sizes": (4,),
    "n_jobs": 1,
    "n_neighbors": 2,
    "cv": 2,
}


def made(kind: type) -> Any:
    model = kind()
    known = model.get_params()
    return model.set_params(**{name: value for name, value in SMALL.items() if name in known})


def samples(X: Any) -> int:
    shape = getattr(X, "shape", None)
    if shape is not None:
        return int(shape[0]) if shape else 5
    return len(X) if isinstance(X, list) else 5


def frozen(data: Any) -> bytes:
    """Return something that differs when the data differ."""
    if sp.issparse(data):
        return pickle.dumps([part.tobytes() for part in vars(data).values() if isinstance(part, np.ndarray)])
    if isinstance(data, np.ndarray) and data.dtype != object:
        return data.tobytes() + (np.ma.getmaskarray(data).tobytes() if np.ma.isMaskedArray(data) else b"")
    return pickle.dumps(data)


@pytest.mark.parametrize("kind", all_estimators(), ids=lambda kind: kind.__name__)
@fuzzed()
@given(data=st.data())
def test_answers_or_refuses(kind: type, data: st.DataObject) -> None:
    X, seen = data.draw(features())
    length = samples(X)
    y = data.draw(targets(length))
    before = frozen(X), frozen(y)
    model = made(kind)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with np.errstate(all="ignore"):
                answer = fitted_and_asked(model, X, y)
    except REFUSALS as refusal:
        answer, words = None, str(refusal)
    else:
        words = "none are needed"
    assert words.strip(), f"{kind.__name__} refuses without a word"
    assert (frozen(X), frozen(y)) == before, f"{kind.__name__} changed its data"
    if answer is None:
        return
    allows_nan = get_tags(model).input_tags.allow_nan
    if not wants_only_labels(model) and not allows_nan and get_tags(model).input_tags.two_d_array:
        takes_words = get_tags(model).input_tags.categorical or get_tags(model).input_tags.string
        assert seen is not None or takes_words, (
            f"{kind.__name__} took {type(X).__name__} that is no finite matrix: {X!r}"
        )
    if seen is not None and np.abs(seen).max(initial=0.0) < 1e6:
        judged(model, answer, len(y) if wants_only_labels(model) else length, y)


def fitted_and_asked(model: Any, X: Any, y: Any) -> Any:
    if wants_only_labels(model):
        return model.fit(y).transform(y)
    model.fit(X, y)
    for ask in ("predict", "transform", "kneighbors"):
        if hasattr(model, ask):
            return getattr(model, ask)(X)
    return ()


def judged(model: Any, answer: Any, length: int, y: Any) -> None:
    """Hold an answer about ordinary numbers to what it must be: a row for each sample, classes that exist, no nan."""
    first = answer[0] if isinstance(answer, tuple) and answer else answer
    if isinstance(first, tuple):
        return
    assert np.shape(first)[0] == length
    if is_classifier(model) and hasattr(model, "classes_") and np.ndim(y) == 1:
        assert set(np.asarray(first).tolist()) <= set(np.asarray(y).tolist())
    elif not sp.issparse(first) and np.asarray(first).dtype.kind == "f" and not get_tags(model).input_tags.allow_nan:
        limits = np.asarray(y, dtype=object)
        if all(isinstance(v, int | float) and abs(v) < 1e6 for v in limits.ravel().tolist()):
            assert np.isfinite(np.asarray(first, dtype=float)).all(), f"{model} answers {first}"
