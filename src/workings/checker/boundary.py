"""Where it begins to fail: turns a dial, and finds by bisection the last position that is right.

Silently wrong comes before loudly wrong: the stretch in which the function returns plausible numbers that are not the
answer is the dangerous one, so it is told first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workings.checker.grading import Grade
from workings.checker.lab import Lab
from workings.checker.model import Family, Intent, Topic

_RIGHT_DIGITS = 1e-12
# So many positions of a dial are tried in one journey.
AT_ONCE = 32


def describe(topic: Topic, intent: Intent, code: str, lab: Lab) -> str:
    """Return a sentence that says where the defect of this code begins, or "" if there is no dial for it."""
    family = next((f for f in topic.families if code in f.codes), None)
    if family is None:
        return ""
    grid = [0.0, 1.0] + [10.0**k for k in np.arange(0.25, np.log10(family.largest), 0.25)]
    grid = [float(t) if t > 1e6 else float(round(t)) for t in grid]
    grid = sorted(set(grid))
    states: list[str] = []
    # What comes after the first loud failure tells nothing more.
    for start in range(0, len(grid), AT_ONCE):
        some = _states(family, intent, grid[start : start + AT_ONCE], lab)
        if not some:
            return ""
        states += some
        if "loud" in some:
            break
    if states[1] != "right":
        return "silently wrong everywhere, and never an error" if set(states[1:]) == {"silent"} else ""
    first_bad = next((i for i, s in enumerate(states) if s != "right"), None)
    if first_bad is None:
        return ""
    right_until, bad_from = _narrow(family, intent, grid[first_bad - 1], grid[first_bad], ("right",), lab)
    dial = family.dial if "{}" in family.dial else f"up to {family.dial} of {{}}"
    text = f"{dial.format(_number(right_until))} right to 12 digits"
    first_loud = next((i for i, s in enumerate(states) if s == "loud"), None)
    if first_loud is None:
        return f"{text}; from {_number(bad_from)} on silently wrong, and never an error"
    quiet, loud = _narrow(
        family, intent, max(bad_from, grid[first_loud - 1]), grid[first_loud], ("right", "silent"), lab
    )
    how = _how(family, intent, loud, lab)
    if quiet <= bad_from or loud <= bad_from:
        return f"{text}; above, {how}"
    return f"{text}; {_number(right_until)} to {_number(quiet)} silently wrong; above, {how}"


def _states(family: Family, intent: Intent, positions: Sequence[float], lab: Lab) -> list[str]:
    """Return "right", "silent" or "loud" for each position of the dial."""
    cases = [family.at(intent, t) for t in positions]
    if any(case is None for case in cases):
        return []
    return [_state(g) for g in lab.grade([case for case in cases if case is not None])]


def _state(grade: Grade) -> str:
    if grade.is_loud:
        return "loud"
    return "right" if grade.status == "right" or grade.error < _RIGHT_DIGITS else "silent"


def _narrow(
    family: Family, intent: Intent, low: float, high: float, good: tuple[str, ...], lab: Lab
) -> tuple[float, float]:
    """Return the last position in a good state and the first in another, to whole numbers or three digits."""
    for _ in range(6):
        if high - low <= max(1.0, 1e-3 * low):
            break
        between = [float(t) for t in np.linspace(low, high, 14)[1:-1]]
        if high > 10 * low:
            between = [float(t) for t in np.geomspace(max(low, 1.0), high, 14)[1:-1]]
        between = sorted({round(t) if t < 1e15 else t for t in between} - {low, high})
        if not between:
            break
        states = _states(family, intent, between, lab)
        bad = next((i for i, s in enumerate(states) if s not in good), None)
        if bad is None:
            low = between[-1]
        else:
            high = between[bad]
            low = between[bad - 1] if bad else low
    return low, high


def _how(family: Family, intent: Intent, position: float, lab: Lab) -> str:
    """Return what a loud failure looks like: "nan", "OverflowError"."""
    case = family.at(intent, position)
    if case is None:
        return "an error"
    answer = lab.ask([case])[0]
    if answer.kind == "raised":
        return answer.error_type
    got = lab.grade([case])[0].got
    if got is None:
        return "no answer"
    return "nan" if np.any(np.isnan(got)) else "inf"


def _number(value: float) -> str:
    return f"{value:.0f}" if value < 1e6 else f"{value:.2g}"
