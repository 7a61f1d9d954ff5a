"""What is the function meant to accept? Read from its text and from what it does.

The rule is charity: of all the intents under which the function is right and that its own words do not contradict,
the broadest is assumed. Only when it is right under none, the one is chosen that needs the fewest faults to explain
what it does.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from workings.checker.causes import DIFFERS, Evidence, best_variant, name_causes, strictly
from workings.checker.grading import grade
from workings.checker.lab import Binding, Lab
from workings.checker.model import Intent, Topic
from workings.checker.subject import Answer, Subject

_ROW = (
    r"\b(each|every|per|one|by|any|a)\s+rows?\b|\brow-?wise\b|\brows?\s+(sums?|must|should|adds?|is|are)\b|"
    r"\b(sample|example|observation)s?\s+(per|in each|in every)\s+row|\beach\s+of\s+the\s+rows\b|\bof\s+the\s+rows\b|"
    r"\(\s*(n|m|b|bs|batch|batch_size|n_samples|num_samples|samples|num_examples|examples)\s*[,x×]\s*"
    r"(n_|num_)?(c|d|k|classes|features|labels|scores)\s*\)|\b(samples|batch)\s*x\s*classes\b|\blast\s+(axis|dim)|"
    r"\baxis\s*=?\s*(-\s*)?1\b(?!\.)"
)
_COLUMN = (
    r"\b(each|every|per|one|by|any|a)\s+columns?\b|\bcolumn-?wise\b|\bcolumns?\s+(sums?|must|should|adds?|is|are)\b|"
    r"\bof\s+the\s+columns\b|"
    r"\(\s*(n_|num_)?(c|k|classes|labels)\s*[,x×]\s*(n|m|b|batch|batch_size|n_samples|samples|examples)\s*\)|"
    r"\bclasses\s*x\s*(samples|batch)\b|\bfirst\s+(axis|dim)|\baxis\s*=?\s*0\b(?!\.)"
)
_VECTOR_CODE = (
    r"atleast_2d|ndim(\(\w+\))?\s*(==\s*1|<\s*2|<=\s*1)|len\((np\.shape\()?\w+(\.shape)?\)\)?\s*==\s*1|ndim\s*>\s*1"
)
_VECTOR_TOO = (
    r"\b(vectors?|1-?d( arrays?)?|(one|single) (sample|row|example)|\(\w+,\))\s*(or|and|/)\s|"
    r"\b(or|and)\s+(of\s+)?(a\s+|one\s+|single\s+)?(plain\s+)?(vectors?|1-?d)\b"
)
_BATCH_CODE = r"axis|keepdims|newaxis|None\]|\.T\b|transpose|ndim|shape\[1\]|\bdim\b|atleast_2d"
_BATCH = (
    r"\b(mini-?)?batch(es)?\b|\b(each|every|per)\s+(set|sample|example|observation|group|slice|instance)|\bmatrix\b|"
    r"\bmatrices\b|\b2-?\s?d\b|\btwo-dimensional\b|\brows\b|\bcolumns\b|\bsamples\b"
)
_VECTOR = (
    r"\bvectors?\b|\b1-?\s?d\b|\bone-dimensional\b|\blists?\b|\bone set of\b|\b(one|a single) sample or\b|"
    r"\ba single set\b|\bflat\b"
)
_WHOLE = r"\b(whole|entire)\s+(array|matrix|tensor|input)\b|\ball\s+(the\s+)?(entries|elements)\b|\bevery entry of\b"
_DEEP = (
    r"\bn-?d\b|\bany\s+(rank|shape|number of (axes|dimensions))|\bor more\b|\bhigher[- ](rank|dim)|"
    r"\barbitrary\b|\btensors?\b"
)
_REDUCTIONS = {"sum", "max", "amax", "min", "amin", "mean", "logsumexp", "softmax", "nansum", "nanmax"}


@dataclass(frozen=True)
class Clues:
    """What the text of a function says about its purpose: name, parameters, docstring, comments, and `axis=`."""

    row: bool = False
    column: bool = False
    batch: bool = False
    vector: bool = False
    whole: bool = False
    deep: bool = False
    uses_axis: bool = False
    batch_code: bool = False
    vector_too: bool = False
    refuses_vectors: bool = False
    words: str = ""
    parameters: tuple[str, ...] = ()
    source: str = ""


def suits(topic: Topic, intent: Intent | None, binding: Binding) -> Intent | None:
    """Return the intent, or None if the function's optional arguments go with others: then it is to be found out."""
    possible = topic.possible(binding) if topic.possible is not None else []
    return None if possible and intent not in possible else intent


