"""Whatever the learner's code does, the judge gets an answer with a sentence, in time."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from workings.checker.subject import Call
from workings.checker.wall import remote

X = np.array([1.0, 2.0, 3.0])


def ask(subject, *args, timeout=2.0, **kwargs):
    return subject.call(Call(args or (X,), kwargs), timeout=timeout)


def test_endless_loop_ends_and_the_next_call_is_answered(learner):
    f = learner("def f(x):\n    print('so far')\n    while x[0] > 0: pass\n    return x")
    start = time.monotonic()
    answer = ask(f, timeout=0.2)
    assert time.monotonic() - start < 3
    assert answer.kind == "timeout"
    assert "0.2 s" in answer.error_message
    assert answer.output == "so far\n"
    assert ask(f, -X).kind == "value"


def test_endless_compiled_code_and_sleep_end_too(learner):
    assert ask(learner("def f(x): time.sleep(60)"), timeout=0.1).kind == "timeout"
    assert ask(learner("def f(x): return sum(range(10**12))"), timeout=0.1).kind == "timeout"


def test_a_loop_that_swallows_everything_ends(learner):
    f = learner("""
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        def f(x):
            while True:
                try:
                    while True: pass
                except BaseException: pass
    """)
    assert ask(f, timeout=0.1).kind == "timeout"


def test_after_three_endless_calls_the_rest_of_a_batch_is_not_waited_for(learner):
    f = learner("def f(x):\n    while True: pass")
    start = time.monotonic()
    answers = f.call_many([Call((X,))] * 30, timeout=0.05)
    assert time.monotonic() - start < 6
    assert [a.kind for a in answers] == ["timeout"] * 30
    assert "not tried" in answers[-1].error_message


def test_in_a_batch_only_the_bad_calls_fail(learner):
    f = learner("def f(x):\n    if x[0] == 2: os._exit(3)\n    if x[0] == 4: time.sleep(60)\n    return x + 0")
    answers = f.call_many([Call((np.array([float(i)]),)) for i in range(6)], timeout=0.3)
    assert [a.kind for a in answers] == ["value", "value", "died", "value", "timeout", "value"]
    assert [float(a.value[0]) for a in answers if a.kind == "value"] == [0, 1, 3, 5]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("os._exit(0)", "exit code 0"),
        ("os._exit(7)", "exit code 7"),
        ("os.abort()", "SIGABRT"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("os.kill(os.getpid(), 9)", "SIGKILL"),
        ("os.kill(0, 15)", "SIGTERM"),
        ("os.closerange(3, 200)", "died|closed|ended"),
    ],
)
def test_death_is_told_in_a_sentence(learner, body, says):
    f = learner(f"def f(x):\n    print('last words')\n    if x[0]: {body}\n    return x")
    answer = ask(f)
    assert answer.kind == "died"
    assert any(s in answer.error_message for s in says.split("|"))
    assert answer.output == "last words\n"
    assert ask(f, X * 0).kind == "value"


def test_gigabytes_become_a_memory_error(learner):
    f = learner("def f(x):\n    return np.ones(10**10)")
    answer = ask(f)
    assert (answer.kind, answer.error_line) == ("raised", 4)
    assert "MemoryError" in answer.error_type
    hoard = learner("def f(x):\n    a = []\n    while True: a.append(bytearray(1 << 28))")
    assert ask(hoard, timeout=5).error_type == "MemoryError"


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("sys.exit('bye')", "SystemExit", "bye"),
        ("exit(2)", "NameError|SystemExit", ""),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("raise GeneratorExit", "GeneratorExit", ""),
        ("raise type('Mine', (BaseException,), {})('own')", "Mine", "own"),
        ("raise type('Mute', (Exception,), {'__str__': lambda s: 1 / 0})()", "Mute", "cannot be printed"),
        ("raise type('Long', (Exception,), {})('x' * 10**7)", "Long", "xxx"),
        ("return f(x)", "RecursionError", "recursion"),
        ("return input()", "EOFError", ""),
        ("return undefined", "NameError", "undefined"),
        ("return x.softmax()", "AttributeError", "softmax"),
        ("return x @ np.ones((5, 5))", "ValueError", "matmul"),
    ],
)
def test_exceptions_of_any_kind_are_answers(learner, body, kind, text):
    answer = ask(learner(f"def f(x):\n    y = 1\n    {body}"))
    assert answer.kind == "raised"
    assert answer.error_type in kind.split("|")
    assert text in answer.error_message
    assert len(answer.error_message) <= 2000
    assert answer.error_line == 5


def test_the_line_is_the_learners_even_if_a_library_raises(learner):
    f = learner("""
        def helper(x):
            return np.concatenate([x, np.ones((2, 2))])

        def f(x):
            return helper(x)
    """)
    assert ask(f).error_line == 5


def test_prints_never_reach_the_terminal(learner, capfd):
    f = learner("""
        import subprocess, warnings
        print("at import")
        def f(x):
            print("one"); print("two", file=sys.stderr)
            sys.stdout.buffer.write(b"three\\n")
            os.write(1, b"raw"); os.write(2, b"raw")
            subprocess.run(["echo", "child"])
            warnings.warn("careful")
            np.exp(x * 1e9)
            print("x" * 10**6)
            sys.stdout = sys.stderr = None
            return x
    """)
    for _ in range(2):
        answer = ask(f)
        assert answer.kind == "value"
        assert answer.output.startswith("one\ntwo\nthree\nxxx")
        assert len(answer.output) == 2000
    assert capfd.readouterr() == ("", "")


def test_a_flood_of_prints_is_cut(learner):
    f = learner("def f(x):\n    while True: print('y' * 1000)")
    answer = ask(f, timeout=0.3)
    assert answer.kind == "timeout"
    assert len(answer.output) == 2000


def test_warnings_turned_off_or_into_errors(learner):
    off = learner("import warnings\nwarnings.filterwarnings('ignore')\ndef f(x): return np.exp(x * 1e6)")
    assert np.isinf(ask(off).value).all()
    on = learner("import warnings\nwarnings.filterwarnings('error')\ndef f(x): return np.exp(x * 1e6)", file="on.py")
    assert ask(on).error_type == "RuntimeWarning"


def test_a_forged_answer_is_not_believed(learner):
    f = learner("""
        def f(x):
            for fd in range(3, 64):
                try: os.write(fd, b"wkg1" + bytes(2000))
                except OSError: pass
            return x
    """)
    answer = ask(f)
    assert answer.kind == "died"
    assert "not an answer" in answer.error_message


def test_a_well_formed_forgery_without_the_word_is_not_believed(learner):
    f = learner("""
        import json, struct
        def f(x):
            header = json.dumps({"kind": "value", "value": ["float", "0x1p0"]}).encode()
            message = struct.pack(">4sIQ16s", b"wkg1", len(header), 0, bytes(16)) + header
            for fd in range(3, 64):
                try: os.write(fd, message)
                except OSError: pass
            time.sleep(5)
    """)
    assert ask(f, timeout=1.0).kind == "died"


def test_the_word_is_not_in_reach_of_the_frames(learner):
    f = learner("""
        def f(x):
            found, frame = [], sys._getframe()
            while frame is not None:
                found += [name for name in frame.f_locals if "nonce" in name or "word" in name]
                found += [v for v in frame.f_locals.values() if isinstance(v, bytes) and len(v) == 16]
                frame = frame.f_back
            return float(len(found))
    """)
    assert ask(f).value == 0.0


def test_a_copy_of_the_process_cannot_answer_in_its_place(learner):
    f = learner("def f(x):\n    pid = os.fork()\n    return x * (2.0 if pid == 0 else 1.0)")
    for _ in range(3):
        assert np.array_equal(ask(f).value, X)


def test_what_was_left_running_is_ended(learner, tmp_path):
    f = learner("""
        import subprocess, threading
        def f(x):
            child = subprocess.Popen(["sleep", "60"])
            threading.Thread(target=lambda: time.sleep(60)).start()
            return float(child.pid)
    """)
    pid = int(ask(f).value)
    os.kill(pid, 0)
    f.close()
    for _ in range(100):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().split()[2] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.02)
    raise AssertionError("the process that the learner's code started still runs")


def test_tampering_with_numpy_does_not_blind_the_report(learner):
    f = learner("""
        def f(x):
            np.shares_memory = np.may_share_memory = lambda *a, **k: False
            np.array_equal = lambda *a, **k: True
            time.perf_counter = lambda: 0.0
            x[0] = 5
            return x
    """)
    answer = ask(f)
    assert answer.shares_input
    assert np.array_equal(answer.args_after[0], [5, 2, 3])


@pytest.mark.parametrize(
    "body",
    [
        "sys.stdout.close(); sys.stderr.close()",
        "sys.setrecursionlimit(10**9); g = lambda n: g(n + 1); g(0)",
        "signal.alarm(1); signal.pause()",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "[threading.Thread(target=lambda: sys.exit(1)).start() for _ in range(5)]",
        "gc.disable(); sys.settrace(lambda *a: 1 / 0)",
        "builtins.isinstance = builtins.len = builtins.getattr = None",
        "os.chdir('/'); os.environ.clear(); sys.path.clear(); sys.modules.clear()",
        "json.dumps = json.loads = None",
        "os.dup2(os.open(os.devnull, os.O_RDWR), 0); os.close(1); os.close(2)",
        "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n    while True: pass",
        "class D:\n        def __del__(self): 1 / 0\n    D()",
        "atexit.register(lambda: time.sleep(60)); sys.exit()",
        "ctypes.memset(id(x), 0, 64)",
        "x.resize((10**6,), refcheck=False)",
        "x.flags.writeable = False",
        "object.__setattr__(np, 'ndarray', list)",
    ],
)
def test_whatever_else_it_does_there_is_an_answer_in_time(learner, body):
    modules = "atexit, builtins, ctypes, gc, json, resource, signal, threading"
    f = learner(f"import {modules}\ndef f(x):\n    if x[0]:\n        pass\n    {body}\n    return 1.0")
    start = time.monotonic()
    answer = ask(f, X.copy(), timeout=1.5)
    assert time.monotonic() - start < 10
    assert answer.kind in ("value", "raised", "died", "timeout", "unusable")
    assert answer.kind in ("value", "unusable") or answer.error_message or answer.error_type
    # The subject is not lost: the next process answers again, in the same way.
    assert ask(f, X.copy(), timeout=1.5).kind in ("value", "raised", "died", "timeout", "unusable")


def test_a_first_call_that_imports_something_slow_is_given_time(learner, tmp_path, monkeypatch):
    monkeypatch.setattr(remote, "SLOW_START", 3.0)
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(1.5)\n")
    f = learner("def f(x):\n    import slow_library\n    return x + 1")
    answers = f.call_many([Call((X,))] * 3, timeout=0.3)
    assert [a.kind for a in answers] == ["value"] * 3
    endless = learner("def f(x):\n    import wave\n    while True: pass", file="b.py")
    start = time.monotonic()
    assert [a.kind for a in endless.call_many([Call((X,))] * 3, timeout=0.3)] == ["timeout"] * 3
    assert time.monotonic() - start < 10


def test_a_learner_that_leaves_when_the_judge_does(tmp_path):
    """If the judge is killed, nothing that it started goes on."""
    (tmp_path / "mine.py").write_text("import os, sys\ndef f(x):\n    while True: pass\n")
    judge = (
        "from workings.checker import wall; from workings.checker.subject import Call; import os\n"
        f"f = wall.open_file({str(tmp_path / 'mine.py')!r}, 'f'); print(f._link[0].process.pid, flush=True)\n"
        "f.call(Call((1.0,)), timeout=60)"
    )
    process = subprocess.Popen([sys.executable, "-c", judge], stdout=subprocess.PIPE, text=True)
    pid = int(process.stdout.readline())
    time.sleep(0.2)
    process.kill()
    process.wait()
    for _ in range(100):
        if not os.path.exists(f"/proc/{pid}") or _state(pid) == "Z":
            return
        time.sleep(0.05)
    raise AssertionError("the endless call goes on without a judge")


def _state(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"
