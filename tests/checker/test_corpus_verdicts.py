"""Every function of the corpus gets the verdict that its label asks for; above all, no right one is called wrong."""

import importlib.util
from pathlib import Path

import pytest

from workings.checker import check
from workings.checker.topics import TOPICS

CORPUS = Path(__file__).parent / "corpus"
# The subjects of these tests live in this process, which does not count operations.
COSTS = {"recomputes_exp", "quadratic_time", "python_loop_slow"}


def load(name):
    spec = importlib.util.spec_from_file_location(f"judged_{name}", CORPUS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WRITTEN = [topic for topic in TOPICS if (CORPUS / f"{topic}_right.py").exists()]
MODULES = [(topic, load(f"{topic}_{side}")) for topic in WRITTEN for side in ("right", "wrong")]
CASES = [pytest.param(topic, module, name, id=name) for topic, module in MODULES for name in module.EXPECTED]
# What the judge does not see yet; each is an honest gap, not a wrong label.
KNOWN_GAPS = {}


@pytest.mark.parametrize(("topic", "module", "name"), CASES)
def test_verdict(topic, module, name, local, request):
    label = module.EXPECTED[name]
    if name in KNOWN_GAPS:
        request.applymarker(pytest.mark.xfail(reason=KNOWN_GAPS[name], strict=True))
    verdict = check(local(getattr(module, name), name=name), topic, intent=label["intent"], deadline=600)
    codes, wanted = set(verdict.codes), set(label["codes"])
    assert wanted - COSTS <= codes <= wanted | set(label["may"]), verdict.render()
    outcomes = {label["outcome"], *label.get("also_outcomes", ())}
    if "costly" in outcomes:
        outcomes.add("right")
    assert verdict.outcome in outcomes, verdict.render()
    assert set(label.get("notes", ())) <= {note.code for note in verdict.notes}
