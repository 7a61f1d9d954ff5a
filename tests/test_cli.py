import json
import os
import pty
import re
import subprocess
import sys
import termios
import time

import pytest

from workings import __version__, cli

RIGHT = """\
def softmax(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
"""
WRONG = "def softmax_plain(x):\n    return np.exp(x) / np.sum(np.exp(x))\n"
DIES = "def softmax_dies(x):\n    import os\n    os._exit(3)\n"


@pytest.fixture
def learner(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(*texts, file="mine.py"):
        (tmp_path / file).write_text("import numpy as np\n" + "".join("\n\n" + text for text in texts))
        return file

    return write


@pytest.fixture
def run(capfd):
    def call(*arguments):
        try:
            status = cli.main(list(arguments))
        except SystemExit as end:
            status = end.code
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return call


def test_help_says_what_can_be_done(run):
    status, out, _ = run("--help")
    assert status == 0
    assert "workings check mine.py " in out
    assert "workings check mine.py::softmax" in out


def test_version(run):
    assert run("--version")[:2] == (0, f"workings {__version__}\n")


def test_a_right_function_in_full(run, learner):
    status, out, err = run("check", learner(RIGHT))
    assert (status, err) == (0, "")
    assert out.startswith("softmax: right")
    assert len(out.splitlines()) <= 25


def test_a_wrong_function_in_full(run, learner):
    status, out, _ = run("check", learner(RIGHT, WRONG) + "::softmax_plain")
    assert status == 1
    assert out.startswith("softmax_plain: wrong (overflow")
    assert "softmax_plain(np.array([0.0, 1000.0]))" in out


def test_a_file_as_a_table(run, learner):
    status, out, err = run("check", learner(RIGHT, WRONG, DIES))
    assert (status, err) == (1, "")
    assert "\x1b" not in out
    assert all(len(line) <= 120 and line == line.rstrip() for line in out.splitlines())
    rows = {line.split()[0]: line for line in out.splitlines() if line.startswith("softmax")}
    assert re.search(r"softmax +4 +right", rows["softmax"])
    assert re.search(r"softmax_plain +10 +wrong overflow +input np.array\(\[0.0, 1000.0\]\)", rows["softmax_plain"])
    assert "broken kills_process" in rows["softmax_dies"]
    assert "yours [0, nan]" in out
    assert "right [0, 1]" in out
    assert "workings check mine.py::softmax_plain" in out
    assert "3 functions in " in out


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_the_table_fits_a_terminal(learner, columns):
    file = learner(RIGHT, WRONG, WRONG.replace("softmax_plain", "softmax_with_a_name_that_is_rather_long"))
    status, text = in_terminal(columns, "check", file)
    assert status == 1
    assert "\x1b[" in text
    assert "judging" in text  # the progress bar
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r\n", "\n")
    table = plain[plain.rindex("function ") :].split("\n")
    assert all(len(line) <= columns for line in table)
    assert "…" not in "".join(table)
    assert "overflow" in plain


def in_terminal(columns, *arguments):
    """Run the command in a terminal of its own; return its exit status and all that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        termios.tcsetwinsize(0, (40, columns))
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": str(columns)}
        os.execv(sys.executable, [sys.executable, "-m", "workings.cli", *arguments])
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_json_of_one_and_of_several(run, learner):
    file = learner(RIGHT, WRONG)
    status, out, _ = run("check", f"{file}::softmax_plain", "--json")
    assert status == 1
    assert json.loads(out)["codes"][0] == "overflow"
    status, out, _ = run("check", file, "--json")
    assert [entry["outcome"] for entry in json.loads(out)] == ["right", "wrong"]


def test_full_shows_every_verdict(run, learner):
    _, out, _ = run("check", learner(RIGHT, WRONG), "--full")
    assert "softmax: right" in out
    assert "softmax_plain: wrong" in out


def test_topic_and_intent_can_be_given(run, learner):
    file = learner(RIGHT.replace("softmax", "probabilities"))
    status, _, err = run("check", f"{file}::probabilities")
    assert status == 2
    assert "--topic" in err
    status, out, _ = run("check", f"{file}::probabilities", "--topic", "softmax", "--intent", "rows")
    assert status == 0
    assert "as asked" in out
    status, out, _ = run("check", file, "--topic", "softmax")
    assert status == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.py"], "there is no file 'nowhere.py'"),
        (["mine.px"], "Did you mean 'mine.py'?"),
        (["."], "folder"),
        (["mine.py::softmx"], "Did you mean 'softmax'?"),
        (["mine.py", "--topic", "relu"], "--topic 'relu': the topics are"),
        (["mine.py", "--topic", "softmax", "--intent", "row"], "Did you mean 'rows'?"),
        (["mine.py", "--intent", "nonsense"], "--intent 'nonsense'"),
        (["other.py"], "no function's name tells"),
        (["empty.py"], "defines no function"),
        (["broken.py"], "broken.py, line 4"),
        (["fails.py"], "ZeroDivisionError"),
        (["mine.py", "--deadline", "-1"], "number of seconds"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, learner, arguments, says):
    learner(RIGHT)
    learner("def relu(x):\n    return x\n", file="other.py")
    learner(file="empty.py")
    learner("def softmax(x) return x\n", file="broken.py")
    learner(WRONG, RIGHT, "1 / 0\n", file="fails.py")
    status, out, err = run("check", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.splitlines()) <= 5


def test_a_function_that_cannot_be_run_alone_is_status_2(run, learner):
    status, out, _ = run("check", learner(DIES))
    assert status == 2
    assert "kills_process" in out


def test_compare(run, learner):
    a, b = learner(RIGHT, file="a.py"), learner(WRONG, file="b.py")
    status, out, _ = run("compare", f"{a}::softmax", f"{b}::softmax_plain")
    assert status == 1
    assert "softmax is right there" in out
    status, out, _ = run("compare", f"{a}::softmax", f"{a}::softmax", "--json")
    assert (status, json.loads(out)["differ"]) == (0, False)
    status, _, err = run("compare", a, f"{b}::softmax_plain")
    assert status == 2
    assert "a.py::NAME" in err


def test_verdicts_do_not_depend_on_how_many_are_judged_at_a_time(run, learner):
    file = learner(*(WRONG.replace("plain", name) for name in ("a", "b", "c", "d")), RIGHT)
    together = json.loads(run("check", file, "--json")[1])
    assert [v["name"] for v in together] == ["softmax_a", "softmax_b", "softmax_c", "softmax_d", "softmax"]
    for verdict in (together[2], together[4]):
        alone = json.loads(run("check", f"{file}::{verdict['name']}", "--json")[1])
        for key in ("outcome", "codes", "intent", "seed"):
            assert alone[key] == verdict[key]
        assert [d["counterexample"] for d in alone["defects"]] == [d["counterexample"] for d in verdict["defects"]]


def test_nothing_heavy_is_imported_before_it_is_needed():
    heavy = "{'numpy', 'rich', 'hypothesis', 'numba'}"
    code = f"import sys; from workings.cli import main; main([]); print(sorted({heavy} & set(sys.modules)))"
    start = time.perf_counter()
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
    assert time.perf_counter() - start < 2


def test_a_reader_that_goes_away_is_no_error(learner):
    learner(RIGHT, WRONG)
    command = f"{sys.executable} -m workings.cli check mine.py | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("function")
    assert done.stderr == ""
