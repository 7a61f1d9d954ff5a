"""Day 31: rules for what is composed, each checked by automatic differentiation and by differences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import approx_fprime

from workings import autodiff as ad
from workings.lessons.day_031_calculus_chain_and_product_rules import picture
from workings.lessons.loss_along import loss_along
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Points, Scene
from workings.show.scene import numbers

Function = Callable[[Any], Any]


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("Steps through two maps, u = x² and y = √(1 + u), from x = 0.9")
    rows = []
    for step in (0.4, 0.04, 0.004):
        ends = [np.sqrt(1.0 + x * x) for x in (0.9, 0.9 + step)]
        rows.append([f"{step:g}", f"{(ends[1] - ends[0]) / step:.6f}"])
    page.table(["step", "stretched by"], rows)
    product = 2 * 0.9 * 0.5 / np.sqrt(1.81)
    page.say(f"The chain rule's product: 2x times 1 / (2√(1 + u)) = {product:.6f}.")
    page.picture(picture.scene(), "day_031_chain")
    rules(page)
    exponential(page)
    page.heading("Implicit: the slope of x³ + y³ = 6xy where no formula says what y is")
    page.picture(folium(page), "day_031_implicit")
    limits(page)


def rules(page: Page) -> None:
    """Check derivatives found by rules, three ways."""
    page.heading("Rules, and three ways to check them at x = 0.7")
    x = 0.7
    known: tuple[tuple[str, Function, float], ...] = (
        ("sin(x²): cos(x²) 2x", lambda x: np.sin(x**2), np.cos(x**2) * 2 * x),
        ("x² sin x: x² cos x + 2x sin x", lambda x: x**2 * np.sin(x), x**2 * np.cos(x) + 2 * x * np.sin(x)),
        ("exp(-x²/2): -x exp(-x²/2)", lambda x: np.exp(-x * x / 2.0), -x * np.exp(-x * x / 2)),
        ("x / (1 + x²), a quotient", lambda x: x / (1.0 + x * x), (1 - x * x) / (1 + x * x) ** 2),
        (
            "exp(sin(x²)), three in a row",
            lambda x: np.exp(np.sin(x * x)),
            np.exp(np.sin(x * x)) * np.cos(x * x) * 2 * x,
        ),
    )
    rows = []
    for text, f, rule in known:
        found = (float(ad.grad(f)(x)), ad.numerical_gradient(f, x), float(approx_fprime(x, f)[0]))
        rows.append([text, f"{rule:.6f}", *(f"{abs(one - rule):.0e}" for one in found)])
    page.table(
        ["function: its derivative", "by the rule", "autodiff off by", "differences", "SciPy's, one-sided"], rows
    )


def exponential(page: Page) -> None:
    """Find the number whose powers are their own derivative."""
    page.heading("What 2, e and 3 to the x are multiplied with when they are differentiated")
    rows = []
    for name, a in (("2", 2.0), ("e", np.e), ("3", 3.0)):
        quotients = [(a**h - 1) / h for h in (0.1, 0.001, 1e-5)]
        slope = float(ad.grad(lambda x, a=a: a**x)(0.0))
        rows.append([name, *(f"{one:.6f}" for one in quotients), f"{slope:.6f}", f"{np.log(a):.6f}"])
    page.table(["a", "(a^h - 1) / h, h = 0.1", "h = 0.001", "h = 0.00001", "autodiff", "ln a"], rows)


def _curve(x: Any, y: Any) -> Any:
    return x**3 + y**3 - 6.0 * x * y


def folium(page: Page) -> Scene:
    """Return Descartes' leaf with tangents found without solving for y."""
    t = np.linspace(0.0, 1.0, 200) ** 2
    t = np.concatenate([t, 1.0 / t[:0:-1]])  # along the leaf: x = 6t / (1 + t³), y = t x
    x = 6.0 * t / (1.0 + t**3)
    marks: list[Any] = [Line(numbers(x), numbers(t * x), 0, "x³ + y³ = 6xy")]
    rows = []
    for k, at in enumerate((0.35, 0.7, 1.0, 1.7)):
        a, b = 6 * at / (1 + at**3), 6 * at**2 / (1 + at**3)
        by_x, by_y = ad.grad(_curve, (0, 1))(a, b)
        slope = -float(by_x / by_y)
        h = 1e-6  # two points of the curve itself, whose way is known here by t
        ends = [(6 * s / (1 + s**3), 6 * s**2 / (1 + s**3)) for s in (at - h, at + h)]
        secant = (ends[1][1] - ends[0][1]) / (ends[1][0] - ends[0][0])
        rows.append([f"({a:.3f}, {b:.3f})", f"{slope:.6f}", f"{secant:.6f}"])
        across = 0.7 / np.hypot(1.0, slope)
        tangent = ((a - across, a + across), (b - slope * across, b + slope * across))
        marks += [Line(*tangent, 1, "" if k else "tangent"), Points((a,), (b,), 1, strong=True)]
    page.table(["place", "-F_x / F_y, by autodiff", "between two near points of the curve"], rows)
    say = "Tangents of Descartes' leaf at four places: their slopes follow from F alone."
    return Scene(
        "A curve that is given by an equation",
        Axis("x", low=-0.2, high=3.9),
        Axis("y", low=-0.2, high=3.9),
        tuple(marks),
        say,
    )


def limits(page: Page) -> None:
    """Look at fractions of nothing over nothing."""
    page.heading("Limits at 0, by values and by derivatives of both parts (L'Hôpital)")
    known: tuple[tuple[str, Function, Function, int], ...] = (
        ("sin x / x", np.sin, lambda x: x, 1),
        ("(exp x - 1) / x", np.expm1, lambda x: x, 1),
        ("(1 - cos x) / x²", lambda x: 1.0 - np.cos(x), lambda x: x**2, 2),
    )
    rows = []
    for text, f, g, times in known:
        values = [float(f(x) / g(x)) for x in (0.1, 0.001)]
        above, below = f, g
        for _ in range(times):
            above, below = ad.grad(above), ad.grad(below)
        rows.append([text, *(f"{one:.7f}" for one in values), f"{float(above(0.0)) / float(below(0.0)):.7f}"])
    page.table(["fraction", "at 0.1", "at 0.001", "by derivatives"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: the derivative of its loss is a chain of three."""
    curve = loss_along(page, table)
    rows = []
    for w in (-1.0, 0.0, 1.0):
        score = w * curve.x
        by_score = 1 / (1 + np.exp(-score)) - curve.y  # of log(1 + exp(z)) - y z
        chain = float(np.mean(by_score * curve.x))
        rows.append([f"{w:g}", f"{chain:.10f}", f"{abs(float(ad.grad(curve.loss)(w)) - chain):.0e}"])
    page.table(["w", "mean of (p - y) times x: the chain rule", "autodiff differs by"], rows)
    many = np.linspace(-3.0, 3.0, 61)
    slopes = np.array([float(ad.grad(curve.loss)(float(one))) for one in many])
    k = int(np.abs(slopes).argmin())
    marks = (
        Line((-3.0, 3.0), (0.0, 0.0), quiet=True),
        Line(numbers(many), numbers(slopes), 0, "L'(w)"),
        Points((float(many[k]),), (float(slopes[k]),), 1, "flattest here", strong=True),
    )
    say = f"The slope rises from {slopes[0]:.3f} to {slopes[-1]:.3f}; it is nearest to 0 at w = {many[k]:.1f}."
    axes = Axis(f"coefficient w of {curve.name}"), Axis("slope L'(w)")
    page.picture(Scene("The slope of your loss", *axes, marks, say), "your_slopes")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
