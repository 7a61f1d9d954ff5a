"""A real server, started by the real command, and a real Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass
class Server:
    process: subprocess.Popen
    address: str
    data: Path
    errors: Path

    @property
    def origin(self):
        return re.match(r"http://[^/]+", self.address).group()

    @property
    def port(self):
        return int(self.origin.rpartition(":")[2])

    def entrance(self, path):
        return self.address.rpartition("&to=")[0] + "&to=" + path

    def cookie(self):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        try:
            urllib.request.build_opener(Stay).open(self.address, timeout=30)
        except urllib.error.HTTPError as answer:
            return answer.headers["set-cookie"].partition(";")[0]
        raise AssertionError("the server did not redirect")


def start(data, *options):
    environment = {**os.environ, "WORKINGS_DATA_DIR": str(data)}
    # A file, for nobody reads a pipe while the tests go on, and a server that complains into a full one stands still.
    with tempfile.NamedTemporaryFile("w", dir=data, suffix=".log", delete=False) as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workings.cli", "open", "--no-browser", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        )
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return Server(process, found.group(), data, Path(log.name))
    raise AssertionError(f"the server did not start: {Path(log.name).read_text()}")


def stop(server):
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=30)
    complaints = server.errors.read_text()
    assert "Traceback" not in complaints, complaints


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = start(tmp_path_factory.mktemp("data"), "--port", str(port))
    yield running
    stop(running)


@pytest.fixture(scope="session")
def chromium():
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        if os.environ.get("WORKINGS_BROWSER") == "required":
            pytest.fail("no Chromium, and WORKINGS_BROWSER=required asks for one")
        pytest.skip("no Chromium on this machine: apt-get install chromium, and these tests run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
