"""Data frames of pandas and polars in and out, by scikit-learn's set_output."""

from __future__ import annotations

import numpy as np
import pytest

from workings.cluster import KMeans
from workings.linear_model import LinearRegression, LogisticRegression
from workings.preprocessing import MinMaxScaler, StandardScaler


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_in_and_out(library):
    frames = pytest.importorskip(library)
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 3)) * [1, 5, 20], rng.integers(0, 2, 60)
    frame = frames.DataFrame({"a": X[:, 0], "b": X[:, 1], "c": X[:, 2]})
    for scaler in (StandardScaler(), MinMaxScaler()):
        found = scaler.set_output(transform=library).fit_transform(frame)
        assert isinstance(found, frames.DataFrame)
        assert list(found.columns) == ["a", "b", "c"]
        np.testing.assert_allclose(found.to_numpy(), type(scaler)().fit_transform(X))
    distances = KMeans(2, random_state=0).set_output(transform=library).fit(frame).transform(frame)
    assert isinstance(distances, frames.DataFrame)
    assert list(distances.columns) == ["kmeans0", "kmeans1"]
    for model in (LinearRegression(), LogisticRegression()):
        assert list(model.fit(frame, y).feature_names_in_) == ["a", "b", "c"]
        np.testing.assert_allclose(model.predict(frame), type(model)().fit(X, y).predict(X))
