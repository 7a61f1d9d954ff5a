"""The process that judges: started before it is needed, and ended when a check is stopped.

It reads one line of JSON for each file, judges the functions named there, and writes a line for each as it is found.
The functions themselves run in processes of their own, behind the wall (`workings.checker.wall`).
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from workings.checker.batch import Judged, Task, judge_one
from workings.checker.render import digits_to_tell, number
from workings.checker.subject import SubjectError
from workings.checker.verdict import Defect, Verdict
from workings.checker.wall import discover
from workings.lessons.exercises import READINGS

# A right function, judged once so that everything that a verdict needs has been imported before somebody waits.
_REHEARSAL = "import numpy as np\n\n\ndef one_hot(y):\n    return np.eye(int(np.max(y)) + 1)[y]\n"
_MOST_ENTRIES = 12
_Entry = tuple[str, str, str, bool]


def main() -> None:
    """Answer lines of JSON until there are no more."""
    with tempfile.TemporaryDirectory(prefix="workings-") as folder:
        file = Path(folder, "rehearsal.py")
        file.write_text(_REHEARSAL, encoding="utf-8")
        judge_one(Task(str(file), "one_hot"))
    _tell({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        judge_file(request["path"], request["names"])


def judge_file(path: str, names: list[str]) -> None:
    """Judge the functions of these names in a file, and tell each verdict when it is known."""
    start = time.monotonic()
    try:
        there = {definition.name: definition.line for definition in discover(path)}
    except SubjectError as problem:
        _tell({"problem": str(problem), "line": problem_line(path)})
        there, names = {}, []
    for name in names:
        if name not in there:
            _tell({"name": name, "outcome": "broken", "problem": f"There is no function {name} in your text."})
            continue
        try:
            _tell(as_data(judge_one(Task(path, name, there[name], intent=READINGS.get(name)))))
        except ValueError as problem:
            _tell({"name": name, "outcome": "broken", "problem": str(problem)})
    _tell({"done": True, "seconds": time.monotonic() - start})


def problem_line(path: str) -> int | None:
    """Return the line on which a file stops being Python."""
    try:
        compile(Path(path).read_text(encoding="utf-8"), path, "exec", dont_inherit=True)
    except SyntaxError as problem:
        return problem.lineno
    except (ValueError, OSError):
        return None
    return None


def as_data(judged: Judged) -> dict[str, Any]:
    """Return what the page shows of a verdict."""
    verdict = judged.verdict
    if verdict is None:
        return {"name": judged.name, "outcome": "broken", "line": judged.line, "problem": judged.problem}
    return {
        "name": verdict.name,
        "outcome": verdict.outcome,
        "ok": verdict.ok,
        "line": judged.line,
        "intent": verdict.intent_sentence,
        "defects": [_defect(one) for one in verdict.defects],
        "hidden": _hidden(verdict),
        "fine": list(verdict.fine),
        "notes": [note.says for note in verdict.notes] if verdict.ok else [],
        "cost": verdict.cost.says if verdict.cost else "",
        "tried": verdict.tried,
        "seconds": verdict.seconds,
    }


def _hidden(verdict: Verdict) -> str:
    if not verdict.hidden:
        return ""
    where = f": {verdict.hidden_boundary}" if verdict.hidden_boundary else ""
    return f"Behind it, once only that is mended: {', '.join(verdict.hidden)}{where}"


def _defect(defect: Defect) -> dict[str, Any]:
    digits = digits_to_tell(defect)
    return {
        "code": defect.code,
        "explanation": defect.explanation,
        "call": defect.counterexample,
        "yours": number(defect.got, digits) if defect.counterexample else "",
        "right": number(defect.expected, digits) if defect.counterexample else "",
        "entries": entries(defect.got, defect.expected, digits),
        "where": defect.boundary,
        "line": defect.line,
        "edit": defect.edit,
        "before": defect.edit_before,
        "mends": defect.edit_mends,
    }


def entries(got: Any, expected: Any, digits: int) -> list[_Entry]:
    """Return two answers of one shape entry by entry: its place, yours, right, whether they differ; else nothing.

    >>> entries([0.5, 0.5], [1.0, 0.5], 6)
    [('[0]', '0.5', '1', True), ('[1]', '0.5', '0.5', False)]
    >>> entries([0.5], "an error", 6)
    []
    """
    yours, right = _flat(got), _flat(expected)
    if [place for place, _ in yours] != [place for place, _ in right] or len(right) < 2 or len(right) > _MOST_ENTRIES:
        return []
    return [
        (place, number(a, digits), number(b, digits), not _same(a, b))
        for (place, a), (_, b) in zip(yours, right, strict=True)
    ]


def _flat(value: Any, place: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, list | tuple):
        return [pair for i, entry in enumerate(value) for pair in _flat(entry, f"{place}[{i}]")]
    return [(place, value)]


def _same(a: Any, b: Any) -> bool:
    if all(isinstance(v, int | float) for v in (a, b)):
        return a == b or math.isclose(a, b, rel_tol=1e-9) or (a != a and b != b)
    return bool(a == b)


def _tell(data: dict[str, Any]) -> None:
    print(json.dumps(_strict(data)), flush=True)


def _strict(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _strict(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(entry) for entry in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    main()
