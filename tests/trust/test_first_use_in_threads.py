"""A new process whose threads all need what nobody has imported yet, at the same moment.

Python imports a package and its parts under a lock each; threads that take them in different orders are shown modules
that are half made. Only a new process can tell, so there is one for each case.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

_TOGETHER = """
    import importlib, sys, threading, traceback, warnings
    import numpy as np

    warnings.simplefilter("ignore")
    X = np.random.default_rng(0).normal(size=(4000, 20))
    y = (X[:, 0] > 0).astype(int)

    def estimator(name, **parameters):
        package, _, name = name.rpartition(".")
        return getattr(importlib.import_module(f"workings.{package}"), name)(**parameters)

    def special(name):
        return getattr(importlib.import_module("workings"), name)(X)

    TASKS = [
        lambda: special("sigmoid"),
        lambda: special("softmax"),
        lambda: special("logsumexp"),
        lambda: estimator("linear_model.LogisticRegression").fit(X, y),
        lambda: estimator("linear_model.Lasso", alpha=0.1).fit(X, y),
        lambda: estimator("linear_model.SGDClassifier", random_state=0).fit(X, y),
        lambda: estimator("cluster.KMeans", n_clusters=5, random_state=0).fit(X),
        lambda: estimator("svm.SVC").fit(X[:1500], y[:1500]),
        lambda: estimator("naive_bayes.GaussianNB").fit(X, y).predict(X),
        lambda: estimator("neighbors.KNeighborsClassifier").fit(X, y).predict(X[:500]),
        lambda: estimator("tree.DecisionTreeClassifier").fit(X, y),
        lambda: estimator("preprocessing.StandardScaler").fit_transform(X),
        lambda: estimator("neural_network.MLPClassifier", max_iter=2).fit(X, y),
    ]
    start, problems = threading.Barrier(len(TASKS)), []

    def work(task):
        start.wait()
        try:
            task()
        except BaseException:
            problems.append(traceback.format_exc())

    {before}
    assert "numba" not in sys.modules
    threads = [threading.Thread(target=work, args=(task,)) for task in TASKS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("\\n".join(problems))
    sys.exit(1 if problems else 0)
"""


@pytest.mark.parametrize(
    "before", ["", "import workings.linear_model, workings.svm, workings.cluster"], ids=["nothing", "the estimators"]
)
def test_threads_that_all_come_first(before):
    code = textwrap.dedent(_TOGETHER).replace("{before}", before)
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
