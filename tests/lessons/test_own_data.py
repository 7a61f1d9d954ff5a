import numpy as np
import pytest

from workings.lessons.own_data import DataError, Reads, read_table

GOOD = "age,salary,city,bought\n20,30.5,Rome,no\n30,50,Oslo,yes\n40,70,Rome,yes\n25,20,Oslo,no\n"


@pytest.fixture
def write(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_table(write):
    table = read_table(write(GOOD), "bought")
    np.testing.assert_array_equal(table.X, [[20, 30.5], [30, 50], [40, 70], [25, 20]])
    assert table.y.tolist() == ["no", "yes", "yes", "no"]
    assert table.features == ("age", "salary")
    assert table.left_out == ("city",)


def test_chosen_features_keep_their_order(write):
    assert read_table(write(GOOD), "bought", ["salary", " age "]).features == ("salary", "age")


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_marks(write, separator, encoding):
    table = read_table(write(GOOD.replace(",", separator).replace("\n", "\r\n"), encoding), "bought")
    assert table.features == ("age", "salary")


def test_numbers_as_classes_are_numbers(write):
    table = read_table(write("x,y\n1,0\n2,1\n3,1.0\n4,0\n\n"), "y")
    assert table.y.tolist() == [0, 1, 1, 0]
    assert table.y.dtype.kind == "i"


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (GOOD, {"target": "buoght"}, "Did you mean 'bought'"),
        (GOOD, {"target": "bought", "features": ["agee"]}, "Did you mean 'age'"),
        (GOOD, {"target": "bought", "features": ["city"]}, "holds text .'Rome' in line 2"),
        (GOOD, {"target": "bought", "features": ["bought"]}, "the target 'bought' itself"),
        (GOOD.replace("50", ""), {"target": "bought"}, "'salary' has no value in line 3"),
        (GOOD.replace("50", "NA"), {"target": "bought"}, "'salary' has no value in line 3"),
        (GOOD.replace("50", "inf"), {"target": "bought"}, "must be finite"),
        (GOOD.replace("yes", ""), {"target": "bought"}, "target 'bought' has no value in line 3"),
        (GOOD.replace("yes", "no"), {"target": "bought"}, "nothing to tell apart"),
        (GOOD + "1,2,Rome,maybe\n", {"target": "bought"}, "single row"),
        (GOOD + "1,2,Rome\n", {"target": "bought"}, "line 6 .* has 3 columns"),
        (GOOD.replace("city", "age"), {"target": "bought"}, "more than one column"),
        ("a,b\nx,1\ny,2\n", {"target": "b"}, "no column"),
        ("a,b\n", {"target": "b"}, "no rows"),
        ("", {"target": "b"}, "no rows"),
        ("a,b\n" + "".join(f"{i},{i}.5\n" for i in range(40)), {"target": "b"}, "measures something"),
    ],
)
def test_what_is_wrong_is_said(write, text, options, words):
    with pytest.raises(DataError, match=words):
        read_table(write(text), **options)


def test_files_that_cannot_be_read(write, tmp_path):
    with pytest.raises(DataError, match="cannot read"):
        read_table(tmp_path / "none.csv", "y")
    with pytest.raises(DataError, match="UTF-8"):
        read_table(write("größe,y\n1,0\n", "latin-1"), "y")


def test_a_day_may_read_text_and_holes_and_predict_a_number(write):
    text = "age,city,score\n20,Rome,1.5\n,Oslo,2.5\n40,,3.5\n"
    table = read_table(write(text), "score", reads=Reads(target="numbers", texts=True, holes=True))
    np.testing.assert_array_equal(table.X, [[20], [np.nan], [40]])
    assert table.texts.tolist() == [["Rome"], ["Oslo"], [None]]
    assert (table.features, table.text_features, table.left_out) == (("age",), ("city",), ())
    assert table.y.tolist() == [1.5, 2.5, 3.5]
    with pytest.raises(DataError, match="'age' has no value in line 3"):
        read_table(write(text), "score", reads=Reads(target="numbers", texts=True))
    with pytest.raises(DataError, match="'city' has no value in line 4"):
        read_table(write(text.replace(",Oslo", "30,Oslo")), "score", reads=Reads(target="numbers", texts=True))
    with pytest.raises(DataError, match="predicts a number"):
        read_table(write(text), "city", reads=Reads(target="numbers", holes=True))
    with pytest.raises(DataError, match="nothing to predict"):
        read_table(write("a,b\n1,2\n2,2\n"), "b", reads=Reads(target="numbers"))
    assert read_table(write("a,b\n1,x\n2,y\n"), "a", ["b"], Reads("numbers", texts=True)).X.shape == (2, 0)
