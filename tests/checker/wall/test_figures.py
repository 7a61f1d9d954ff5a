"""Figures come back as descriptions of what is drawn on them."""

import numpy as np
import pytest

from workings.checker.subject import Call

X, Y, E = np.array([1.0, 2.0, 4.0]), np.array([3.0, -1.0, 0.5]), [0.1, 0.2, 0.3]
HEAD = "import matplotlib.pyplot as plt\nimport numpy as np\n\n\n"


def ask(subject, *args):
    answer = subject.call(Call(args or (X, Y)), timeout=20)
    assert answer.kind == "value", answer.error_message
    return answer.value


def written(learner, *lines):
    return learner(HEAD + "def f(x, y):\n" + "".join(f"    {line}\n" for line in lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("fig, ax = plt.subplots()", "ax.plot(x, y, label='a')", "return fig"),
        ("fig, ax = plt.subplots()", "ax.plot(x, y, label='a')", "return ax"),
        ("fig, ax = plt.subplots()", "return ax.plot(x, y, label='a')"),
        ("plt.figure()", "plt.plot(x, y, label='a')", "plt.show()"),
        ("plt.figure()", "plt.plot(x, y, label='a')", "return plt"),
        ("fig, axs = plt.subplots(1, 1, squeeze=False)", "axs[0, 0].plot(x, y, label='a')", "return axs"),
    ],
)
def test_whatever_comes_back_it_is_the_figure(learner, lines):
    told = ask(written(learner, *lines))
    (axes,) = told["axes"]
    (line,) = axes["lines"]
    assert line["x"].tolist() == X.tolist()
    assert line["y"].tolist() == Y.tolist()
    assert (line["label"], line["joined"], line["marked"]) == ("a", True, False)
    assert not told["reused"]


def test_words_limits_and_legend(learner):
    told = ask(
        written(
            learner,
            "fig, ax = plt.subplots()",
            "ax.scatter(x, y, color='red', label='first')",
            "ax.plot(y, x, 's', color='blue', label='second')",
            "ax.set(xlabel='time (s)', ylabel='way (m)', title='both', xlim=(0, 5), yscale='symlog')",
            "ax.legend()",
            "return fig",
        )
    )
    (axes,) = told["axes"]
    assert [axes[k] for k in ("x label", "y label", "title", "y scale")] == ["time (s)", "way (m)", "both", "symlog"]
    assert axes["x limits"] == [0.0, 5.0]
    assert [(one["text"], one["colour"]) for one in axes["legend"]] == [("first", [1, 0, 0]), ("second", [0, 0, 1])]
    assert axes["points"][0]["colours"].tolist() == [[1, 0, 0]] * 3
    assert axes["lines"][0]["joined"] is False


def test_bars_steps_and_error_bars(learner):
    told = ask(
        written(
            learner,
            "fig, (a, b, c) = plt.subplots(1, 3)",
            "a.bar(x, y, width=0.5, align='edge')",
            "b.stairs(y, [0, 1, 2, 4])",
            "c.errorbar(x, y, yerr=[0.1, 0.2, 0.3])",
            "return fig",
        )
    )
    bars, steps, errors = told["axes"]
    assert bars["bars"] == [[1.0, 0, 0.5, 3.0], [2.0, 0, 0.5, -1.0], [4.0, 0, 0.5, 0.5]]
    assert steps["steps"][0]["heights"].tolist() == Y.tolist()
    np.testing.assert_allclose(errors["segments"], np.c_[X, np.subtract(Y, E), X, np.add(Y, E)])


def test_maps_and_their_colour_bars(learner):
    told = ask(
        written(
            learner,
            "Z = np.add.outer(y, x)",
            "fig, (a, b) = plt.subplots(1, 2)",
            "fig.colorbar(a.contour(x, [0, 1, 2], Z, levels=[2.0, 3.0]), label='height (m)')",
            "b.imshow(Z, origin='lower', extent=(0, 3, 0, 6))",
            "return fig",
        )
    )
    assert told["colour bars"] == ["height (m)"]
    lines, image = told["axes"]
    assert lines["contours"][0]["levels"] == [2.0, 3.0]
    assert set(lines["contours"][0]["corners"][:, 2]) == {2.0, 3.0}
    assert image["images"][0]["values"].tolist() == np.add.outer(Y, X).tolist()
    assert (image["images"][0]["extent"], image["images"][0]["upwards"]) == ([0, 3, 0, 6], True)


def test_three_dimensions(learner):
    told = ask(
        written(
            learner,
            "ax = plt.figure().add_subplot(projection='3d')",
            "ax.scatter(x, y, x + y)",
            "ax.set_zlabel('up')",
            "return ax",
        )
    )
    (axes,) = told["axes"]
    assert (axes["projection"], axes["z label"]) == ("3d", "up")
    assert axes["z limits"][0] < axes["z limits"][1]
    assert axes["points"][0]["z"].tolist() == (X + Y).tolist()


def test_a_second_call_finds_the_figure_of_the_first(learner):
    subject = written(learner, "plt.plot(x, y)")
    for _ in range(3):
        told = ask(subject)
        assert told["reused"] is True
        assert len(told["axes"][0]["lines"]) == 1  # each is told without what was there before


def test_nothing_drawn_is_nothing(learner):
    assert ask(written(learner, "plt.figure()")) is None
    assert ask(written(learner, "return x + y")).tolist() == (X + Y).tolist()


def test_the_answering_side_does_not_import_matplotlib(learner):
    body = "import sys\n\n\ndef f(x, y):\n    return float('matplotlib' in sys.modules)\n"
    assert ask(learner(body)) == 0.0
