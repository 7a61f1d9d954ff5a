"""The package's front door: every public name, nothing loaded before it is used."""

import subprocess
import sys
import time

import pytest

import workings


def test_every_public_name_is_there():
    for name in workings.__all__:
        assert getattr(workings, name) is not None
    assert set(workings.__all__) <= set(dir(workings))


def test_names_live_where_they_say():
    from workings import special

    for name in special.__all__:
        assert getattr(workings, name) is getattr(special, name)


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(AttributeError, match=r"no attribute 'sofmax'.*Did you mean 'softmax'"):
        _ = workings.sofmax
    with pytest.raises(AttributeError, match="no attribute"):
        _ = workings.entirely_unlike_anything_here


def test_star_import_and_submodules():
    script = "from workings import *\nimport workings\nprint(softmax([0.0, 0.0]), workings.special.softmax is softmax)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[0.5", "0.5]", "True"]


def test_import_is_quick():
    script = "import time; t = time.perf_counter(); import workings; print(time.perf_counter() - t)"
    best = float("inf")
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        best = min(best, float(done.stdout))
        if best < 0.05:
            break
        time.sleep(0.2)
    assert best < 0.05
