import itertools

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import OrdinalEncoder as Theirs

from workings.preprocessing import OrdinalEncoder, _numbering
from workings.preprocessing._numbering import is_nan

RNG = np.random.default_rng(0)
NAMES = np.array(["a", "b", "c", np.nan], dtype=object)[RNG.choice(4, 200, p=[0.5, 0.3, 0.1, 0.1])]
NUMBERS = np.array([3.0, -1.0, np.nan, 2.0])[RNG.choice(4, 200, p=[0.5, 0.3, 0.1, 0.1])]
X = np.column_stack([NAMES, NUMBERS.astype(object)])


@pytest.fixture(params=[0, 10**9], ids=["kernels", "without"], autouse=True)
def _kernels_or_not(request, monkeypatch):
    monkeypatch.setattr(_numbering, "LARGE", request.param)


def assert_equal_entries(found, expected):
    """Entry by entry; NaN equals NaN in an array of objects too."""
    assert np.shape(found) == np.shape(expected)
    for a, b in zip(np.ravel(found).tolist(), np.ravel(expected).tolist(), strict=True):
        assert a == b or (a is not None and b is not None and a != a and b != b), (found, expected)


def read_back(theirs, table):
    """What the codes of a table should be read as.

    Not scikit-learn's own inverse: where NaN is missing and others are infrequent it takes NaN's place for theirs.
    """
    rare = getattr(theirs, "infrequent_categories_", [None] * len(theirs.categories_))
    both_nan = is_nan(theirs.unknown_value) and is_nan(theirs.encoded_missing_value)
    found = np.array(table, dtype=object)
    for i, (categories, infrequent) in enumerate(zip(theirs.categories_, rare, strict=True)):
        for k, value in enumerate(found[:, i]):
            if infrequent is not None and value in infrequent.tolist():
                found[k, i] = "infrequent_sklearn"
            elif value not in categories.tolist() and not (is_nan(value) and is_nan(categories[-1])):
                found[k, i] = np.nan if both_nan and is_nan(categories[-1]) else None
    return found


def assert_same_encoders(X, other=None, **parameters):
    ours, theirs = OrdinalEncoder(**parameters), Theirs(**parameters)
    encoded = ours.fit_transform(X)
    expected = theirs.fit_transform(X)
    assert encoded.dtype == expected.dtype
    np.testing.assert_array_equal(encoded, expected)
    np.testing.assert_array_equal(ours.fit(X).transform(X), expected)
    for table in (X, other) if other is not None else (X,):
        codes = theirs.transform(table)
        np.testing.assert_array_equal(ours.transform(table), codes)
        assert_equal_entries(ours.inverse_transform(codes), read_back(theirs, table))
    return ours


@pytest.mark.parametrize("frequency", [None, 30, 0.2])
@pytest.mark.parametrize("most", [None, 1, 2, 3])
@pytest.mark.parametrize("missing", [np.nan, -2])
def test_same_as_scikit_learn(frequency, most, missing):
    grouping = {"min_frequency": frequency, "max_categories": most}
    assert_same_encoders(X, encoded_missing_value=missing, **grouping)
    other = np.array([["a", 3.0], ["z", 7.0], [np.nan, np.nan], [None, -1.0]], dtype=object)
    for unknown in (-1, 90, np.nan):
        assert_same_encoders(
            X,
            other,
            handle_unknown="use_encoded_value",
            unknown_value=unknown,
            encoded_missing_value=missing,
            **grouping,
        )


def test_types():
    assert_same_encoders(np.column_stack([NUMBERS, NUMBERS]))
    assert_same_encoders(np.array([["a", "b"], ["c", "b"]]), dtype=np.int32)
    frame = pd.DataFrame({"name": pd.Categorical(NAMES), "number": NUMBERS})
    assert_same_encoders(frame)
    assert_same_encoders(frame, categories=[["c", "b", "a", np.nan], [-1.0, 2.0, 3.0, np.nan]])
    out = OrdinalEncoder().set_output(transform="pandas").fit_transform(frame)
    assert out.columns.tolist() == ["name", "number"]


def test_many_tables():
    rng = np.random.default_rng(2)
    for seed, (frequency, most) in enumerate(itertools.product([None, 2, 0.2], [None, 2, 3])):
        table = rng.integers(0, 2 + seed, (30, 2)).astype(object)
        assert_same_encoders(table, min_frequency=frequency, max_categories=most)


def test_only_missing():
    assert_same_encoders(np.array([[np.nan], [np.nan]]))


def test_the_inverse_leaves_its_argument_alone():
    codes = np.array([[0.0, np.nan], [np.nan, 0.0]])
    before = codes.copy()
    OrdinalEncoder().fit(X).inverse_transform(codes)
    np.testing.assert_array_equal(codes, before)


@pytest.mark.parametrize(
    ("parameters", "error", "words"),
    [
        ({"unknown_value": -1}, TypeError, "only be set when"),
        ({"handle_unknown": "use_encoded_value"}, TypeError, "should be an integer or np.nan"),
        ({"handle_unknown": "use_encoded_value", "unknown_value": 1}, ValueError, "already used.*column 0"),
        (
            {"handle_unknown": "use_encoded_value", "unknown_value": 1, "max_categories": 2},
            ValueError,
            "already used for encoding the seen categories, of column 0",
        ),
        (
            {"handle_unknown": "use_encoded_value", "unknown_value": np.nan, "dtype": int},
            ValueError,
            "should be a float dtype",
        ),
        ({"dtype": int}, ValueError, r"missing values in features \[0, 1\]"),
        ({"encoded_missing_value": 2}, ValueError, r"encoded_missing_value \(2\) is already"),
    ],
)
def test_refusals(parameters, error, words):
    with pytest.raises(error, match=words):
        OrdinalEncoder(**parameters).fit(X)


@pytest.mark.parametrize("code", [-1.0, 3.0, 0.5, np.nan])
def test_numbers_that_no_category_has(code):
    encoder = OrdinalEncoder().fit([["a"], ["b"], ["c"]])
    with pytest.raises(ValueError, match=r"column 0 is no category's number.*from 0 to 2"):
        encoder.inverse_transform([[code]])


def test_unknown_categories_are_named():
    with pytest.raises(ValueError, match=r"\['z'\] in column 0 during transform.*unknown_value=-1"):
        OrdinalEncoder().fit([["a"]]).transform([["z"]])
