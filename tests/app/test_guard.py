"""Nobody gets in but whoever opened the address with the token."""

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from workings.app.guard import BODY_LIMIT
from workings.app.server import make_app

PORT = 8547
OURS = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path))
    return make_app(PORT)


@pytest.fixture
def stranger(app):
    return TestClient(app, base_url=OURS, follow_redirects=False)


@pytest.fixture
def person(app, stranger):
    assert stranger.get(app.address("/day/2").removeprefix(OURS)).status_code == 303
    return stranger


def test_the_token_is_exchanged_for_a_cookie_that_scripts_cannot_read(app, stranger):
    answer = stranger.get(app.address("/day/2").removeprefix(OURS))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/day/2"
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert app.token.lower() not in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", "é", "x" * 5000])
def test_a_wrong_token_opens_nothing(stranger, token):
    answer = stranger.get("/enter", params={"token": token, "to": "/"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:1", "/a\r\nb", ""]
)
def test_the_entrance_leads_nowhere_else(app, stranger, to):
    answer = stranger.get("/enter", params={"token": app.token, "to": to})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/day/2", "/static/page.css", "/thumb/2.svg", "/nothing"])
def test_without_the_cookie_nothing_is_read(stranger, path):
    assert stranger.get(path).status_code == 403
    assert stranger.get(path, headers={"cookie": f"workings-{PORT}=guess"}).status_code == 403
    assert stranger.get(path, headers={"cookie": b'\xff=;;="'}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", "", "localhost"]
)
def test_a_foreign_host_is_refused_even_with_the_cookie(person, host):
    assert person.get("/", headers={"host": host}).status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        person.websocket_connect("/day/2/live", headers={"host": host, "origin": OURS}),
    ):
        pass


FOREIGN = ["https://evil.example", f"http://127.0.0.1:{PORT + 1}", "null", f"https://127.0.0.1:{PORT}", None]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/day/2/draft"), ("POST", "/day/2/draft"), ("POST", "/day/2/check")]
)
def test_what_changes_something_must_come_from_our_page(person, origin, method, path):
    headers = {} if origin is None else {"origin": origin}
    assert person.request(method, path, content=b"x = 1", headers=headers).status_code == 403


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_socket_must_come_from_our_page(person, origin):
    headers = {} if origin is None else {"origin": origin}
    with pytest.raises(WebSocketDisconnect), person.websocket_connect("/day/2/live", headers=headers):
        pass


def test_a_socket_needs_the_cookie(stranger):
    with pytest.raises(WebSocketDisconnect), stranger.websocket_connect("/day/2/live", headers={"origin": OURS}):
        pass


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_port_reads_nothing_but_may_link_here(person, site):
    # Cookies do not know ports, so a page of another port sends ours along.
    fetched = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}
    assert person.get("/static/day.js", headers=fetched).status_code == 403
    framed = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    assert person.get("/day/2", headers=framed).status_code == 403
    linked = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert person.get("/", headers=linked).status_code == 200


def test_every_answer_carries_the_policy(person):
    for path in ("/", "/day/2", "/static/page.css", "/nothing", "/thumb/2.svg"):
        answer = person.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    nonces = {person.get("/day/2").headers["content-security-policy"] for _ in range(3)}
    assert len(nonces) == 3


def test_bodies_that_are_too_large_are_refused(person):
    ours = {"origin": OURS}
    assert person.put("/day/2/draft", content=b"x" * BODY_LIMIT, headers=ours).status_code == 200
    assert person.put("/day/2/draft", content=b"x" * (BODY_LIMIT + 1), headers=ours).status_code == 413
    # Without a length, as chunks.
    pieces = (b"x" * 65536 for _ in range(1000))
    assert person.put("/day/2/draft", content=pieces, headers=ours).status_code == 413
    assert person.put("/day/2/draft", content=b"x", headers={**ours, "content-length": "-1"}).status_code == 413


def test_methods_that_nobody_needs_are_refused(person):
    for method in ("DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert person.request(method, "/", headers={"origin": OURS}).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py", "/static/..\\server.py",
        "/static//etc/passwd", "/static/fonts/../../guard.py", "/static/page.css%00", "/source/../pyproject.toml",
        "/source/app/guard.py", "/source//etc/passwd", "/source/%2e%2e/%2e%2e/pyproject.toml", "/static/", "/day/-1",
        "/day/999", "/day/2/../../x", "/thumb/99.svg",
    ],
)  # fmt: skip
def test_paths_lead_nowhere_else(person, path):
    assert person.get(path).status_code in (404, 405)


def test_a_text_must_be_utf8(person):
    assert person.put("/day/2/draft", content=b"\xff\xfe", headers={"origin": OURS}).status_code == 400
