"""Texts, still pictures, sources and the exported site."""

import base64
import hashlib
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.show.test_scene import SCENE

from workings.app import sources, svg
from workings.app.judging import entries
from workings.app.site import STATIC, Writer
from workings.app.sources import shown
from workings.app.text import first_question, mathml, parts, to_html
from workings.app.thumbnails import thumbnail
from workings.app.ticks import ticks_of
from workings.cli import main
from workings.lessons.path import get_day
from workings.show import Area, Axis, Bars, Regions, Scene

DAYS = shown()
MATH = "{http://www.w3.org/1998/Math/MathML}"


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day.number))
def test_every_formula_of_a_day_is_mathml(day):
    html = "".join(to_html(part) for part in parts(day.text()))
    assert "$" not in re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", html, flags=re.S)
    formulas = re.findall(r"<math.*?</math>", html, flags=re.S)
    for formula in formulas:
        tree = ElementTree.fromstring(formula.replace("&nbsp;", " "))
        assert tree.tag == f"{MATH}math"
        assert "\\" not in "".join(tree.itertext()), "a command that was not understood"
    assert parts(day.text()).lead
    assert "workings day" in parts(day.text()).commands
    assert "```" not in html


def test_raw_html_and_broken_formulas_are_shown_as_text():
    assert "<script>" not in to_html("<script>alert(1)</script> and $x$ [a](javascript:alert(1))")
    assert "javascript:" not in re.findall(r'href="[^"]*"', to_html("[a](javascript:alert(1))"))
    assert mathml("\\frac{<b>}{", {}).startswith(("<code>", "<math"))
    assert "<b>" not in mathml("\\frac{<b>}{", {})


def test_a_function_keeps_its_distance_from_a_bare_argument_only():
    assert "mspace" in mathml(r"\log 2", {})
    assert "mspace" in mathml(r"\exp z", {})
    for formula in (r"\log(1 + x)", r"\max_i x_i", r"\sin^2 x", r"\log\left(x\right)"):
        assert "mspace" not in mathml(formula, {})


def test_the_question_of_a_day():
    assert first_question(get_day(6).text()) == "Who will buy next?"
    assert all(10 < len(first_question(day.text())) < 240 for day in DAYS)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day.number))
def test_every_day_has_its_code(day):
    for path in sources.behind(day):
        assert (sources.ROOT / path).is_file()


def test_no_other_file_is_shown():
    assert sources.read("linear_model/logistic_regression.py")
    assert sources.read("app/guard.py") is None
    assert sources.read("../../pyproject.toml") is None


def test_the_code_of_day_6_is_its_estimator_and_its_kernels():
    found = sources.behind(get_day(6))
    assert found[0] == "linear_model/logistic_regression.py"
    assert "kernels/logistic_sweeps.py" in found


def test_a_still_picture_has_every_mark_and_its_words():
    extra = (Area((0.1, 0.5, 0.5), (0.1, 0.1, 0.9), 2), Bars((0.2, 0.8), (0.3, 0.6), lying=True))
    scene = Scene(SCENE.title + " <&>", SCENE.x, SCENE.y, (*SCENE.marks, *extra), SCENE.say)
    tree = ElementTree.fromstring(svg.still(scene))
    words = "".join(tree.itertext())
    assert "a title <&>" in words
    assert "x (m)" in words
    assert "here" in words
    assert "yes" in words
    assert len(tree.findall(".//{*}path")) >= 7
    assert len(tree.findall(".//{*}image")) == 1


def test_the_shading_lies_the_right_way_up():
    # One row of cells from left to right, and a second above it: a PNG begins at the top.
    cells = Regions((0.0, 1.0, 2.0), (0.0, 1.0, 2.0), ((0.0, 1.0), (2.0, 0.0)), "classes")
    drawn = svg.thumbnail(Scene("", Axis("x"), Axis("y"), (cells,)))
    png = base64.b64decode(re.search(r'base64,([^"]+)"', drawn).group(1))
    at = png.index(b"IDAT")
    size = int.from_bytes(png[at - 4 : at], "big")
    raw = zlib.decompress(png[at + 4 : at + 4 + size])
    rows = [raw[9 * k + 1 : 9 * k + 9] for k in range(2)]
    colours = [["#" + row[4 * j : 4 * j + 3].hex() for j in range(2)] for row in rows]
    assert colours == [[svg.GROUPS[2][0], svg.GROUPS[0][0]], [svg.GROUPS[0][0], svg.GROUPS[1][0]]]


