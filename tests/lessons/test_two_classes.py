import numpy as np
from rich.console import Console

from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.lessons.two_classes import say_table, two_classes


def table(y):
    return Table(np.zeros((len(y), 1)), np.array(y), ("size",), "kind", ("colour",))


def test_the_second_of_two_classes_is_1():
    found = two_classes(table(["no", "yes", "no"]))
    assert found.y.tolist() == [0, 1, 0]
    assert found.names == ("no", "yes")


def test_of_more_classes_the_most_frequent_is_1_and_that_is_said(capsys):
    found = two_classes(table([3, 1, 2, 2]))
    assert found.y.tolist() == [0, 0, 1, 1]
    assert found.names == ("not 2", "2")
    say_table(Page(console=Console(width=200)), table([3, 1, 2, 2]), found)
    told = capsys.readouterr().out
    assert "more than two classes" in told
    assert "4 rows, 1 features" in told
    assert "colour" in told
