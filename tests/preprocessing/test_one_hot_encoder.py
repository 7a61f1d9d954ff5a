import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.preprocessing import OneHotEncoder as Theirs

from workings.preprocessing import OneHotEncoder, _numbering

RNG = np.random.default_rng(0)
COLOURS = np.array(["red", "green", "blue", "black"], dtype=object)[RNG.choice(4, 200, p=[0.5, 0.3, 0.17, 0.03])]
SIZES = np.array([3, 1, 2, 40])[RNG.choice(4, 200, p=[0.4, 0.3, 0.27, 0.03])]
FLAGS = np.array(["yes", "no"], dtype=object)[RNG.integers(0, 2, 200)]
MISSING = np.array(["a", None, np.nan, "b"], dtype=object)[RNG.integers(0, 4, 200)]
TABLES = {
    "objects": np.column_stack([COLOURS, SIZES.astype(object), FLAGS]),
    "strings": np.column_stack([COLOURS, FLAGS]).astype(str),
    "integers": np.column_stack([SIZES, SIZES % 2]),
    "floats": np.column_stack([SIZES / 4, np.where(SIZES > 2, np.nan, SIZES)]),
    "missing": np.column_stack([MISSING, FLAGS]),
    "constant": np.column_stack([np.full(200, "one", dtype=object), FLAGS]),
    "list": [["a", 1], ["b", 2], ["a", 3]],
    "frame": pd.DataFrame({"colour": COLOURS, "size": SIZES, "flag": pd.Categorical(FLAGS)}),
    "categories": pd.DataFrame({"colour": pd.Categorical(MISSING, categories=["b", "unused", "a"])}),
}


def assert_equal_entries(found, expected):
    """Entry by entry; NaN equals NaN in an array of objects too."""
    assert np.shape(found) == np.shape(expected)
    for a, b in zip(np.ravel(found).tolist(), np.ravel(expected).tolist(), strict=True):
        assert a == b or (a is not None and b is not None and a != a and b != b), (found, expected)


def assert_same(ours, theirs):
    if sparse.issparse(theirs):
        assert type(ours) is type(theirs)
        assert ours.indices.dtype == theirs.indices.dtype
        assert ours.has_canonical_format
        ours, theirs = ours.toarray(), theirs.toarray()
    assert type(ours) is type(theirs)
    assert ours.dtype == theirs.dtype
    assert_equal_entries(ours, theirs)


def assert_same_encoders(X, other=None, **parameters):
    ours, theirs = OneHotEncoder(**parameters), Theirs(**parameters)
    encoded = ours.fit_transform(X)
    assert_same(encoded, theirs.fit_transform(X))
    assert_same(ours.fit(X).transform(X), encoded)
    for mine, model in zip(ours.categories_, theirs.categories_, strict=True):
        assert mine.dtype == model.dtype
        assert_equal_entries(mine, model)
    assert_equal_entries(ours.drop_idx_, theirs.drop_idx_)
    assert_equal_entries(ours.get_feature_names_out(), theirs.get_feature_names_out())
    if not encoded.shape[1]:  # every column is dropped: neither can be read back
        return ours, theirs
    reader = theirs
    if parameters.get("drop") and {"min_frequency", "max_categories"} & set(parameters):
        # Zeros are the dropped group; where unknown ones are ignored too, scikit-learn takes its number for that of a
        # category, and reads another one.
        reader = Theirs(**{**parameters, "handle_unknown": "error"}).fit(X)
    assert_same(ours.inverse_transform(encoded), reader.inverse_transform(encoded))
    if other is not None:
        found = ours.transform(other)
        assert_same(found, theirs.transform(other))
        assert_same(ours.inverse_transform(found), reader.inverse_transform(found))
    return ours, theirs


@pytest.fixture(params=[0, 10**9], ids=["kernels", "without"], autouse=True)
def _kernels_or_not(request, monkeypatch):
    monkeypatch.setattr(_numbering, "LARGE", request.param)


