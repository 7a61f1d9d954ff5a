"""A topic about an ordinary function: some arguments in, one answer out. See docs/writing-a-topic.md.

The topic's file says what the function takes, what is right, on which inputs to try it, and what people get wrong;
everything else that the engine wants to know is made from that here.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from workings.checker.causes import NAMING, ORDINARY, Evidence
from workings.checker.forms import Form
from workings.checker.intents import Clues
from workings.checker.lab import Binding
from workings.checker.model import Array, Case, Cause, Family, Intent, Symptom, Topic, Variant
from workings.checker.topics import _plain_inputs as inputs
from workings.checker.topics._common import COMMON, COMMON_EDITS
from workings.checker.topics._plain_causes import GENERAL, PLAIN, PLAIN_EDITS, scaled
from workings.checker.topics._plain_inputs import Args, Given
from workings.checker.topics._plain_parts import Dial, Example, Formula, Mistakes, Reading, wide
from workings.checker.topics._symptoms import single_precision

__all__ = ["Cause", "Dial", "Example", "Given", "Plain", "Reading", "Symptom", "wide"]

# The tags whose failures are left to the variants; every other tag is an edge with a sentence of its own.
_EVERYDAY = NAMING | {"drawn", "shrunk", "cost"}
_REFUSED = 12.0


@dataclass(frozen=True, eq=False)
class Plain:
    """What a topic's file says; `topic()` makes the `Topic` of it.

    Attributes
    ----------
    name, formula, names : str
        The topic's name, its formula (``"f(x, y) = ..."``), and a regular expression for names of functions.
    given : tuple of Given
        The arguments.
    exact : callable
        The right answer: an array or a number; a tuple or a dict of them. Not computed by what is taught here.
    readings : tuple of Reading
        What the function may be meant to do.
    examples : tuple of Example
        What to try.
    mistakes : tuple of (code, callable)
        What an attempt with this one mistake answers.
    causes : mapping
        What the codes mean that are not in `_common.py` or `_plain_causes.py`.
    edits : mapping
        The recipes worth a try for each code.
    symptoms : tuple of Symptom
        Mistakes told by which examples fail, beyond the codes that the examples name themselves.
    valid : callable
        Whether arguments make sense at all.
    everyday : callable
        Whether they are free of the edges that examples try on purpose; random inputs are.
    accepts : callable
        ``accepts(answer, *args)``: whether an answer other than `exact` is right too.
    may_raise : callable
        ``may_raise(*args)``: whether refusing these arguments is right too.
    canonical : callable
        ``canonical(answer, *args)``: brings equal answers to one form before they are compared.
    digits : float
        The largest error of an ordinary right implementation, relative to the largest entry of each part (or to 1).
    instead : str
        What to show as right where `exact` has no number: "an error: no single line is the best".
    factor : bool
        Whether an answer that is the right one times a number is a defect of its own ("extra_factor").
    """

    name: str
    formula: str
    names: str
    given: tuple[Given, ...]
    exact: Formula
    readings: tuple[Reading, ...]
    examples: tuple[Example, ...]
    mistakes: Mistakes = ()
    causes: Mapping[str, Cause] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
    valid: Callable[..., bool] = lambda *args: True
    everyday: Callable[..., bool] = lambda *args: True
    accepts: Callable[..., bool] | None = None
    may_raise: Callable[..., bool] = lambda *args: False
    canonical: Callable[..., Any] | None = None
    digits: float = 1e-11
    instead: str = "an error, or nan"
    factor: bool = False
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    dials: tuple[Dial, ...] = ()
    cost: Callable[[int], Args] | None = None
    textbook: Formula | None = None
    grows_with: str = "the number of samples"
    untried: tuple[str, ...] = ("complex numbers", "sparse matrices", "data frames")

    def reading(self, intent: Intent) -> Reading:
        """Return the reading of that intent."""
        return next(one for one in self.readings if one.name == intent.name)

    def build(
        self,
        intent: Intent,
        tag: str,
        *args: Any,
        axis: int | None = None,
        core: bool = False,
        options: Mapping[str, Any] | None = None,
        tolerance: float | None = None,
    ) -> Case | None:
        """Make the case of these arguments (already those of the reading), or None if they make no sense."""
        # "nan" and "vector" are the engine's own probes, for functions of an array of any kind.
        if len(args) != len(self.given) or tag in ("nan", "vector"):
            return None
        pairs = zip(self.given, args, strict=True)
        args = tuple(np.asarray(a) if one.dims and a is not None else a for one, a in pairs)
        if inputs.lengths(self.given, args) is None or any(np.size(a) == 0 for a in args):
            return None
        if not self.valid(*args) or (tag in _EVERYDAY and not self.everyday(*args)):
            return None
        return self._case(self.reading(intent), tag, args, core, tolerance)

    def _case(self, reading: Reading, tag: str, args: Args, core: bool, tolerance: float | None) -> Case | None:
        try:
            with np.errstate(all="ignore"):
                true = (reading.exact or self.exact)(*args)
        except (ZeroDivisionError, ValueError, np.linalg.LinAlgError):
            return None
        canonical, accepts = self.canonical, self.accepts
        form = Form.of(true)
        if canonical is not None:
            form = replace(form, canonical=lambda answer: canonical(answer, *args))
        flat, fits = form.read(true)
        if flat is None or not fits or (tag in _EVERYDAY and not np.all(np.isfinite(flat))):
            return None
        with np.errstate(all="ignore"):
            expected = flat.astype(np.float64)
        return Case(
            tag,
            args,
            expected,
            form.spread([self._allowed(part, tolerance) for part in form.parts(expected)]),
            core=core,
            form=form,
            accepts=None if accepts is None else lambda answer: _safely(accepts, answer, args),
            may_raise=self.may_raise(*args),
            says="" if np.any(np.isfinite(expected)) else self.instead,
        )

    def _allowed(self, part: Array, tolerance: float | None) -> float:
        size = float(np.max(np.abs(part), initial=1.0, where=np.isfinite(part)))
        return self.digits * size if tolerance is None else tolerance

    @cache  # noqa: B019  (one object for each topic, which lives as long as the process)
    def cases(self, intent: Intent) -> list[Case]:
        """Every directed case."""
        reading = self.reading(intent)
        made = []
        for one in (*(() if reading.only else self.examples), *reading.examples):
            args = one.args if reading.given is None else reading.given(*one.args)
            case = self.build(intent, one.tag, *args, core=one.tag == "usual", tolerance=one.tolerance)
            if case is not None:
                made.append(case)
        return made

    def variants(self, intent: Intent) -> Sequence[Variant]:
        """Every mistake of the topic, and those that any function can make."""
        reading = self.reading(intent)
        own = self.mistakes if reading.mistakes is None else reading.mistakes
        return [*(Variant(code, self._applied(formula)) for code, formula in own), *GENERAL]

    def _applied(self, formula: Formula) -> Callable[[Case], Any]:
        def answer(case: Case) -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return formula(*map(_as_float, case.args))

        return answer

    def fitted(self, evidence: Evidence) -> Sequence[Variant]:
        """A factor that does not belong there, read off the first answer."""
        for i in evidence.core() if self.factor else ():
            got, true = evidence.grades[i].got, evidence.cases[i].expected
            at = np.argmax(np.abs(true))
            if got is None or got.shape != true.shape or not np.isfinite(np.ravel(got)[at]) or not np.ravel(true)[at]:
                continue
            factor = float(np.ravel(got)[at] / np.ravel(true)[at])
            if min(abs(factor - one) for one in (0.0, 1.0, -1.0)) > 1e-4:
                return [scaled(factor)]
        return []

    def infer(self, intent: Intent, clues: Clues, faults: float) -> float:
        """Refuse a reading if the function's own text asks for another."""
        asked = [one.name for one in self.readings if one.asks and re.search(one.asks, clues.source.lower())]
        return _REFUSED if asked and intent.name not in asked else 0.0

    def possible(self, binding: Binding) -> list[Intent]:
        """Return the readings that go with the optional arguments which the function takes."""
        taken = {self.given[k].name for _, k in binding.slots or () if self.given[k].optional}
        fits = [one.takes is None or set(one.takes) == taken for one in self.readings]
        return [intent for intent, fit in zip(self.intents(), fits, strict=True) if fit]

    def intents(self) -> tuple[Intent, ...]:
        """Return an intent for each reading; the first is preferred."""
        many = len(self.readings)
        return tuple(Intent(r.name, r.sentence, 4 - 3 * k / many, r.name) for k, r in enumerate(self.readings))

    def all_symptoms(self) -> tuple[Symptom, ...]:
        """Return the topic's symptoms, those that its examples name, and those of any function."""
        every = tuple({one.tag for reading in self.readings for one in (*self.examples, *reading.examples)})
        edges = []
        for one in [*self.examples, *(e for reading in self.readings for e in reading.examples)]:
            if one.loud:
                edges.append(Symptom(one.loud, (one.tag,), passes=("usual",), statuses=("loud", "raised", "none")))
            if one.code:
                # Of a function that is wrong everywhere, a wrong answer here tells nothing new.
                edges.append(Symptom(one.code, (one.tag,), passes=("usual",), alone=True))
        unsteady = Symptom("answers_at_random", every, covers=(*every, "before variants"), when=lambda e: e.unsteady)
        return (
            unsteady,
            *self.symptoms,
            *dict.fromkeys(edges),
            Symptom("loses_float64_precision", ("usual",), covers=every, when=single_precision),
            Symptom("returns_wrong_shape", tuple(ORDINARY), covers=every, statuses=("shape",)),
            Symptom("returns_wrong_type", tuple(ORDINARY), covers=every, statuses=("type", "none")),
            Symptom("fails_integer_input", ("integer",)),
        )

    def families(self) -> tuple[Family, ...]:
        """Return the dials, for the engine."""

        def at(dial: Dial) -> Callable[[Intent, float], Case | None]:
            def place(intent: Intent, t: float) -> Case | None:
                given = self.reading(intent).given
                args = dial.at(t)
                return self.build(intent, "dial", *(args if given is None else given(*args)))

            return place

        return tuple(Family(dial.codes, dial.words, at(dial), dial.largest) for dial in self.dials)

    def cost_case(self, intent: Intent, n: int, groups: int) -> Case | None:
        """Return an input of n samples."""
        if groups > 1 or self.cost is None:
            return None
        given = self.reading(intent).given
        args = self.cost(n)
        return self.build(intent, "cost", *(args if given is None else given(*args)))

    def draw(self, intent: Intent) -> Any:
        """Return a Hypothesis strategy for the arguments of a reading."""
        given = self.reading(intent).given
        drawn = inputs.draw(self.given, self.sizes)
        return drawn if given is None else drawn.map(lambda args: given(*args))

    def simplest(self, intent: Intent) -> list[Args]:
        """Return plain arguments of a reading."""
        given = self.reading(intent).given
        made = inputs.simplest(self.given, self.sizes)
        return made if given is None else [given(*args) for args in made]

    def smaller(self, case: Case) -> Iterator[Args]:
        """Yield arguments with one thing less."""
        return inputs.smaller(self.given, case.args)

    def topic(self) -> Topic:
        """Make the topic."""
        tags = {one.tag for reading in self.readings for one in (*self.examples, *reading.examples)}
        return Topic(
            name=self.name,
            formula=self.formula,
            names=self.names,
            intents=self.intents(),
            build=self.build,
            cases=self.cases,
            variants=self.variants,
            fitted=self.fitted,
            symptoms=self.all_symptoms(),
            families=self.families(),
            causes={**COMMON, **PLAIN, **self.causes},
            edits={**COMMON_EDITS, **PLAIN_EDITS, **self.edits},
            draw=self.draw,
            simplest=self.simplest,
            infer=self.infer,
            cost_case=self.cost_case,
            textbook=self.textbook or self.exact,
            axis_names=(),
            arity=len(self.given),
            keeps_shape=False,
            untried=self.untried,
            bind=lambda subject: inputs.bind(self.given, subject),
            possible=self.possible,
            smaller=self.smaller,
            fine={tag: tag for tag in sorted(tags - _EVERYDAY - {"integer"})},
            outright=True,
            grows_with=self.grows_with,
        )


def _as_float(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        return value.astype(np.float64)
    return value.copy() if isinstance(value, np.ndarray) else value


def _safely(accepts: Callable[..., bool], answer: Any, args: Args) -> bool:
    try:
        with np.errstate(all="ignore"):
            return bool(accepts(tuple(answer.values()) if isinstance(answer, dict) else answer, *args))
    except (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError, np.linalg.LinAlgError, AttributeError):
        return False
