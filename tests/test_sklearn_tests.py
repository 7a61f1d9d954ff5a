"""The command that runs scikit-learn's tests on ours: that it uses ours, and how it judges."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / "tools"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    import sklearn_tests

    return sklearn_tests


def test_the_tests_meet_our_class():
    """In a process of its own, because scikit-learn's modules are changed; what ours cannot do fails."""
    script = (
        f"import sys; sys.path.insert(0, {str(TOOLS)!r})\n"
        "import workings.preprocessing as ours, sklearn_tests\n"
        "def refuse(self, y): raise ValueError('this is ours')\n"
        "ours.LabelEncoder.transform = refuse\n"
        "sys.exit(sklearn_tests.run_here('LabelEncoder', 'label_encoder_negative', '/dev/null'))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "1 failed" in done.stdout
    assert "this is ours" in done.stdout


def test_a_test_that_never_meets_our_class_is_not_counted(tool):
    from sklearn_swap import Swap

    swap = Swap("LabelEncoder", type("Ours", (), {}), type("Theirs", (), {}))
    swap.outcomes = {"a/test_x.py::met": ("passed", ""), "a/test_x.py::not": ("passed", ""), "f.py::f": ("failed", "")}
    swap._used = {"a/test_x.py::met"}
    assert swap.results() == {"test_x.py::met": ("passed", ""), "f.py::f": ("failed", "")}


def test_instances_are_counted(tool):
    from sklearn_swap import Swap
    from workings.preprocessing import OrdinalEncoder

    class Ours(OrdinalEncoder):
        pass

    swap = Swap("OrdinalEncoder", Ours, object())
    Ours(unknown_value=3)
    assert swap.uses == 1
    assert Ours().get_params() == OrdinalEncoder().get_params()


def test_chosen_by_what_the_code_names(tool, tmp_path):
    from sklearn_swap import _Calls

    path = tmp_path / "test_some.py"
    path.write_text(
        "from sklearn.linear_model import Lasso as L, Ridge\nmodels = [L()]\n"
        "def fitted(): return Ridge()\nclass Sub(L): pass\n"
        "def test_alias(): L()\ndef test_global(): models[0]\ndef test_helper(): fitted()\ndef test_sub(): Sub()\n"
        "def test_fixture(fitted): pass\ndef test_other(): pass\n"
    )
    calls = _Calls(path)
    tests = ["test_alias", "test_global", "test_helper", "test_sub", "test_fixture", "test_other"]
    assert [calls.names(test, "Lasso") for test in tests] == [True, True, False, True, False, False]
    assert [calls.names(test, "Ridge") for test in tests] == [False, False, True, False, True, False]


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("f.py::a", ["f.py::a", "f.py::a[1-x]"], ["f.py::ab", "f.py::ab[1]"]),
        ("f.py::a[*x]", ["f.py::a[1-x]", "f.py::a[x]"], ["f.py::a", "f.py::a[y]"]),
        ("f.py::a*", ["f.py::a", "f.py::ab[1]"], ["f.py::b"]),
    ],
)
def test_patterns(tool, pattern, matching, others):
    assert all(tool.matcher(pattern).fullmatch(test) for test in matching)
    assert not any(tool.matcher(pattern).fullmatch(test) for test in others)


def test_what_is_amiss(tool):
    tests = {
        "f.py::good": ("passed", ""),
        "f.py::bad": ("failed", "AssertionError"),
        "f.py::no[1]": ("failed", "ValueError"),
        "f.py::no[2]": ("passed", ""),
        "f.py::away": ("skipped", ""),
    }
    entry = {"passed": 3, "refused": [{"reason": "by design", "tests": ["f.py::no", "f.py::gone"]}]}
    verdict = tool.judge("Lasso", tests, entry)
    assert (verdict.passed, verdict.skipped) == (2, 1)
    assert verdict.failed == {"f.py::bad": "AssertionError"}
    assert verdict.refused == {"by design": ["f.py::no[1]"]}
    assert verdict.amiss == [
        "f.py::no[2] passes: take 'f.py::no' off the list, or make it narrower",
        "'f.py::gone' matches no test",
        "2 tests pass, and 3 did",
    ]
    assert "by design" in tool.table([verdict])
    fine = tool.judge("Lasso", {"f.py::no[1]": ("failed", "")}, {"refused": [{"reason": "r", "tests": ["f.py::no"]}]})
    assert not fine.failed
    assert not fine.amiss


def test_counts_only_grow(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "LIST", tmp_path / "list.toml")
    monkeypatch.setattr(tool, "PAGE", tmp_path / "page.md")
    tool.LIST.write_text('scikit-learn = "1.9"\n\n[A]\npassed = 3\n\n[B]\npassed = 5\n')
    tool.PAGE.write_text(f"before\n{tool.BEGIN}\nold\n{tool.END}\nafter\n")
    tool.record([tool.Verdict("A", 4, recorded=3), tool.Verdict("B", 4, recorded=5), tool.Verdict("C", 2)])
    entries = tomllib.loads(tool.LIST.read_text())
    assert {name: entries[name]["passed"] for name in "ABC"} == {"A": 4, "B": 5, "C": 2}
    page = tool.PAGE.read_text()
    assert page.startswith("before")
    assert page.endswith("after\n")
    assert "### C\n\n2 tests pass." in page
    assert "old" not in page


def test_the_page_shows_the_list(tool):
    entries = tomllib.loads(tool.LIST.read_text(encoding="utf-8"))
    page = tool.PAGE.read_text(encoding="utf-8")
    assert tool.page_list(entries) in page, "try: python tools/sklearn_tests.py --page"
    assert all(
        group["reason"] for entry in entries.values() if isinstance(entry, dict) for group in entry.get("refused", ())
    )
