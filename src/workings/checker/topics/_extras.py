"""What can be seen of a function of groups only through its other parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.lab import Lab
from workings.checker.model import Case, Intent
from workings.checker.topics._common import COMMON
from workings.checker.topics._groups import GroupMaths, default_axis

_DIVIDES = ("t", "temp", "temperature", "tau", "theta", "beta", "scale", "alpha", "sharpness", "inverse_temperature")


def extras(maths: GroupMaths, intent: Intent, lab: Lab, evidence: Evidence, causes: list[Named]) -> list[Named]:
    """What can be seen only through other parameters: a temperature, and an axis that is left out."""
    wrong = {c.code for c in causes if (c.code in COMMON and COMMON[c.code].cls == "wrong") or c.code not in COMMON}
    found = []
    if not wrong - {"overflow", "underflow", "underflow_global_max", "eps_bias"}:
        found += _temperature(maths, intent, lab, evidence)
    if intent.name == "axis argument" and not wrong:
        found += default_axis(maths, lab, evidence)
    return found


def _temperature(maths: GroupMaths, intent: Intent, lab: Lab, evidence: Evidence) -> list[Named]:
    """Call with a temperature of 2: the inputs must be divided by it (or multiplied, for an inverse temperature)."""
    given = [p.name for p in lab.subject.parameters if p.name.lower() in _DIVIDES]
    if not given:
        return []
    arrays = [np.asarray(evidence.cases[i].args[0], dtype=float) for i in evidence.core()][:4]
    cases: list[list[Case]] = []
    for factor in (0.5, 2.0):
        scaled = [maths.build(intent, "temperature", x * factor, options={given[0]: 2.0}) for x in arrays]
        cases.append([replace(c, args=(x,)) for c, x in zip(scaled, arrays, strict=True) if c is not None])
    grades = [lab.grade(some) for some in cases]
    if any(not any(g.fails for g in some) for some in grades):
        return []
    if all(g.status == "raised" for g in grades[0]):
        return []
    at = len(evidence.cases)
    evidence.cases += cases[0]
    evidence.answers += lab.ask(cases[0])
    evidence.grades += grades[0]
    failing = [at + i for i, g in enumerate(grades[0]) if g.fails]
    evidence.explained |= set(failing)
    return [Named("temperature_misplaced", tuple(failing))]
