"""What an answer says besides the value."""

import numpy as np
import pytest

from workings.checker.subject import Call

X = np.array([1.0, 2.0, 3.0])


def ask(subject, *args, **kwargs):
    return subject.call(Call(args or (X,), kwargs))


@pytest.mark.parametrize(
    ("body", "name", "value"),
    [
        ("x + 1", "ndarray", X + 1),
        ("float(x[0])", "float", 1.0),
        ("x.sum()", "float64", 6.0),
        ("np.float32(x[0])", "float32", 1.0),
        ("int(x[1])", "int", 2),
        ("True", "bool", True),
        ("None", "NoneType", None),
        ("10 ** 30", "int", 10**30),
        ("x.tolist()", "list", [1.0, 2.0, 3.0]),
        ("list(x)", "list", [1.0, 2.0, 3.0]),
        ("[[1, 2], [3.5]]", "list", [[1, 2], [3.5]]),
        ("(x[0], 2)", "tuple", (1.0, 2)),
        ("range(3)", "range", [0, 1, 2]),
        ("np.matrix(x)", "matrix", X[None]),
        ("np.ma.masked_less(x, 2)", "MaskedArray", np.array([np.nan, 2, 3])),
        ("np.array([1, 2.5, None])[:2]", "ndarray", np.array([1, 2.5], dtype=object)),
        ("x.astype('>f4')", "ndarray", X.astype(">f4")),
        ("__import__('fractions').Fraction(1, 4)", "Fraction", 0.25),
        ("[__import__('decimal').Decimal('0.5')]", "list", [0.5]),
        ("__import__('array').array('d', x)", "array", X),
        ("type('Box', (), {'__array__': lambda s, dtype=None, copy=None: x})()", "Box", X),
    ],
)
def test_numbers_of_every_kind_arrive(learner, body, name, value):
    answer = ask(learner(f"def f(x): return {body}"))
    assert (answer.kind, answer.type_name) == ("value", name)
    if isinstance(value, np.ndarray):
        assert answer.value.dtype == value.dtype
        assert np.array_equal(answer.value, value, equal_nan=value.dtype.kind == "f")
        assert type(answer.value) is np.ndarray
    else:
        assert answer.value == value
        assert type(answer.value) is type(value) or np.isscalar(value)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("(v for v in x)", "generator"),
        ("map(abs, x)", "map"),
        ("b'12'", "bytes"),
        ("{1.0}", "set"),
        ("f", "function"),
        ("{(1, 2): x}", "keys"),
        ("'a' * 3_000_000", "too long"),
        ("np.array([np.ones(2), np.ones(3)], dtype=object)", "not all numbers"),
        ("x.view([('a', float)])", "not numbers"),
        ("np.datetime64('2020-01-01')", "datetime64"),
        ("type('Evil', (), {'__array__': lambda s, *a, **k: 1 / 0})()", "Evil"),
        ("type('Evil', (), {'__array__': lambda s, *a, **k: sys.exit()})()", "Evil"),
        ("type('Plain', (), {})()", "Plain"),
        ("type('Sly', (float,), {'__float__': lambda s: 1 / 0})()", "Sly|value"),
        ("np.lib.stride_tricks.as_strided(x, (10**5, 10**5), (0, 0))", "too large"),
        ("[0] * 3_000_000", "too long"),
        ("(lambda a: a.append(a) or a)([])", "nested"),
        ("(lambda: (yield))()", "generator"),
    ],
)
def test_anything_else_is_unusable_and_named(learner, body, says):
    answer = ask(learner(f"def f(x): return {body}"))
    assert answer.kind == "unusable"
    assert any(s in answer.error_message for s in says.split("|"))


@pytest.mark.parametrize("body", ["'cat'", "['a', 'b']", "{'left': [1.0, 2.0], 'size': 3}", "{1: 'a'}", "('a', 1.5)"])
def test_texts_and_dicts_come_as_they_are(learner, body):
    answer = ask(learner(f"def f(x): return {body}"))
    assert answer.value == eval(body)


def test_arrays_of_texts_go_and_come(learner):
    words = np.array([["b", "ac"], ["", "d"]])
    answer = ask(learner("import numpy as np\ndef f(x): return np.char.add(x, '!')"), words)
    assert answer.value.tolist() == [["b!", "ac!"], ["!", "d!"]]
    assert answer.args_after is None


def test_sparse_matrices_are_read_as_arrays(learner):
    answer = ask(learner("from scipy import sparse\ndef f(x): return sparse.eye_array(2, format='csr')"))
    assert answer.value.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_type_that_lies_about_its_name(learner):
    answer = ask(learner("class M(type):\n    __name__ = 'float'\nclass T(metaclass=M): pass\ndef f(x): return T()"))
    assert (answer.kind, answer.type_name) == ("unusable", "T")


def test_pandas_and_torch_results_are_read_as_arrays(learner):
    pytest.importorskip("pandas")
    answer = ask(learner("import pandas as pd\ndef f(x): return pd.Series(x)"))
    assert (answer.type_name, answer.value.tolist()) == ("Series", [1.0, 2.0, 3.0])


