"""The live picture answers what the page sends, refuses what it does not, and stops for nothing."""

import base64
import json
import random
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest
from websockets.sync.client import connect

from workings.app import svg
from workings.app.live import Studio
from workings.app.sources import shown
from workings.app.wire import scene_to_json
from workings.lessons.path import get_day
from workings.show import Regions
from workings.show.movable import Placed, Placing

READY = shown()


def ask(studio, **message):
    return json.loads(studio.answer(json.dumps({"id": 1, **message})))


@pytest.mark.parametrize("day", READY, ids=lambda day: str(day.number))
def test_every_day_is_drawn_and_its_offers_hold(day):
    module = day.module("picture")
    names = [control.name for control in module.CONTROLS]
    assert getattr(module, "STEPS", names[0]) in names
    assert set(getattr(module, "MOVES", ())) <= set(names)
    studio = Studio(day)
    scenes, draw = [], studio._scene
    studio._scene = lambda **settings: scenes.append(draw(**settings)) or scenes[-1]
    answer = ask(studio)
    assert answer["id"] == 1
    assert answer["scene"]["say"]
    small = svg.thumbnail(scenes[0])
    ElementTree.fromstring(small)
    assert 400 < len(small) < 60_000
    assert ("points" in answer) == hasattr(module, "POINTS")
    if "points" not in answer:
        return
    assert "points" not in ask(studio), "told once is enough"
    # As they are, the samples give the picture that there was; one of them moved gives another sentence or picture.
    rows = answer["points"]
    assert ask(studio, points=rows)["scene"]["marks"] == answer["scene"]["marks"]
    moved = [[rows[0][0] + 0.37 * (rows[-1][0] - rows[0][0]), *rows[0][1:]], *rows[1:]]
    assert ask(studio, points=moved)["scene"] != answer["scene"]
    least = module.POINTS.least
    few = [row for k in range(len(module.POINTS.names)) for row in [one for one in rows if one[2] == k][:least]]
    assert "scene" in ask(studio, points=few)
    back = ask(studio, points=None)
    assert back["scene"] == answer["scene"]
    assert back["points"] == rows


def test_a_control_that_makes_the_samples_puts_away_what_was_moved():
    studio = Studio(get_day(12))
    rows = ask(studio)["points"]
    rows[0][0] += 0.5
    assert "points" not in ask(studio, points=rows)
    assert "points" not in ask(studio, controls={"C": 2.0}), "another control leaves them where they are"
    made = ask(studio, controls={"C": 2.0, "apart": 1.5})
    assert made["points"] != rows
    assert made["scene"] == ask(Studio(get_day(12)), controls={"C": 2.0, "apart": 1.5})["scene"]


