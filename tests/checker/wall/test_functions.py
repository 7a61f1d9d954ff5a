"""Functions that live in this process."""

import functools
import os
import re
import threading
import time
import warnings

import numpy as np
import pytest
from scipy import special

from workings.checker.subject import Call, SubjectError
from workings.checker.wall import functions, open_function
from workings.checker.wall.local import LocalSubject

X = np.array([1.0, 2.0, 3.0])
WEIGHT = 2.0


def plain(x, axis=-1):
    """A plain function."""
    return x * WEIGHT


class Box:
    scale = 2.0

    def __call__(self, x):
        return x * self.scale

    def method(self, x):
        return x * self.scale


def outer():
    factor = 2.0

    def inner(x):
        return x * factor

    return inner


CASES = {
    "function": plain,
    "lambda": lambda x: x * WEIGHT,
    "closure": outer(),
    "method": Box().method,
    "object": Box(),
    "partial": functools.partial(plain, axis=0),
    "vectorize": np.vectorize(lambda v: v * WEIGHT),
    "wrapped": functools.lru_cache(lambda x: 2.0),
}


@pytest.fixture(params=["fork", "here"])
def opener(request):
    opened = []

    def make(function):
        subject = open_function(function) if request.param == "fork" else LocalSubject(function)
        opened.append(subject)
        return subject

    yield make
    for subject in opened:
        subject.close()


@pytest.mark.parametrize("kind", [k for k in CASES if k != "wrapped"])
def test_callables_of_every_kind(opener, kind):
    subject = opener(CASES[kind])
    answer = subject.call(Call((X,)))
    assert answer.kind == "value", answer
    assert np.array_equal(answer.value, 2 * X)
    assert subject.parameters[0].kind == "positional"
    assert subject.name


@pytest.mark.parametrize("kind", [k for k in CASES if k != "wrapped"])
def test_each_can_be_edited(opener, kind):
    subject = opener(CASES[kind])
    if kind in ("lambda", "vectorize"):
        assert subject.source.startswith("lambda")
    mended = subject.edited(re.sub(r"([xv] \*)", r"3 + \1", subject.source))
    assert np.array_equal(mended.call(Call((X,))).value, 2 * X + 3)
    mended.close()
    assert np.array_equal(subject.call(Call((X,))).value, 2 * X)


@pytest.mark.parametrize("function", [special.softmax, special.expit, np.exp, np.sum, abs, np.linalg.norm])
def test_functions_of_libraries(opener, function):
    subject = opener(function)
    assert subject.parameters
    expected = function(X)
    assert np.array_equal(subject.call(Call((X,))).value, expected)
    counted = subject.call(Call((X,)), count=True)
    assert np.array_equal(counted.value, expected)
    assert counted.ops is not None


def test_the_source_and_its_line(opener):
    subject = opener(plain)
    assert subject.source.startswith("def plain(x, axis=-1):")
    with open(subject.path) as file:
        assert file.read().splitlines()[subject.first_line - 1] == "def plain(x, axis=-1):"
    assert subject.parameters[1].default == "-1"


def test_errors_and_their_lines(opener):
    def fails(x):
        y = x
        raise ValueError(f"no {y.size}")

    answer = opener(fails).call(Call((X,)))
    assert (answer.kind, answer.error_type, answer.error_message) == ("raised", "ValueError", "no 3")
    assert answer.error_line == fails.__code__.co_firstlineno + 2


def test_endless_python_ends(opener):
    def endless(x):
        while True:
            pass

    answer = opener(endless).call(Call((X,)), timeout=0.1)
    assert answer.kind == "timeout"
    assert "0.1 s" in answer.error_message


def test_prints_do_not_reach_the_terminal(opener, capsys):
    answer = opener(lambda x: print("hello") or x).call(Call((X,)))
    assert answer.output == "hello\n"
    assert capsys.readouterr().out == ""


def test_this_process_is_not_touched():
    seen = []
    subject = open_function(lambda x: seen.append(1) or (np.seterr(all="raise") and float(len(seen))))
    before = np.geterr()
    assert [a.value for a in subject.call_many([Call((X,))] * 2)] == [1.0, 2.0]
    assert (seen, np.geterr()) == ([], before)
    subject.close()


def test_a_function_that_dies_does_not_take_us_along():
    subject = open_function(lambda x: os._exit(3))
    assert "exit code 3" in subject.call(Call((X,))).error_message
    subject.close()


def test_text_waiting_to_be_written_is_not_written_twice(tmp_path):
    with open(tmp_path / "out.txt", "w") as file:
        file.write("once\n")
        subject = open_function(lambda x: x)
        subject.call(Call((X,)))
        subject.close()
    assert (tmp_path / "out.txt").read_text() == "once\n"


def test_no_warning_about_threads():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            subject = open_function(plain)
            assert subject.call(Call((X,))).kind == "value"
            subject.close()
    finally:
        stop.set()
        thread.join()


def test_several_threads_may_open_and_ask_at_once():
    wrong = []

    def work(number):
        subject = open_function(lambda x: x + number)
        for _ in range(5):
            if not np.array_equal(subject.call(Call((X,))).value, X + number):
                wrong.append(number)
        subject.close()

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_descriptors_or_processes_are_left():
    open_function(plain).close()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        subject = open_function(plain)
        subject.call(Call((X,)))
        subject.close()
        open_function(plain)  # dropped without being closed
    time.sleep(0.05)
    assert len(os.listdir("/proc/self/fd")) <= before
    assert not [pid for pid in _children() if _is_zombie(pid)]


def _children():
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


def _is_zombie(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] == "Z"


def test_what_is_not_a_function():
    with pytest.raises(SubjectError, match="not a function"):
        open_function(3)
    with pytest.raises(SubjectError, match="class"):
        open_function(Box)


def test_functions_typed_at_a_prompt_have_no_source_but_can_be_called(opener):
    namespace = {"np": np}
    exec("def typed(x):\n    return x * 2", namespace)
    subject = opener(namespace["typed"])
    assert subject.source is None
    assert np.array_equal(subject.call(Call((X,))).value, 2 * X)
    with pytest.raises(SubjectError):
        subject.edited("def typed(x): return x")


def test_where_processes_cannot_be_copied_calls_are_made_here(monkeypatch):
    monkeypatch.setattr(functions, "can_fork", lambda: False)
    assert isinstance(open_function(plain), LocalSubject)
