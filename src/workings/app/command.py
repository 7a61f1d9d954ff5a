"""`workings open` and `workings export`: what is parsed, called and printed."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from workings.app import ahead

RIGHT, NOT_RUN = 0, 2
# The same each time where it is free, so that what a browser kept for us is found again.
PORT = 8547


def add_open_command(commands: Any) -> None:
    """Add `open` to the subcommands of the parser."""
    opened = commands.add_parser("open", help="open the path in the browser: read, move the pictures, write, check")
    opened.add_argument("--day", type=int, metavar="N", help="open this day instead of the path")
    opened.add_argument("--port", type=_port, metavar="P", help=f"listen on this port (default {PORT}, or a free one)")
    opened.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    opened.set_defaults(run=run_open)


def add_export_command(commands: Any) -> None:
    """Add `export` to the subcommands of the parser."""
    export = commands.add_parser("export", help="write the path as a static site, with still pictures")
    export.add_argument("folder", type=Path, metavar="DIR", help="the folder to write into; it is made if need be")
    export.set_defaults(run=run_export)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a whole number from 1 to 65535")
    return int(text)


def run_open(options: argparse.Namespace) -> int:
    """Serve the path until Ctrl-C."""
    from workings.lessons.path import get_day

    try:
        path = "/" if options.day is None else f"/day/{get_day(options.day).number}"
        listening = listen(options.port)
    except (ValueError, OSError) as problem:
        print(f"workings open: {problem}", file=sys.stderr)
        return NOT_RUN
    serve(listening, path, browser=not options.no_browser)
    if ahead.is_busy():
        # A compiler does not stop in the middle, and might crash if the interpreter were taken down around it.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(RIGHT)
    return RIGHT


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on this machine only: on the port asked for, or else the usual or any free one.

    Raises
    ------
    OSError
        The port asked for is taken.
    """
    for wish in (port,) if port is not None else (PORT, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", wish))
            listening.listen(128)
        except OSError as problem:
            listening.close()
            if port is not None:
                raise OSError(f"port {port} cannot be used ({problem.strerror}). Try another, or none.") from None
        else:
            return listening
    raise OSError("no port of this machine is free.")


def serve(listening: socket.socket, path: str, *, browser: bool) -> None:
    """Serve on a socket until the process is asked to stop, and say where."""
    import warnings

    import uvicorn

    from workings.app.guard import BODY_LIMIT
    from workings.app.server import make_app

    # A picture says itself what is to be said of its fit; in the terminal nobody looks for it.
    warnings.simplefilter("ignore")
    app = make_app(listening.getsockname()[1], first=int(path.rpartition("/")[2] or 0))
    address = app.address(path)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"The path is open at\n\n    {address}\n\nThe address carries the key. Ctrl-C closes the path.")
            sys.stdout.flush()
            if browser:
                import webbrowser

                webbrowser.open(address)

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=BODY_LIMIT,
        ws_max_queue=8,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )
    try:
        Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        print("The path is closed.")


def run_export(options: argparse.Namespace) -> int:
    """Write the static site."""
    from workings.app.export import export

    try:
        pages = export(options.folder)
    except OSError as problem:
        print(f"workings export: {problem}", file=sys.stderr)
        return NOT_RUN
    print(f"{pages} pages written; begin with {options.folder / 'index.html'}")
    return RIGHT