@pytest.mark.parametrize("number", [day.number for day in READY if hasattr(day.module("picture"), "POINTS")])
def test_samples_may_lie_anywhere(number):
    studio, chosen = Studio(get_day(number)), np.random.default_rng(number)
    table = np.array(ask(studio)["points"])
    low, high = table.min(axis=0), table.max(axis=0)
    movable = studio.movable
    groups = np.repeat(np.arange(len(movable.names)), movable.least + 1)
    settings = {movable.seen_at[0]: movable.seen_at[1]} if movable.seen_at else {}
    n = len(groups)
    for xy in (
        np.tile(low[:2], (n, 1)),
        np.column_stack([chosen.uniform(low[0], high[0], n), np.full(n, low[1])]),
        np.round(chosen.uniform(low[:2], high[:2], (n, 2))),
        chosen.uniform(low[:2] - 1e5, high[:2] + 1e5, (n, 2)),
    ):
        rows = [[*map(float, at), int(k)] for at, k in zip(xy, groups, strict=True)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert "scene" in ask(studio, controls=settings, points=rows), rows


PLACED = [day.number for day in READY if getattr(getattr(day.module("picture"), "POINTS", None), "placing", None)]


@pytest.mark.parametrize("number", PLACED)
def test_samples_are_drawn_where_the_page_is_told(number):
    studio, chosen = Studio(get_day(number)), np.random.default_rng(number)
    for _ in range(4):
        settings = {one.name: round(chosen.uniform(one.low, one.high)) for one in studio.controls.values()}
        answer = ask(studio, controls=settings, points=None)
        table = np.array(answer["points"])
        where = Placing(**answer["placing"]).drawn(Placed(table[:, :2], table[:, 2].astype(np.int64)))
        for k, name in enumerate(studio.movable.names):
            marks = [one for one in answer["scene"]["marks"] if one["kind"] == "points" and one["label"] == name]
            seen = np.concatenate([np.column_stack([one["x"], one["y"]]) for one in marks])
            meant = where[table[:, 2] == k]
            assert len(seen) == len(meant)
            far = np.abs(seen[:, None] - meant).max(axis=2)
            assert max(far.min(axis=0).max(), far.min(axis=1).max()) < 1e-5 * np.abs(meant).max()


def test_values_beyond_the_ends_are_brought_back():
    studio = Studio(get_day(6))
    assert ask(studio, controls={"threshold": 7.0})["scene"] == ask(studio, controls={"threshold": 0.95})["scene"]


BAD = [
    "", "null", "[]", "7", '"x"', "{", "{}", '{"id": "a"}', '{"id": true}', '{"id": 1, "controls": 3}',
    '{"id": 1, "controls": {"nothing": 1}}', '{"id": 1, "controls": {"C": null}}', '{"id": 1, "controls": {"C": NaN}}',
    '{"id": 1, "controls": {"C": 1e999}}', '{"id": 1, "controls": {"C": true}}', '{"id": 1, "points": {}}',
    '{"id": 1, "points": [[1, 2]]}', '{"id": 1, "points": [[1, 2, 3]]}', '{"id": 1, "points": [[1, 2, 0.5]]}',
    '{"id": 1, "points": [[NaN, 2, 0]]}', '{"id": 1, "points": [["1", 2, 0]]}', '{"id": 1, "points": []}',
    '{"id": 1, "points": [[1, 2, 0]]}', '{"id": 1, "points": ' + json.dumps([[1, 2, 0]] * 5000) + "}",
    '{"id": 1' + "[" * 5000, '{"id": 1, "points": [[1' + "0" * 400 + ", 2, 0]]}", "\u0000", "\U0001f600" * 100,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_the_page_does_not_send_is_answered_with_a_sentence(text):
    answer = json.loads(Studio(get_day(6)).answer(text))
    assert set(answer) == {"id", "problem"}
    assert answer["problem"].endswith(".")


def test_a_thousand_malformed_messages_stop_nothing(server):
    chosen = random.Random(0)
    socket_of = {"additional_headers": {"cookie": server.cookie()}, "origin": server.origin}
    with connect(f"ws://127.0.0.1:{server.port}/day/6/live", **socket_of) as socket:
        for k in range(1000):
            text = chosen.choice(BAD)
            socket.send(text.encode() if k % 7 == 0 else text)
            assert "problem" in json.loads(socket.recv(timeout=20))
        socket.send('{"id": 5}')
        assert json.loads(socket.recv(timeout=20))["id"] == 5
    # One that is far too long closes its own connection, and no other.
    with connect(f"ws://127.0.0.1:{server.port}/day/6/live", max_size=None, **socket_of) as socket:
        socket.send("x" * 1_000_000)
        with pytest.raises(Exception, match="1009"):
            socket.recv(timeout=20)
    with connect(f"ws://127.0.0.1:{server.port}/day/6/live", **socket_of) as socket:
        socket.send('{"id": 6}')
        assert json.loads(socket.recv(timeout=20))["id"] == 6


def test_cells_are_one_byte_each():
    scene = get_day(6).module("picture").scene()
    sent = json.loads(scene_to_json(scene))["scene"]
    cells = next(mark for mark in sent["marks"] if mark["kind"] == "regions")
    true = np.array(next(mark for mark in scene.marks if isinstance(mark, Regions)).cells)
    got = np.frombuffer(base64.b64decode(cells["cells"]), dtype=np.uint8).reshape(true.shape)
    assert np.abs(got / 255 - true).max() <= 0.5 / 255 + 1e-12
    assert cells["x"][0] < cells["x"][-1]
