"""Who may speak to the server: only the person who started it, in a browser on the same machine.

A page of any other site, or of another port of this machine, can make the browser send requests here. So every request
must name a host of ours (or a foreign name that was made to point here would get in), every request that changes
something and every WebSocket must come from a page of ours, and all must carry the cookie that only whoever opened the
address with the token has got.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The largest text that a draft or a check may have, in bytes.
BODY_LIMIT = 256 * 1024
_READS = ("GET", "HEAD")
_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The outermost layer of the application; see the module.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    port : int
        The port that the server listens on.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self.port = port
        self.token = secrets.token_urlsafe(24)
        self._key = secrets.token_urlsafe(32)
        # Cookies do not know ports: without the number, two servers would take each other's away.
        self._cookie = f"workings-{port}"
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if port == 80:
            self._hosts |= {"127.0.0.1", "localhost"}
        self._origins = {f"http://{host}" for host in self._hosts}

    def address(self, path: str = "/") -> str:
        """Return the address that lets a browser in, and leads it to a page."""
        return f"http://127.0.0.1:{self.port}/enter?token={self.token}&to={path}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is not None:
                # Before it is accepted: the browser sees a handshake that failed with 403.
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(scope, receive, send)
            return
        sent = self._with_headers(send, nonce)
        if refusal is None and scope["path"] == "/enter":
            refusal = self._enter(scope)
        if refusal is not None:
            await refusal(scope, receive, sent)
            return
        await self._app(scope, _limited(receive), sent)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that may not come in, or None."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        reading = scope["type"] == "http" and scope["method"] in _READS
        if headers.get("host") not in self._hosts or len(headers.getlist("host")) != 1:
            return _refused("this address is not one of ours.")
        if origin not in self._origins and (origin is not None or not reading):
            return _refused("the request comes from another page.")
        if reading and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            follows_a_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            if not follows_a_link:
                return _refused("the request comes from another page.")
        if scope["type"] == "http" and scope["method"] not in (*_READS, "POST", "PUT"):
            return PlainTextResponse("There is nothing to do here in this way.", 405, {"allow": "GET, HEAD, POST, PUT"})
        if scope["path"] == "/enter":
            return None
        if not any(secrets.compare_digest(one, self._key) for one in self._cookies(headers)):
            return _refused("open the address that `workings open` printed in the terminal: it carries the key.")
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > BODY_LIMIT:
            return _too_large()
        return None

    def _cookies(self, headers: Headers) -> Iterator[str]:
        for line in headers.getlist("cookie"):
            try:
                found = SimpleCookie(line)
            except CookieError:
                continue
            if self._cookie in found and found[self._cookie].value.isascii():
                yield found[self._cookie].value

    def _enter(self, scope: Scope) -> Response:
        """Exchange the token in the address for the cookie, and go where the address says."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        token, to = (asked.get(name, [""])[-1] for name in ("token", "to"))
        if not token.isascii() or not secrets.compare_digest(token, self.token):
            return _refused("the key in this address is not that of the server that runs now.")
        inside = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable() and to.isascii()
        answer = RedirectResponse(to if inside else "/", 303)
        answer.set_cookie(self._cookie, self._key, httponly=True, samesite="strict", path="/")
        answer.headers["cache-control"] = "no-store"
        return answer

    def _with_headers(self, send: Send, nonce: str) -> Send:
        sockets = " ".join(sorted(origin.replace("http://", "ws://") for origin in self._origins))
        policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
            f"img-src 'self' data:; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        more = {**_EVERYWHERE, "content-security-policy": policy}
        added = [(name.encode(), value.encode()) for name, value in more.items()]

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *added]
            await send(message)

        return sent


def _refused(why: str) -> Response:
    return PlainTextResponse(f"Not let in: {why}\n", 403)


def _too_large() -> Response:
    return PlainTextResponse(f"That is more than {BODY_LIMIT // 1024} KiB, which no exercise needs.\n", 413)


class TooLarge(Exception):
    """A body without a stated length went past the limit while it was read."""


def _limited(receive: Receive) -> Receive:
    """Count the bytes of a body that does not say beforehand how long it is."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > BODY_LIMIT:
                raise TooLarge
        return message

    return limited


async def too_large(_request: object, _problem: Exception) -> Response:
    """Answer to `TooLarge`; for the application's table of exceptions."""
    return _too_large()