def test_a_thumbnail_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path))
    day = get_day(2)
    made = thumbnail(day)
    monkeypatch.setattr(type(day), "module", lambda *_: pytest.fail("it was drawn again"))
    assert thumbnail(day) == made


def test_ticks():
    assert [name for _, name in ticks_of(Axis("x"), (-3.0, 3.0), 6)] == ["−3", "−2", "−1", "0", "1", "2", "3"]
    assert ticks_of(Axis("x", ticks=((0.0, "no"), (9.0, "far"))), (0.0, 1.0), 5) == [(0.0, "no")]
    assert len(ticks_of(Axis("C", scale="log"), (1e-4, 1e4), 5)) <= 6


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src")]


def test_the_exported_site_is_whole_and_needs_nothing_else(tmp_path, capsys):
    assert main(["export", str(tmp_path / "site")]) == 0
    assert "index.html" in capsys.readouterr().out
    pages = list((tmp_path / "site").glob("*.html"))
    assert len(pages) > len(DAYS)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        for link in Links(text).found:
            target = link.partition("#")[0]
            if "://" not in link and target and not link.startswith("data:"):
                assert (page.parent / target).is_file(), f"{page.name}: {link}"
    day = (tmp_path / "site" / "day-6.html").read_text(encoding="utf-8")
    assert "def logistic_loss(w, X, y):" in day
    assert "workings check day_006.py" in day
    assert 'class="still"' in day
    assert day.count('class="still key"') == 2


def test_a_site_cannot_be_written_into_a_file(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["export", str(tmp_path / "file")]) == 2
    assert "workings export:" in capsys.readouterr().err


def test_a_taken_port_and_an_unknown_day_are_refused(capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["open", "--no-browser", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot be used" in capsys.readouterr().err
    assert main(["open", "--no-browser", "--day", "999"]) == 2
    assert "there is no day 999" in capsys.readouterr().err


def test_everything_that_came_from_elsewhere_has_its_licence():
    names = {path.name for path in STATIC.rglob("*")}
    for font in ("source-serif-4", "inter", "jetbrains-mono", "stix-two-math"):
        assert any(name.startswith(font) and name.endswith(".woff2") for name in names)
        assert f"{font}-LICENSE.txt" in names
    text = (STATIC / "LICENSES.txt").read_text(encoding="utf-8")
    for package in ("codemirror", "@codemirror/view", "@observablehq/plot", "d3-scale", "@lezer/python"):
        assert f"{package} " in text


def test_the_built_assets_are_those_of_the_sources():
    folder = Path(__file__).parents[2] / "frontend"
    names = sorted(["package-lock.json", "build.mjs", *(f"src/{path.name}" for path in (folder / "src").iterdir())])
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\n".encode() + (folder / name).read_bytes())
    built = (STATIC / "built-from.txt").read_text(encoding="ascii").strip()
    assert digest.hexdigest() == built, "run: cd frontend && npm ci && npm run build"


def test_no_page_asks_for_anything_elsewhere():
    page = Writer().day(get_day(6))
    assert all(link.startswith(("/", "#")) for link in Links(page).found)
    style = (STATIC / "page.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", style)


def test_entries_of_answers_of_other_shapes_are_not_laid_side_by_side():
    assert entries([1.0, 2.0], [1.0, 2.0, 3.0], 6) == []
    assert entries({"a": 1.0}, {"a": 2.0}, 6) == []
    assert [row[3] for row in entries([[1.0, float("nan")]], [[1.0, float("nan")]], 6)] == [False, False]