def read_clues(subject: Subject) -> Clues:
    """Collect the clues in a subject's own text."""
    source = subject.source or ""
    said = re.sub(r"\s+", " ", _words(source).lower())
    # A name says that there are groups, but it is too short to say which way they lie.
    names = " ".join([subject.name, *(p.name for p in subject.parameters if len(p.name) > 1)]).replace("_", " ").lower()

    names = re.sub(r"\bmatrix (product|mult)\w*", "", names)  # how it is done, not what it is for

    def found(pattern: str, text: str = said) -> bool:
        return re.search(pattern, text) is not None

    refuses = re.search(r"(vector|1-?d)[^.]{0,30}(refused|rejected|not allowed|raises)", said) is not None
    clues = Clues(
        row=found(_ROW),
        column=found(_COLUMN),
        batch=found(_BATCH) or found(_BATCH, names),
        vector=found(_VECTOR) or found(_VECTOR, names),
        whole=found(_WHOLE),
        deep=found(_DEEP),
        uses_axis=_uses_axis(source),
        vector_too=found(_VECTOR_TOO) or found(_VECTOR_CODE, source),
        batch_code=found(_BATCH_CODE, source),
        refuses_vectors=refuses,
        words=said,
        parameters=tuple(p.name.lower() for p in subject.parameters if p.kind == "positional"),
        source=source,
    )
    # "the row vector x", "the column vector x": a vector.
    if re.search(r"\b(row|column) vectors?\b", said):
        clues = replace(clues, row=False, column=False, vector=True)
    return clues


def _words(source: str) -> str:
    """Return the docstring and the comments."""
    comments = " ".join(re.findall(r"#(.*)", source))
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return comments
    strings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    return " ".join([*strings, comments])


_NEW = r"(None|np\.newaxis)"
_PAIRS = rf"\[:,\s*{_NEW}\](.|\n)*\[{_NEW}(,\s*:)?\]|\[{_NEW}(,\s*:)?\](.|\n)*\[:,|\.outer\(|einsum\(\s*[\"']\w,\s*\w->"


def _uses_axis(source: str) -> bool:
    """Whether the code reduces along an axis other than the first: nobody does that to a plain vector.

    Unless all its pairs are laid out in a matrix first.
    """
    if re.search(_PAIRS, source):
        return False
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        for keyword in node.keywords:
            value = keyword.value
            constant = value.value if isinstance(value, ast.Constant) else "given"
            if keyword.arg == "keepdims" and constant:
                return True
            if keyword.arg in ("axis", "dim") and constant not in (0, None):
                return True
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        owner = function.value if isinstance(function, ast.Attribute) else None
        of_numpy = isinstance(owner, ast.Name) and owner.id in ("np", "numpy")
        position = 1 if of_numpy else 0
        if name in _REDUCTIONS and owner is not None and len(node.args) > position:
            last = node.args[position]
            if isinstance(last, ast.UnaryOp) or (isinstance(last, ast.Constant) and last.value == 1):
                return True
    return False


_TEMPERATURES = {
    "t",
    "temp",
    "temperature",
    "tau",
    "theta",
    "beta",
    "scale",
    "alpha",
    "gamma",
    "sharpness",
    "inverse_temperature",
}


def bind(topic: Topic, subject: Subject) -> Binding | None:
    """Decide how this function is called: which parameter is the axis, what the required others get.

    None if it needs something that cannot be guessed.
    """
    if topic.bind is not None:
        return topic.bind(subject)
    positional = [p for p in subject.parameters if p.kind == "positional"]
    arity = topic.arity
    rest = [*positional[arity:], *(p for p in subject.parameters if p.kind == "keyword")]
    axis_name = next((p.name for p in rest if _is_axis(p.name, topic)), None)
    extra: dict[str, Any] = {}
    for p in rest:
        if p.default is not None or p.name == axis_name:
            continue
        if p.name.lower() in _TEMPERATURES:
            extra[p.name] = 1.0
        elif p.name.lower() == "reduction":
            extra[p.name] = "mean"
        elif axis_name is None and p in positional and positional.index(p) == arity:
            axis_name = p.name
        else:
            return None
    if len(positional) < arity and not any(p.kind == "varargs" for p in subject.parameters) and subject.parameters:
        return None
    return Binding(axis_name=axis_name, extra=extra)


