"""The server: which address leads where."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute

from workings.app import ahead, sources
from workings.app.guard import Guard, TooLarge, too_large
from workings.app.judges import Judges
from workings.app.live import live
from workings.app.site import STATIC, Writer
from workings.app.sources import shown
from workings.app.text import parts
from workings.lessons import progress
from workings.lessons.exercises import asked
from workings.lessons.hints import hints
from workings.lessons.path import Day, get_day

_POLL = 0.05
# Listed once: an address is looked up among these names, and never joined to a folder.
_FILES = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def make_app(port: int, first: int = 0) -> Guard:
    """Return the guarded application for a server on this port; the day opened first is made ready beforehand."""
    judges = Judges()

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        warming = [asyncio.create_task(judges.warm()), asyncio.create_task(run_in_threadpool(_make_ready, first))]
        yield
        for task in warming:
            task.cancel()
        await judges.close()

    routes = [
        Route("/", _index),
        Route("/day/{number:int}", _day),
        Route("/day/{number:int}/draft", _save, methods=["PUT", "POST"]),
        Route("/day/{number:int}/check", _check, methods=["POST"]),
        Route("/day/{number:int}/hints", _hints),
        WebSocketRoute("/day/{number:int}/live", live),
        Route("/thumb/{number:int}.svg", _thumb),
        Route("/source/{path:path}", _source),
        Route("/static/{path:path}", _static),
    ]
    handlers: dict[Any, Any] = {TooLarge: too_large, HTTPException: _nothing, ClientDisconnect: _gone}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.state.judges = judges
    return Guard(app, port)


def _make_ready(number: int) -> None:
    """Import what a day's page needs: the one that is opened first, or else the one that a person would go on with."""
    with contextlib.suppress(progress.ProgressError, ValueError):
        done = progress.read_progress()
        following = (day for day in shown() if day.number not in done)
        day = get_day(number) if number else next(following, None)
        if day is not None:
            Writer().day(day)
            day.module("picture").scene()


def _writer(request: Request) -> tuple[Writer, str]:
    """Return who writes the pages, and what there is to say about the record of the days."""
    notice, done = "", frozenset[int]()
    try:
        done = frozenset(progress.read_progress())
    except progress.ProgressError as problem:
        notice = str(problem)
    return Writer(done=done, nonce=request.state.nonce), notice


def _html(page: str, status: int = 200, after: BackgroundTask | None = None) -> Response:
    return HTMLResponse(page, status, {"cache-control": "no-store"}, background=after)


def _asked_day(request: Request) -> Day:
    try:
        return get_day(request.path_params["number"])
    except ValueError as problem:
        raise HTTPException(404, str(problem)) from None


def _index(request: Request) -> Response:
    writer, notice = _writer(request)
    return _html(writer.index(notice))


def _day(request: Request) -> Response:
    day = _asked_day(request)
    writer, notice = _writer(request)
    draft = None
    with contextlib.suppress(progress.ProgressError):
        draft = progress.read_draft(day.number)
    # The first scene imports what later ones need, while the browser lays out the page.
    return _html(
        writer.day(day, draft=draft or "", notice=notice),
        after=BackgroundTask(ahead.begin, day.module("picture").scene),
    )


async def _save(request: Request) -> Response:
    day, text = _asked_day(request), await _text(request)
    try:
        await run_in_threadpool(progress.save_draft, day.number, text)
    except progress.ProgressError as problem:
        return JSONResponse({"problem": str(problem)}, 500)
    return JSONResponse({"saved": True})


async def _check(request: Request) -> Response:
    day, text = _asked_day(request), await _text(request)
    with contextlib.suppress(progress.ProgressError):
        await run_in_threadpool(progress.save_draft, day.number, text)
    lines = _verdicts(request, day, text)
    return StreamingResponse(lines, media_type="application/x-ndjson", headers={"cache-control": "no-store"})


async def _verdicts(request: Request, day: Day, text: str) -> AsyncIterator[str]:
    """Yield a line of JSON for each function as it is judged; a browser that has gone ends the judge."""
    judges: Judges = request.app.state.judges
    functions = await run_in_threadpool(asked, day)
    found = judges.check(text, f"day_{day.number:03d}.py", functions)
    right = 0
    try:
        while True:
            waiting = asyncio.ensure_future(anext(found))
            try:
                while not (await asyncio.wait({waiting}, timeout=_POLL))[0]:
                    if await request.is_disconnected():
                        return
            finally:
                if not waiting.done():
                    waiting.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await waiting
            try:
                one = waiting.result()
            except StopAsyncIteration:
                return
            right += bool(one.get("ok"))
            if "done" in one and right == len(functions):
                one["passed"] = True
                with contextlib.suppress(progress.ProgressError):
                    await run_in_threadpool(progress.mark_done, day.number)
            yield json.dumps(one) + "\n"
    finally:
        await found.aclose()  # type: ignore[attr-defined]  # it is a generator


def _hints(request: Request) -> Response:
    """Answer with the hints to an exercise, the gentlest first, less what the page says anyway under "Your turn"."""
    day = _asked_day(request)
    turn = _letters(parts(day.text()).turn)
    found = [one for one in hints(day) if _letters(one) not in turn]
    return JSONResponse(found, headers={"cache-control": "no-store"})


def _letters(text: str) -> str:
    return re.sub("[^a-zA-Z]", "", text)


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "The text must be UTF-8.") from None


def _thumb(request: Request) -> Response:
    from workings.app.thumbnails import thumbnail

    return Response(thumbnail(_asked_day(request)), media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def _source(request: Request) -> Response:
    path = request.path_params["path"]
    code = sources.read(path)
    if code is None:
        raise HTTPException(404, "No day shows a file of this name.")
    return _html(_writer(request)[0].source(path, code))


def _static(request: Request) -> Response:
    path = _FILES.get(request.path_params["path"])
    if path is None:
        raise HTTPException(404, "There is no such file.")
    kind = _TYPES.get(path.suffix, "text/plain")
    return FileResponse(path, media_type=kind, headers={"cache-control": "no-cache"})


def _nothing(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if request.method not in ("GET", "HEAD"):
        return JSONResponse({"problem": problem.detail}, problem.status_code)
    return _html(_writer(request)[0].problem(problem.detail), problem.status_code)


def _gone(_request: Request, _problem: Exception) -> Response:
    return Response(status_code=400)
