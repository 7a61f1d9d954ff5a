import pytest

from workings.lessons import days, get_day, path


def test_54_days_in_order():
    assert [day.number for day in days()] == list(range(1, 55))
    assert len({day.slug for day in days()}) == 54


def test_ready_days_are_there():
    for day in days():
        assert day.folder.is_dir() or not day.ready, day.number


def test_a_day_that_is_not_there_is_refused_with_one_that_is(monkeypatch):
    assert get_day(6).title == "Logistic regression"
    with pytest.raises(ValueError, match="days 1 to 54"):
        get_day(0)
    some = (path.Day(1, "A", "a", ready=True), path.Day(5, "B", "b", ready=True), path.Day(6, "C", "c", ready=False))
    monkeypatch.setattr(path, "days", lambda: some)
    with pytest.raises(ValueError, match=r"not ready yet\. Try day 5"):
        get_day(6)