@pytest.mark.parametrize("sparse_output", [True, False])
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
@pytest.mark.parametrize("table", TABLES)
def test_same_as_scikit_learn(table, drop, sparse_output):
    assert_same_encoders(TABLES[table], drop=drop, sparse_output=sparse_output)


@pytest.mark.parametrize("grouping", [{"min_frequency": 30}, {"min_frequency": 0.2}, {"max_categories": 3}])
@pytest.mark.parametrize("more", [{}, {"max_categories": 2}, {"max_categories": 1}])
@pytest.mark.parametrize("drop", [None, "first", "if_binary"])
@pytest.mark.parametrize("table", ["objects", "integers", "floats", "missing", "frame"])
def test_infrequent_categories(table, drop, grouping, more):
    ours, theirs = assert_same_encoders(TABLES[table], drop=drop, sparse_output=False, **{**grouping, **more})
    for mine, model in zip(ours.infrequent_categories_, theirs.infrequent_categories_, strict=True):
        assert_equal_entries(mine, model)


@pytest.mark.parametrize("handle_unknown", ["ignore", "infrequent_if_exist", "warn"])
@pytest.mark.parametrize("drop", [None, "first"])
@pytest.mark.parametrize("min_frequency", [None, 30])
def test_unknown_categories(handle_unknown, drop, min_frequency):
    X = TABLES["objects"]
    other = np.array([["red", 3, "yes"], ["mauve", 3, "no"], ["red", 7, "perhaps"], [None, np.nan, 0]], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_same_encoders(X, other, drop=drop, min_frequency=min_frequency, handle_unknown=handle_unknown)
    encoder = OneHotEncoder(drop=drop, min_frequency=min_frequency, handle_unknown=handle_unknown).fit(X)
    if handle_unknown == "warn" or drop:
        with pytest.warns(UserWarning, match=r"unknown categories in columns \[0, 1, 2\]"):
            encoder.transform(other)


def test_given_categories_and_drops():
    X = TABLES["objects"]
    given = [["black", "blue", "green", "red", "white"], [1, 2, 3, 40], ["no", "yes"]]
    assert_same_encoders(X, categories=given, drop=["white", 2, "no"])
    assert_same_encoders(X, categories=[given[0][1:], given[1], given[2]], handle_unknown="ignore")
    assert_same_encoders(TABLES["floats"], categories=[[0.25, 0.5, 0.75, 10.0], [1.0, 2.0, np.nan]], drop=[0.5, np.nan])
    assert_same_encoders(np.array([["a"], ["bc"]]), categories=[["bc", "longer", "a"]])


@pytest.mark.parametrize("dtype", [np.float32, np.int8, bool, np.uint64])
def test_type_of_the_result(dtype):
    assert_same_encoders(TABLES["objects"], dtype=dtype)


def test_all_options_together():
    rng = np.random.default_rng(1)
    for seed, (drop, unknown, frequency, most) in enumerate(
        itertools.product(
            [None, "first", "if_binary"], ["error", "ignore", "infrequent_if_exist"], [None, 2, 0.1], [None, 2, 4]
        )
    ):
        X = rng.integers(0, 2 + seed % 7, (40, 3)).astype(object)
        assert_same_encoders(X, drop=drop, handle_unknown=unknown, min_frequency=frequency, max_categories=most)


def test_names():
    encoder = OneHotEncoder(feature_name_combiner=lambda feature, category: f"{feature}={category!r}")
    assert encoder.fit(TABLES["frame"]).get_feature_names_out()[0] == "colour='black'"
    assert OneHotEncoder().fit([[1.5]]).get_feature_names_out(["a"]).tolist() == ["a_1.5"]


def test_frames_come_out():
    frame = OneHotEncoder(sparse_output=False).set_output(transform="pandas").fit_transform(TABLES["frame"])
    assert frame.columns[0] == "colour_black"
    with pytest.raises(ValueError, match="sparse_output=False"):
        OneHotEncoder().set_output(transform="pandas").fit_transform(TABLES["frame"])


@pytest.mark.parametrize(
    ("parameters", "X", "error", "words"),
    [
        ({"categories": [["a"]]}, [["a", "b"]], ValueError, r"2 columns, and categories has 1"),
        ({"categories": [["a", "a"]]}, [["a"]], ValueError, "duplicate"),
        ({"categories": [["a"]]}, [["b"]], ValueError, r"unknown categories \['b'\] in column 0 during fit, which"),
        ({"categories": [[2, 1]]}, [[1]], ValueError, r"Unsorted.*Try \[1, 2\]"),
        ({"categories": [[1, 1.5]]}, [[1]], ValueError, "X holds integers"),
        ({"categories": [[]]}, [["a"]], ValueError, "no list of values"),
        ({"categories": [[np.nan, 1.0]]}, [[1.0]], ValueError, "Nan should be the last"),
        ({"categories": [[b"a"]]}, [["a"]], ValueError, "bytes.*Decode"),
        ({"drop": ["a", "b"]}, [["a"]], ValueError, r"\(1\), got 2"),
        ({"drop": ["c"]}, [["a"]], ValueError, "Category: c, Feature: 0"),
        ({"drop": ["b"], "min_frequency": 2}, [["a"], ["a"], ["b"]], ValueError, "'b' from feature 0.*infrequent"),
        ({}, np.array([["a"], [1]], dtype=object), TypeError, r"\['int', 'str'\] in column 0.*astype\(str\)"),
        ({}, np.array([[{}], [{}]], dtype=object), TypeError, "dict"),
        ({}, pd.DataFrame({"city": pd.array(["a", pd.NA], dtype="string")}), TypeError, r"column 0 \('city'\).*np.nan"),
        ({}, sparse.csr_array([[1.0]]), TypeError, "Sparse"),
        ({}, [["a"], ["b", "c"]], ValueError, "inhomogeneous|2D"),
        ({"max_categories": 0}, [["a"]], ValueError, "max_categories"),
    ],
)
def test_refusals(parameters, X, error, words):
    with pytest.raises(error, match=words):
        OneHotEncoder(**parameters).fit(X)


def test_unknown_categories_are_named_with_their_column_and_a_remedy():
    encoder = OneHotEncoder().fit(TABLES["frame"])
    other = TABLES["frame"].iloc[:2].assign(colour=["mauve", "red"])
    with pytest.raises(
        ValueError, match=r"\['mauve'\] in column 0 \('colour'\) during transform.*handle_unknown='ignore'"
    ):
        encoder.transform(other)
    with pytest.raises(ValueError, match="and 10 others"):
        OneHotEncoder().fit([[-1]]).transform(np.arange(20)[:, None])


def test_refusals_of_the_inverse():
    encoder = OneHotEncoder().fit([["a"], ["b"]])
    with pytest.raises(ValueError, match="Expected 2 columns, got 3"):
        encoder.inverse_transform([[0, 1, 0]])
    with pytest.raises(ValueError, match=r"Samples \[1\]"):
        encoder.inverse_transform([[0, 1], [0, 0]])
    with pytest.raises(AttributeError, match="set min_frequency"):
        _ = encoder.infrequent_categories_


def test_a_column_of_another_type_than_in_the_fit():
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(np.array([["a"], ["bcd"]]))
    assert encoder.transform(np.array([["bcdefg"], ["a"], ["bc"]])).tolist() == [[0, 0], [1, 0], [0, 0]]
    assert encoder.transform(np.array([["bcd"], [None]], dtype=object)).tolist() == [[0, 1], [0, 0]]
    numbers = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit([[1], [2]])
    assert numbers.transform([[1.0], [1.5]]).tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize("kind", ["OneHotEncoder", "OrdinalEncoder"])
def test_an_empty_list_is_refused_in_words(kind):
    import workings.preprocessing

    with pytest.raises(ValueError, match="Expected 2D array"):
        getattr(workings.preprocessing, kind)().fit([])