def test_missing_values_and_timestamps_of_pandas(learner):
    pytest.importorskip("pandas")
    head = "import pandas as pd\n"
    answer = ask(learner(head + "def f(x): return pd.Series([1.5, None], dtype='Float64')"))
    assert np.array_equal(np.asarray(answer.value, dtype=float), [1.5, np.nan], equal_nan=True)
    body = "def f(x): return pd.Series(x, index=pd.date_range('2024-02-28', periods=3)).to_dict()"
    assert list(ask(learner(head + body, file="b.py")).value.items()) == [
        ("2024-02-28T00:00:00", 1.0),
        ("2024-02-29T00:00:00", 2.0),
        ("2024-03-01T00:00:00", 3.0),
    ]
    dates = "from datetime import date\ndef f(x): return {date(2024, 2, 29): 1}"
    assert ask(learner(dates, file="c.py")).value == {"2024-02-29": 1}


def test_changed_arguments_are_reported(learner):
    f = learner("def f(x, y=None):\n    x -= x.max()\n    return np.exp(x)")
    answer = ask(f, X, [1, 2])
    assert np.array_equal(answer.args_after[0], X - 3)
    assert answer.args_after[1] == [1, 2]
    assert np.array_equal(X, [1, 2, 3])
    assert ask(learner("def f(x): return x - 1", file="b.py")).args_after is None


@pytest.mark.parametrize("body", ["x[0] = x[0]", "x.sort()", "y = x; y = y * 2"])
def test_arguments_left_as_they_were_are_not_reported(learner, body):
    assert ask(learner(f"def f(x):\n    {body}\n    return 1.0")).args_after is None


@pytest.mark.parametrize("body", ["x.append(4.0)", "x[0] = 9.0", "x.sort(reverse=True)", "x.clear()", "x[0] = f"])
def test_changed_lists_are_reported(learner, body):
    assert ask(learner(f"def f(x):\n    {body}\n    return 1.0"), [1.0, 2.0]).args_after is not None


def test_a_change_of_shape_or_type_is_a_change(learner):
    assert ask(learner("def f(x):\n    x.shape = (3, 1)\n    return 1.0")).args_after[0].shape == (3, 1)


def test_shared_memory_is_reported(learner):
    assert ask(learner("def f(x): return x")).shares_input
    assert ask(learner("def f(x): return x[::-1]", file="b.py")).shares_input
    assert not ask(learner("def f(x): return x.copy()", file="c.py")).shares_input
    assert ask(learner("def f(x): return x", file="d.py"), [1.0]).shares_input


def test_a_reused_buffer_is_reported_from_the_second_call_on(learner):
    f = learner("buffer = np.zeros(3)\ndef f(x):\n    np.exp(x, out=buffer)\n    return buffer")
    first, second = f.call_many([Call((X,)), Call((X + 1,))])
    assert (first.shares_previous, second.shares_previous) == (False, True)
    g = learner("def f(x): return np.exp(x)", file="b.py")
    assert not any(a.shares_previous for a in g.call_many([Call((X,))] * 10))


def test_error_state_is_reported_and_restored(learner):
    f = learner(
        "def f(x):\n    before = np.geterr()['over']\n    np.seterr(over='raise')\n    return float(before == 'warn')"
    )
    for answer in f.call_many([Call((X,))] * 2):
        assert answer.errstate_changed
        assert answer.value == 1.0
    g = learner("def f(x):\n    with np.errstate(all='raise'): return x", file="b.py")
    assert not ask(g).errstate_changed


def test_arguments_are_fresh_for_every_call(learner):
    f = learner("def f(x):\n    x += 1\n    return x.copy()")
    answers = f.call_many([Call((X,))] * 3)
    assert all(np.array_equal(a.value, X + 1) for a in answers)


def test_layout_reaches_the_function(learner):
    f = learner("def f(x): return [x.flags.c_contiguous, x.flags.f_contiguous, x.flags.writeable]")
    frozen = X.copy()
    frozen.flags.writeable = False
    square = np.ones((3, 4))
    assert ask(f, frozen).value == [True, True, False]
    assert ask(f, np.asfortranarray(square)).value == [False, True, True]
    assert ask(f, square[:, ::2]).value == [False, False, True]


def test_keyword_arguments_and_scalars(learner):
    f = learner("def f(x, axis=-1, *, mode='a', flag=None): return [x.sum(axis).size, len(mode), flag is None]")
    assert ask(f, np.ones((2, 3)), axis=0, mode="mean").value == [3, 4, True]
    assert ask(f, np.ones((2, 3)), 1).value == [2, 1, True]


def test_large_arrays_travel_both_ways(learner):
    big = np.random.default_rng(0).normal(size=2_000_000)
    answer = ask(learner("def f(x): return x * 2"), big)
    assert np.array_equal(answer.value, big * 2)


def test_many_large_calls_do_not_block_each_other(learner):
    big = np.ones(200_000)
    answers = learner("def f(x): return x + x").call_many([Call((big * i,)) for i in range(20)])
    assert [a.value[0] for a in answers] == [2.0 * i for i in range(20)]


def test_seconds_are_those_of_the_call(learner):
    answer = ask(learner("def f(x):\n    time.sleep(0.05)\n    return x"))
    assert 0.05 <= answer.seconds < 0.5
