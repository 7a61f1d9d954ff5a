"""Small inputs use compiled code that is there, and wait for none that another thread is loading."""

import os
import subprocess
import sys

import numpy as np

from workings._loaded import is_being_loaded, is_loaded, loading_in_background
from workings.svm import SVC, _pairs
from workings.tree import DecisionTreeClassifier, _growth


def test_what_is_there():
    code = "from workings._loaded import is_loaded; print(is_loaded('neighbour_tiles', 'nearest'))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
    X = np.zeros((3, 2))
    from workings.kernels import neighbour_tiles

    best, at = np.full((3, 1), np.inf), np.full((3, 1), 3)
    neighbour_tiles.nearest(X, 0, 3, X, 0, 2.0, np.empty(0), best, at)
    assert is_loaded("neighbour_tiles", "nearest")
    assert not is_loaded("neighbour_tiles", "no_such_kernel")
    assert not is_loaded("no_such_module", "nearest")


def test_nobody_waits_for_what_is_being_loaded(monkeypatch):
    """Fits that have taken long enough to load the kernels do not, and are the same as with them."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    y = X[:, 0] * X[:, 1] > 0.0
    tree, machine = DecisionTreeClassifier().fit(X, y), SVC().fit(X, y)

    def refuse(*_):
        raise AssertionError("the kernels were asked for")

    with monkeypatch.context() as changed:
        changed.setattr(_growth, "_done", {"entries": 10**9, "large": 0})
        changed.setattr(_pairs, "_done", {"pairs": 10**9})
        changed.setattr(_pairs, "is_loaded", lambda *_: False)
        changed.setattr(_pairs, "_kernel_mover", refuse)
        changed.setattr("workings.tree._large.grow_large", refuse)
        with loading_in_background():
            assert is_being_loaded()
            again, machine_again = DecisionTreeClassifier().fit(X, y), SVC().fit(X, y)
    assert not is_being_loaded()
    np.testing.assert_array_equal(tree.tree_.threshold, again.tree_.threshold)
    np.testing.assert_array_equal(machine.dual_coef_, machine_again.dual_coef_)


ASK = """
from workings._loaded import patience
print(patience(100.0, "pair_updates", "move_pairs"))
import numpy as np
import workings.kernels._numba
print(patience(100.0, "pair_updates", "move_pairs"))
from workings.svm import SVC, _pairs
_pairs._ENOUGH = 0
X = np.arange(12.0).reshape(6, 2) ** 1.5
SVC().fit(X, [0, 1, 0, 1, 0, 1])
print(patience(100.0, "pair_updates", "move_pairs"))
"""


def test_the_interpreter_goes_on_for_as_long_as_loading_would_take(tmp_path):
    """A second for Numba, or for what must be compiled; a twentieth of it for a kernel that is in the cache."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    said = [
        subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True, env=environment).stdout
        for _ in range(2)
    ]
    assert said == ["100.0\n100.0\n5.0\n", "100.0\n5.0\n5.0\n"]
