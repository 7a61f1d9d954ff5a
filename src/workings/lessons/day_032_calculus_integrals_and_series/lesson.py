"""Day 32: adding up, differentiating again and again, and what one place tells of all others."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from workings import autodiff as ad
from workings.lessons.day_032_calculus_integrals_and_series import picture, solution
from workings.lessons.loss_along import loss_along
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Axis, Line, Points, Scene
from workings.show.calculus import strips
from workings.show.scene import numbers

Array = NDArray[Any]
Function = Callable[..., Any]
trapezoid: Function = solution.trapezoid
taylor_exp: Function = solution.taylor_exp


def bell(x: Any) -> Any:
    """A curve whose area has no formula."""
    return np.exp(-x * x)


def run(page: Page) -> None:
    """Run the day on its own data."""
    page.heading("The area under sin x from 0 to π, which is 2")
    rows = []
    for n in (4, 8, 16, 32):
        x = np.linspace(0.0, np.pi, n + 1)
        area = float(trapezoid(np.sin(x), x))
        rows.append([str(n), f"{area:.8f}", f"{2 - area:.2e}", f"{abs(area - np.trapezoid(np.sin(x), x)):.0e}"])
    page.table(["strips", "trapezoids", "short by", "NumPy differs by"], rows)
    exact, _ = quad(bell, 0.0, 2.0)
    page.heading("exp(-x²) from 0 to 2: no formula, but an area")
    page.picture(strips(bell, (0.0, 2.0), 4, exact), "day_032_strips")
    fundamental(page)
    again(page)
    page.picture(picture.scene(degree=7.0), "day_032_taylor")
    page.picture(picture.scene(degree=12.0, which=3.0), "day_032_radius")
    far_out(page)


def fundamental(page: Page) -> None:
    """Check that integrating and differentiating undo each other."""
    page.heading("The area up to b, differentiated by b, is the height at b")
    rows = []
    for b in (0.5, 1.0, 1.5):
        slope = ad.numerical_gradient(lambda end: quad(bell, 0.0, end, epsabs=1e-13)[0], b)
        back, _ = quad(lambda x: float(ad.grad(bell)(x)), 0.0, b)
        rows.append([f"{b:g}", f"{slope:.9f}", f"{bell(b):.9f}", f"{back:.9f}", f"{bell(b) - 1:.9f}"])
    page.table(["b", "area's slope", "height", "integral of the slope from 0", "height less that at 0"], rows)


def again(page: Page) -> None:
    """Differentiate several times, by autodiff of autodiff."""
    page.heading("Derivatives of derivatives at 0.5, divided by k!: Taylor's coefficients")
    rows = []
    names = [known.text for known in picture.KNOWN]
    functions: list[Function] = [np.sin, np.exp, np.log1p, lambda x: 1.0 / (1.0 + x * x)]
    worst = 0.0
    for k in range(6):
        found = [float(f(0.5)) / math.factorial(k) for f in functions]
        worst = max(worst, *(abs(a - known.coefficient(k, 0.5)) for a, known in zip(found, picture.KNOWN, strict=True)))
        rows.append([str(k), *(f"{one:.9f}" for one in found)])
        functions = [ad.grad(f) for f in functions]
    page.table(["k", *names], rows)
    page.say(f"They differ from the formulas by at most {worst:.0e}.")


def far_out(page: Page) -> None:
    """Show that a series which converges may still be a bad way to compute."""
    page.heading("exp by its series, 200 terms")
    rows = []
    for x in (1.0, 10.0, -10.0, -30.0):
        found = float(taylor_exp(x, 200))
        rows.append([f"{x:g}", f"{found:.6e}", f"{math.exp(x):.6e}", f"{abs(found / math.exp(x) - 1):.0e}"])
    page.table(["x", "series", "exp", "relative error"], rows)
    largest = 30.0**30 / math.factorial(30)
    page.say(
        f"At -30 terms as large as {largest:.0e} cancel, and their rounding is all that is left. 1 / exp(30) would do."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: a parabola in place of the loss."""
    curve = loss_along(page, table)
    value, slope = (float(one) for one in ad.value_and_grad(curve.loss)(0.0))
    bend = float(ad.grad(ad.grad(curve.loss))(0.0))
    w = np.linspace(-4.0, 4.0, 41)
    true, near = curve.along(w), value + slope * w + 0.5 * bend * w**2
    bottom = -slope / bend if bend > 0 else 0.0
    slopes = np.array([float(ad.grad(curve.loss)(float(one))) for one in w])
    change = float(trapezoid(slopes, w))
    page.say(
        f"L(0) = {value:.5f}, L'(0) = {slope:.5f}, L''(0) = {bend:.5f}. From -4 to 4 the slope adds up to "
        f"{change:.5f} by {len(w) - 1} trapezoids; the loss really changes by {true[-1] - true[0]:.5f}."
    )
    marks: list[Any] = [
        Line(numbers(w), numbers(true), 0, "L(w)"),
        Line(numbers(w), numbers(near), 1, "Taylor about 0, degree 2", "dashed"),
        Points((0.0,), (value,), 1, "centre", strong=True),
    ]
    if -4 < bottom < 4:
        marks.append(Points((bottom,), (value + 0.5 * slope * bottom,), 2, "a Newton step goes here", strong=True))
    say = f"The parabola's bottom is at w = {bottom:.3f}, where the loss is {float(curve.loss(bottom)):.5f}."
    axes = Axis(f"coefficient w of {curve.name}"), Axis("mean loss")
    page.picture(Scene("Your loss, and a parabola in its place", *axes, tuple(marks), say), "your_parabola")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
