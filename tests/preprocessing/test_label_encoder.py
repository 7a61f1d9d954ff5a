import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import LabelEncoder as Theirs

from workings.preprocessing import LabelEncoder, _numbering

LABELS = [
    ["b", "a", "c", "a"],
    np.array(["b", "a", "c", "a"], dtype=object),
    [3, -1, 3, 7],
    [0.5, -0.0, 0.0, np.nan],
    [True, False, True],
    np.array(["a", None, "b", np.nan], dtype=object),
    pd.Series(["x", "y", "x"]),
    np.array([[1], [2]]),
]


@pytest.mark.parametrize("large", [0, 10**9], ids=["kernels", "without"])
@pytest.mark.parametrize("y", LABELS, ids=repr)
@pytest.mark.filterwarnings("ignore:A column-vector y")
def test_same_as_scikit_learn(monkeypatch, y, large):
    monkeypatch.setattr(_numbering, "LARGE", large)
    ours, theirs = LabelEncoder().fit(y), Theirs().fit(y)
    assert ours.classes_.dtype == theirs.classes_.dtype
    assert repr(ours.classes_) == repr(theirs.classes_)
    for found in (ours.transform(y), LabelEncoder().fit_transform(y)):
        np.testing.assert_array_equal(found, theirs.transform(y))
        assert found.dtype == theirs.transform(y).dtype
    np.testing.assert_array_equal(ours.inverse_transform([1, 0, 1]), theirs.inverse_transform([1, 0, 1]))


def test_labels_are_compared_as_they_are():
    """scikit-learn casts them to the type of the classes first: 1.5 becomes 1, and a long string a short one."""
    with pytest.raises(ValueError, match=r"unseen labels: \[1.5\]"):
        LabelEncoder().fit([1, 2]).transform([1.5])
    with pytest.raises(ValueError, match=r"unseen labels: \['ab'\].*fitted on 1 labels"):
        LabelEncoder().fit(["a"]).transform(["ab"])
    assert LabelEncoder().fit([1, 2]).transform([2.0]).tolist() == [1]


@pytest.mark.parametrize("y", [[2], [-1], [0.5]])
def test_numbers_that_no_label_has(y):
    with pytest.raises(ValueError, match="from 0 to 1"):
        LabelEncoder().fit(["a", "b"]).inverse_transform(y)


def test_refusals():
    with pytest.raises(TypeError, match=r"\['int', 'str'\] in y"):
        LabelEncoder().fit(np.array(["a", 1], dtype=object))
    with pytest.raises(ValueError, match="1d array"):
        LabelEncoder().fit([[1, 2], [3, 4]])
