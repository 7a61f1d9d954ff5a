"""Finding and importing the learner's file."""

import time

import numpy as np
import pytest

from workings.checker import wall
from workings.checker.subject import Call, SubjectError

X = np.array([1.0, 2.0, 3.0])


def test_what_a_subject_knows_of_itself(learner):
    f = learner("""
        import functools

        @functools.lru_cache
        def other(): pass

        @functools.wraps(other)
        def f(x, axis=-1, *more, keep=np.inf, **rest):
            return x
    """)
    assert (f.name, f.first_line) == ("f", 9)
    assert f.path.endswith("mine.py")
    assert f.source.startswith("@functools.wraps(other)\ndef f(")


def test_parameters(learner):
    f = learner("def f(x, axis=-1, *more, keep=np.inf, **rest): return x")
    assert [(p.name, p.kind, p.default) for p in f.parameters] == [
        ("x", "positional", None),
        ("axis", "positional", "-1"),
        ("more", "varargs", None),
        ("keep", "keyword", "np.inf"),
        ("rest", "varkw", None),
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [("f", 5), ("g", 7), ("Model.predict", 11), ("Model.make", 13), ("Model.plain", 15), ("Model", 9), ("box", None)],
)
def test_callables_of_every_kind(learner, name, line):
    subject = learner(
        """
        import functools
        def f(x): return x + 1

        g = lambda x: x + 1

        class Model:
            def __init__(self, k=1): self.k = k
            def predict(self, x): return x + self.k
            def __call__(self, x): return self.predict(x)
            @classmethod
            def make(cls, x): return x + 1
            @staticmethod
            def plain(x): return x + 1

        box = functools.partial(Model(), )
        """,
        name,
    )
    answer = subject.call(Call((X,)))
    assert np.array_equal(answer.value, X + 1)
    assert [p.name for p in subject.parameters] == ["x"]
    if line:
        assert subject.first_line == line
        assert subject.source


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("def softmax(x): return x", "sofmax", "Did you mean 'softmax'?"),
        ("def softmax(x): return x", "zzz", "It has softmax."),
        ("f = 3.0", "f", "float, not a function"),
        ("class f:\n    def go(self, x): return x", "f", "f.go"),
        ("class M:\n    def __init__(self, n): pass\n    def go(self, x): return x", "M.go", "Give its parameters"),
        ("def f(x): return x\n1 / 0", "f", "line 4 of mine.py: ZeroDivisionError"),
        ("import no_such_thing", "f", "ModuleNotFoundError"),
        ("def f(x): return x\nsys.exit(1)", "f", "SystemExit"),
        ("n = input('how many? ')", "f", "asks for input"),
        ("raise KeyboardInterrupt", "f", "KeyboardInterrupt"),
        ("os._exit(4)", "f", "exit code 4"),
        ("def f(x:\n  return", "f", "line 3"),
        ("def f(x):\nreturn x", "f", "line 4"),
        ("def __getattr__(name): raise RuntimeError('no')", "g", "RuntimeError"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_in_a_sentence(learner, text, name, says):
    with pytest.raises(SubjectError) as caught:
        learner(text, name)
    assert says in str(caught.value)
    assert "mine.py" in str(caught.value) or "M" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_an_import_that_never_ends(learner):
    start = time.monotonic()
    with pytest.raises(SubjectError, match="does not end within"):
        learner("while True: pass", timeout=0.3)
    assert time.monotonic() - start < 5


def test_files_that_are_not_there_or_not_text(tmp_path):
    with pytest.raises(SubjectError, match="cannot be read"):
        wall.open_file(tmp_path / "missing.py", "f")
    with pytest.raises(SubjectError, match="folder"):
        wall.open_file(tmp_path, "f")
    (tmp_path / "latin.py").write_bytes(b"# first\n# caf\xe9\ndef f(x): return x\n")
    with pytest.raises(SubjectError, match="line 2: byte 0xe9 is not UTF-8"):
        wall.open_file(tmp_path / "latin.py", "f")
    (tmp_path / "zero.py").write_bytes(b"a = 1\0\n")
    with pytest.raises(SubjectError):
        wall.discover(tmp_path / "zero.py")


def test_declared_encodings_and_marks_are_honoured(tmp_path):
    (tmp_path / "latin.py").write_bytes(b"# coding: latin-1\nname = '\xe9'\ndef f(x): return float(len(name))\n")
    (tmp_path / "mark.py").write_bytes(b"\xef\xbb\xbfdef f(x): return 2.0\r\n")
    for file, value in (("latin.py", 1.0), ("mark.py", 2.0)):
        subject = wall.open_file(tmp_path / file, "f")
        assert subject.call(Call((X,))).value == value
        subject.close()


def test_siblings_can_be_imported_either_way(learner, tmp_path):
    (tmp_path / "helper.py").write_text("def add(x): return x + 1\n")
    f = learner("import helper\nfrom . import helper as again\nfrom .helper import add\ndef f(x): return add(x)")
    assert np.array_equal(f.call(Call((X,))).value, X + 1)


def test_a_file_inside_a_package(learner, tmp_path):
    (tmp_path / "pack" / "inner").mkdir(parents=True)
    (tmp_path / "pack" / "__init__.py").write_text("")
    (tmp_path / "pack" / "inner" / "__init__.py").write_text("")
    (tmp_path / "pack" / "shared.py").write_text("ONE = 1\n")
    f = learner("from ..shared import ONE\ndef f(x): return x + ONE", file="pack/inner/mine.py")
    assert np.array_equal(f.call(Call((X,))).value, X + 1)


@pytest.mark.parametrize("file", ["numpy.py", "random.py", "math.py", "my-file.py", "été.py"])
def test_awkward_file_names(learner, file):
    f = learner("def f(x): return np.exp(x) * math.exp(0)", file=file)
    assert np.allclose(f.call(Call((X,))).value, np.exp(X))


def test_what_stands_under_main_is_not_run(learner):
    f = learner("def f(x): return 1.0\nif __name__ == '__main__':\n    while True: pass")
    assert f.call(Call((X,))).value == 1.0


def test_dataclasses_and_random_numbers_work_as_in_a_plain_run(learner):
    f = learner("""
        from dataclasses import dataclass
        @dataclass
        class P:
            v: float
        def f(x): return P(np.random.rand()).v
    """)
    again = wall.open_file(f.path, "f")
    assert f.call(Call((X,))).value == again.call(Call((X,))).value  # the generators are seeded
    again.close()


def test_discover_reads_without_running(tmp_path):
    file = tmp_path / "many.py"
    file.write_text(
        "import numpy as np\nfrom math import exp\nraise SystemExit\n"
        "def b(x):\n    def inner(): pass\n    return x\n"
        "@staticmethod\ndef a(x):\n    return x\n"
        "_hidden = lambda x: x\n"
        "c: object = lambda x: x\n"
        "if True:\n    def d(x): return x\n"
        "class K:\n    def method(self): pass\n"
        "def b(x): return 2\n"
        "async def e(x): return x\n"
        "if __name__ == '__main__':\n    def main(): pass\n"
    )
    found = wall.discover(file)
    assert [(d.name, d.line) for d in found] == [("a", 7), ("c", 11), ("d", 13), ("b", 16), ("e", 17)]
    assert found[2].source == "def d(x): return x"
    assert "_hidden" in [d.name for d in wall.discover(file, private=True)]


def test_edited_replaces_the_definition_and_nothing_else(learner):
    f = learner("""
        SCALE = 3
        def double(g): return lambda x: 2 * g(x)

        if True:
            @double
            def f(x):
                return x

        def after(x): return 1 / 0
    """)
    assert np.array_equal(f.call(Call((X,))).value, 2 * X)
    mended = f.edited(f.source.replace("return x", "y = SCALE * x\n    return y + after.__code__.co_argcount"))
    assert np.array_equal(mended.call(Call((X,))).value, 2 * (3 * X + 1))
    assert np.array_equal(f.call(Call((X,))).value, 2 * X)
    assert mended.edited(f.source).call(Call((X,))).value.tolist() == (2 * X).tolist()
    mended.close()


@pytest.mark.parametrize("text", ["def f(x) return x", "def f(x):\nreturn x", "def f(:"])
def test_an_edit_that_does_not_compile_is_an_error(learner, text):
    f = learner("def f(x): return x")
    with pytest.raises(SubjectError, match="not valid Python"):
        f.edited(text)


def test_edit_of_a_method_and_of_a_lambda(learner):
    f = learner("class M:\n    k = 2\n    def go(self, x):\n        return x\n    def _(self): pass", "M.go")
    better = f.edited("def go(self, x):\n    return x * self.k")
    assert np.array_equal(better.call(Call((X,))).value, 2 * X)
    better.close()
    g = learner("g = lambda x: x", "g", file="b.py")
    better = g.edited("g = lambda x: x * 5")
    assert np.array_equal(better.call(Call((X,))).value, 5 * X)
    better.close()
