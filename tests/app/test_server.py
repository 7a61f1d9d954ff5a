"""The server as it runs: paths that lead outside, checks that stream and stop, drafts that outlive everything."""

import contextlib
import http.client
import json
import os
import signal
import sqlite3
import time

import pytest
from tests.app.conftest import start, stop
from websockets.sync.client import connect

from workings.lessons import progress
from workings.lessons.path import get_day

WRONG = "def fit_line(x, y):\n    return 0.0, 0.0\n"
ENDLESS = "def fit_line(x, y):\n    while True:\n        pass\n"


def request(server, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        known = {"Cookie": server.cookie(), "Origin": server.origin, **headers}
        connection.request(method, path, body, {k: v for k, v in known.items() if v is not None})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def children(pid):
    """Return the processes that a process has started, and theirs."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != b"Z":
                found += [int(name), *children(int(name))]
    return found


def wait_until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py", "/static/../../../../../../etc/passwd", "/static/%2e%2e/%2e%2e/cli.py", "//etc/passwd",
        "/static/..%2f..%2fcli.py", "/static/%5c..%5ccli.py", "/source/../../../../etc/passwd",
        "/source/%2fetc%2fpasswd", "/static/fonts", "/templates/day.html",
        "/day/2/../../../etc/passwd", "/day/6%00", "/%",
    ],
)  # fmt: skip
def test_raw_paths_lead_nowhere_else(server, path):
    status, body = request(server, "GET", path)
    assert status in (400, 404)
    assert b"root:" not in body
    assert b"import" not in body


def test_hosts_and_origins_of_others_are_refused(server):
    assert request(server, "GET", "/")[0] == 200
    assert request(server, "GET", "/", Host="evil.example")[0] == 403
    assert request(server, "GET", "/", Cookie=None)[0] == 403
    assert request(server, "PUT", "/day/2/draft", b"x", Origin="http://127.0.0.1:9")[0] == 403
    assert request(server, "PUT", "/day/2/draft", b"x", Origin=None)[0] == 403
    with pytest.raises(Exception, match="403"):
        connect(f"ws://127.0.0.1:{server.port}/day/2/live", origin="http://127.0.0.1:9").close()


def test_it_listens_on_this_machine_only(server):
    with open("/proc/net/tcp", encoding="ascii") as table:
        local = [line.split()[1] for line in table if line.split()[1].endswith(f":{server.port:04X}")]
    assert any(one == f"0100007F:{server.port:04X}" for one in local)
    assert not any(one.startswith("00000000") for one in local)


def test_a_body_that_never_ends_is_refused(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("PUT", "/day/2/draft")
    for name, value in (("Cookie", server.cookie()), ("Origin", server.origin), ("Transfer-Encoding", "chunked")):
        connection.putheader(name, value)
    connection.endheaders()
    try:
        for _ in range(400):
            connection.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    except OSError:
        pass  # it did not listen to the end
    else:
        connection.send(b"0\r\n\r\n")
    with contextlib.suppress(OSError, http.client.HTTPException):
        assert connection.getresponse().status == 413
    connection.close()
    assert request(server, "GET", "/")[0] == 200


def test_a_check_streams_what_it_finds_and_remembers_what_passed(server):
    status, body = request(server, "POST", "/day/2/check", WRONG)
    found = [json.loads(line) for line in body.splitlines()]
    assert status == 200
    assert [one.get("name") for one in found] == ["fit_line", None]
    assert found[0]["outcome"] == "wrong"
    assert found[0]["defects"][0]["explanation"]
    assert "passed" not in found[-1]
    right = (get_day(2).folder / "solution.py").read_bytes()
    found = [json.loads(line) for line in request(server, "POST", "/day/2/check", right)[1].splitlines()]
    assert found[0]["ok"]
    assert found[-1]["passed"]
    page = request(server, "GET", "/")[1].decode()
    assert page.count('<li class="done">') >= 1
    assert (
        right.decode().splitlines()[0]
        in json.loads(request(server, "GET", "/day/2")[1].decode().partition('id="day">')[2].partition("</script>")[0])[
            "draft"
        ]
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "no function"),
        (b"def fit_line(x, y)\n    return 1\n", "line 1"),
        (b"x = 1\n", "no function"),
        (b"def other(x):\n    return x\n", "no function fit_line"),
        (b"import os\nos._exit(3)\n\n\ndef fit_line(x, y):\n    return 1, 2\n", "import"),
        (b"raise SystemExit\n\n\ndef fit_line(x, y):\n    return 1, 2\n", "import"),
    ],
)
def test_a_text_that_cannot_be_judged_gets_a_sentence(server, text, says):
    found = [json.loads(line) for line in request(server, "POST", "/day/2/check", text)[1].splitlines()]
    assert says in " ".join(one.get("problem", "") for one in found)
    assert "done" in found[-1]


def test_leaving_ends_the_judge_and_what_it_runs(server):
    before = len(children(server.process.pid))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/day/2/check", ENDLESS, {"Cookie": server.cookie(), "Origin": server.origin})
    wait_until(lambda: len(children(server.process.pid)) > before)
    running = set(children(server.process.pid))
    connection.sock.close()
    connection.close()
    wait_until(lambda: len(set(children(server.process.pid)) & running) < len(running))
    # A new judge answers, and the endless function is gone.
    found = request(server, "POST", "/day/2/check", WRONG)[1]
    assert b'"wrong"' in found
    wait_until(lambda: len(children(server.process.pid)) <= max(before, 2) + 1)


def test_what_was_saved_is_there_after_the_server_was_killed(tmp_path):
    first = start(tmp_path, "--day", "3")
    assert first.address.endswith("/day/3")
    assert request(first, "PUT", "/day/3/draft", "# äöü 世\n".encode())[0] == 200
    below = children(first.process.pid)
    first.process.send_signal(signal.SIGKILL)
    first.process.communicate(timeout=10)
    again = start(tmp_path)
    assert "\\u4e16" in request(again, "GET", "/day/3")[1].decode()
    # The old key opens nothing here.
    assert again.address != first.address
    stop(again)
    assert again.process.returncode == 0
    wait_until(lambda: not [pid for pid in below if os.path.exists(f"/proc/{pid}")])


def test_what_the_command_line_writes_is_on_the_next_page_and_a_newer_record_is_told(tmp_path):
    running = start(tmp_path)
    try:
        assert b'class="done"' not in request(running, "GET", "/")[1]
        with monkeypatched_data(tmp_path):
            progress.mark_done(6)
            progress.save_draft(6, "# from elsewhere\n")
        assert b'class="done"' in request(running, "GET", "/")[1]
        assert b"# from elsewhere" in request(running, "GET", "/day/6")[1]
        with contextlib.closing(sqlite3.connect(tmp_path / "progress.sqlite3")) as record:
            record.execute("PRAGMA user_version = 99")
        for path in ("/", "/day/6"):
            status, page = request(running, "GET", path)
            assert status == 200
            assert b'class="notice"' in page
            assert b"newer" in page
        status, answer = request(running, "PUT", "/day/6/draft", "# lost?\n")
        assert status == 500
        assert "newer" in json.loads(answer)["problem"]
    finally:
        stop(running)
    with contextlib.closing(sqlite3.connect(tmp_path / "progress.sqlite3")) as record:
        assert record.execute("SELECT text FROM drafts").fetchall() == [("# from elsewhere\n",)]


def test_it_closes_at_once_though_kernels_are_being_compiled(tmp_path, monkeypatch):
    """An empty cache: what day 23 loads in the background takes many seconds to compile."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    running = start(tmp_path)
    known = {"Cookie": running.cookie()}
    address = f"ws://127.0.0.1:{running.port}/day/23/live"
    with connect(address, origin=running.origin, additional_headers=known) as live:
        live.send(json.dumps({"id": 1}))
        live.recv(60)
    stop(running)
    assert running.process.returncode == 0
    assert not list((tmp_path / "cache").rglob("tree_growth*.nbi")), "it waited for the compiler"


@contextlib.contextmanager
def monkeypatched_data(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKINGS_DATA_DIR", str(folder))
        yield
