"""What even the textbook form does: told, never marked down."""

from __future__ import annotations

import numpy as np

from workings.checker import cost
from workings.checker.grading import as_array
from workings.checker.lab import Lab
from workings.checker.model import Intent, Topic
from workings.checker.verdict import Note


def advice(topic: Topic, intent: Intent, lab: Lab, *, long: bool) -> tuple[Note, ...]:
    """Return the notes: narrow integers that wrap, half precision that saturates on long groups (if wanted)."""
    if topic.advise is None or lab.left() < 0.5 or lab.binding.form == "list":
        return ()
    notes: list[Note] = []
    trial = cost.standing(topic.cost_case, intent, 1000, 1) if long else None
    long = trial is not None and lab.ask([trial])[0].seconds < 3e-3
    for code, case, allowed in topic.advise(intent):
        if np.size(case.args[0]) > 1000 and not long:
            continue
        answer = lab.ask([case])[0]
        got = as_array(answer.value) if answer.kind == "value" and answer.value is not None else None
        if got is None or got.shape != case.expected.shape:
            continue
        with np.errstate(all="ignore"):
            right = np.all(np.abs(got - case.expected) <= allowed * np.abs(case.expected) + 1e-9)
        if not right and code not in [note.code for note in notes]:
            notes.append(Note(code, topic.causes[code].says))
    return tuple(notes)
