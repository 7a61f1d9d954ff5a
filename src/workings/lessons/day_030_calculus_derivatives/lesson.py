"""Day 30: slopes at a point, by thought, by differences and by automatic differentiation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import approx_fprime
from sklearn.datasets import load_diabetes

from workings import autodiff as ad
from workings.lessons.day_030_calculus_derivatives import picture
from workings.lessons.loss_along import loss_along
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Scene
from workings.show.calculus import tangent
from workings.show.scene import numbers

Function = Callable[[Any], Any]


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("A square of side 3, and sides that grow by h")
    rows = []
    for h in (1.0, 0.1, 0.01, 0.001):
        rows.append([f"{h:g}", f"{(3 + h) ** 2 - 9:.6f}", f"{((3 + h) ** 2 - 9) / h:.6f}"])
    page.table(["h", "the area grows by", "divided by h"], rows)
    page.say(f"Twice the side is 6, and automatic differentiation says {ad.grad(lambda x: x**2)(3.0):g}.")
    page.picture(picture.scene(), "day_030_secant")
    page.picture(picture.scene(h=0.05), "day_030_nearly")
    rules(page)
    page.heading("How small a step? sin at 1, whose derivative is cos 1")
    page.picture(step_sizes(np.sin, 1.0, float(np.cos(1.0))), "day_030_steps")
    mean_is_where_the_slope_is_0(page)


def rules(page: Page) -> None:
    """Check derivatives found by rules, three ways."""
    page.heading("Rules, and three ways to check them at x = 0.7")
    known: tuple[tuple[str, Function, float], ...] = (
        ("x³: 3x²", lambda x: x**3, 3 * 0.7**2),
        ("1 / x: -1 / x²", lambda x: 1.0 / x, -1 / 0.7**2),
        ("√x: 1 / (2√x)", np.sqrt, 0.5 / np.sqrt(0.7)),
        ("4x⁵ - x²: 20x⁴ - 2x", lambda x: 4.0 * x**5 - x**2, 20 * 0.7**4 - 1.4),
        ("sin x: cos x", np.sin, np.cos(0.7)),
    )
    rows = []
    for text, f, rule in known:
        ours = [float(ad.grad(f)(0.7)), ad.numerical_gradient(f, 0.7), float(approx_fprime(0.7, f)[0])]
        rows.append([text, f"{rule:.6f}", *(f"{abs(one - rule):.0e}" for one in ours)])
    page.table(
        ["function: its derivative", "by the rule", "autodiff off by", "differences", "SciPy's, one-sided"], rows
    )


def step_sizes(f: Function, at: float, true: float) -> Scene:
    """Return the errors of one-sided and central differences against the step."""
    steps = np.logspace(-15, 0, 121)
    one = np.array([abs((f(at + h) - f(at)) / h - true) for h in steps])
    both = np.array([abs((f(at + h) - f(at - h)) / (2 * h) - true) for h in steps])
    marks = (
        Line(numbers(steps), numbers(np.maximum(one, 1e-17)), 0, "to one side"),
        Line(numbers(steps), numbers(np.maximum(both, 1e-17)), 1, "to both sides", "dashed"),
    )
    # A single step may be right by chance: the best is where the neighbours are good too.
    smooth = [
        steps[int(np.convolve(np.log(e + 1e-17), np.ones(9) / 9, "same")[4:-4].argmin()) + 4] for e in (one, both)
    ]
    say = (
        f"To one side h = {smooth[0]:.0e} is about best, to both sides h = {smooth[1]:.0e}. Larger steps err by the "
        "curve's bend, smaller ones by rounding. Automatic differentiation is off by "
        f"{abs(float(ad.grad(f)(at)) - true):.0e}."
    )
    axes = Axis("step h", scale="log"), Axis("error of the derivative", low=1e-14, scale="log")
    return Scene("Two kinds of error", *axes, marks, say)


def mean_is_where_the_slope_is_0(page: Page) -> None:
    """Find the flat place of a sum of squares on real data."""
    y = load_diabetes().target
    page.heading(f"{len(y)} patients: which single number is nearest to all, in squares?")

    def loss(m: Any) -> Any:
        return ad.mean((y - m) ** 2)

    rows = [
        [f"{m:.4f}", f"{float(loss(m)):.2f}", f"{float(ad.grad(loss)(m)):.4f}"] for m in (100.0, float(y.mean()), 200.0)
    ]
    page.table(["number", "mean squared distance", "its derivative"], rows)
    page.say(f"Where the derivative is 0 nothing is gained by moving: that is the mean, {y.mean():.4f}.")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    curve = loss_along(page, table)
    rows = []
    for w in (-1.0, 0.0, 1.0):
        ours = float(ad.grad(curve.loss)(w))
        near = [(float(curve.loss(w + h)) - float(curve.loss(w - h))) / (2 * h) for h in (0.1, 1e-5, 1e-13)]
        rows.append(
            [f"{w:g}", f"{float(curve.loss(w)):.5f}", f"{ours:.8f}", *(f"{abs(one - ours):.0e}" for one in near)]
        )
    page.table(["w", "L(w)", "L'(w) by autodiff", "h = 0.1 off by", "h = 1e-5", "h = 1e-13"], rows)
    ends = (-3.0, 3.0)
    heights = curve.along(np.linspace(*ends, 25))
    limits = (ends, (0.0, float(heights.max())))
    axes = (Axis(f"coefficient w of {curve.name}"), Axis("mean loss L(w)"))
    slope = float(ad.grad(curve.loss)(0.0))
    page.picture(
        tangent(curve.along, slope, 0.0, 1.0, limits=limits, axes=axes, title="Your loss, and its slope at 0"),
        "your_slope",
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