def _is_axis(name: str, topic: Topic) -> bool:
    parts = name.lower().split("_")
    return any(known == name.lower() or known in parts for known in topic.axis_names)


def choose_form(topic: Topic, lab: Lab) -> None:
    """Give lists instead of arrays to a function that takes only those."""
    probes = [case for intent in topic.intents for case in topic.cases(intent)[:24] if case.core][:60]
    if all(g.fails and g.status in ("raised", "type") for g in lab.grade(probes)):
        as_lists = Lab(lab.subject, lab.until, replace(lab.binding, form="list"))
        if any(not g.fails or g.got is not None for g in as_lists.grade(probes)):
            lab.binding = as_lists.binding


def choose_intent(topic: Topic, lab: Lab, clues: Clues) -> tuple[Intent, dict[str, float]]:
    """Choose the intent under which the function is to be judged.

    Returns the intent, and for each intent what it would cost to believe in it.
    """
    vectors = [case for case in topic.cases(topic.intents[0]) if case.core] if clues.vector_too else []
    if refuses_on_purpose(lab.ask(vectors), lab.subject.source):
        clues = replace(clues, vector_too=False, refuses_vectors=True)
    costs: dict[str, float] = {}
    has_axis = lab.binding.axis_name is not None
    possible = [one for one in topic.intents if (one.name == "axis argument") == has_axis]
    if topic.possible is not None:
        possible = topic.possible(lab.binding)
    for intent in possible or topic.intents:
        costs[intent.name] = faults = misfit(topic, intent, lab)
        # Of two intents under which the function is right, the broader; of two that need faults, the narrower.
        breadth = -0.05 * intent.breadth if faults == 0.0 else 0.01 * abs(intent.breadth - 4.5)
        costs[intent.name] += topic.infer(intent, clues, faults) + breadth
    best = min(costs, key=lambda name: costs[name])
    return topic.intent(best), costs


def refuses_on_purpose(answers: Sequence[Answer], source: str | None) -> bool:
    """Whether every call was refused by the function's own `raise` or `assert`, not by an accident inside it."""
    return bool(answers) and all(
        a.kind == "raised"
        and (a.error_type == "AssertionError" or (len(a.error_message) > 4 and a.error_message[:12] in (source or "")))
        for a in answers
    )


def misfit(topic: Topic, intent: Intent, lab: Lab) -> float:
    """Return how many faults it takes to explain what the function does, if this is what it is meant for."""
    cases = [case for case in topic.cases(intent) if case.core]
    if not cases:
        return 20.0
    answers = lab.ask(cases)
    grades = [grade(answer, case) for answer, case in zip(answers, cases, strict=True)]
    if not any(g.fails for g in grades):
        return 0.0
    if all(g.status == "raised" for g in grades):
        # Refused altogether, or only where the shape is not square: then it is meant, and goes wrong.
        square = [case for case in topic.cases(intent) if case.tag == "square"]
        if all(g.status == "raised" for g in lab.grade(square)):
            return 9.0
    evidence = Evidence(intent, cases, answers, grades)
    found = best_variant(topic, evidence)
    if topic.possible is not None and all(g.status in ("shape", "type") for g in grades if g.fails):
        # Of two readings that both fail, the one whose answers at least have the right form.
        return 9.0 - (found is not None)
    if found is not None:
        loose = not strictly(found[0], evidence, range(len(cases)))
        return 3.0 * found[0].faults + 1.5 * loose
    failing = [a for a, g in zip(answers, grades, strict=True) if g.fails]
    if refuses_on_purpose(failing, lab.subject.source):
        return 8.0
    codes = {named.code for named in name_causes(topic, evidence)}
    if not all(g.fails for g in grades):
        return 3.4 if codes & {DIFFERS, "always_raises"} else 3.1
    if codes & {DIFFERS, "always_raises"}:
        return 6.0 + sum(g.status == "raised" for g in grades) / len(grades)
    return 3.2
