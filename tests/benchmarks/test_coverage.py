"""Every public estimator and numeric function is measured by some workload, or stands here with the reason why not."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from benchmarks.__main__ import workloads
from tools.compare_benchmarks import ratios

from tests.contract.estimators import all_estimators

FOLDER = Path(__file__).parents[2] / "benchmarks"
FUNCTIONS = ("special", "linear_model", "cluster")
# What the parts of networks offer is Python around NumPy and the measured kernels; whole networks are measured, beside
# PyTorch, Keras and JAX, and so are derivatives of whole functions by `workings.autodiff`.
PARTS = {"neural_network": ("Sequential", "MLPClassifier", "MLPRegressor")}


def words(path: Path) -> Iterator[str]:
    """Yield the names and the words within strings of a file, but for comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from re.findall(r"\w+", node.value)


@pytest.fixture(scope="module")
def named() -> set[str]:
    return {word for path in FOLDER.glob("*.py") for word in words(path)}


def public_functions() -> list[str]:
    found = []
    for package in FUNCTIONS:
        module = importlib.import_module(f"workings.{package}")
        found += [name for name in module.__all__ if inspect.isfunction(getattr(module, name))]
    return found


def test_every_function_is_measured(named):
    missing = [name for name in public_functions() if name not in named]
    assert not missing, f"no workload of benchmarks/ names {missing}"


def test_every_estimator_grows_beside_its_peers():
    estimators = pytest.importorskip("benchmarks.estimators")
    measured = estimators.names()
    assert {kind.__name__ for kind in all_estimators()} == set(measured)
    for name, package in measured.items():
        assert list(estimators.contenders(name, package))[:2] == ["workings", "scikit-learn"], name


def test_networks_are_measured(named):
    for names in PARTS.values():
        assert set(names) <= named


def test_a_line_of_the_estimators_can_be_measured():
    estimators = pytest.importorskip("benchmarks.estimators")
    X, y = estimators.data("GaussianNB", 300)
    found = estimators.measure(estimators.contenders("GaussianNB", "naive_bayes"), X, y, 1)
    scores = {who: estimators.quality("GaussianNB", model, X, y, None) for who, (_, _, model) in found.items()}
    assert scores["workings"] == scores["scikit-learn"]
    assert min(scores.values()) > 0.5


def test_functions_have_a_truth_and_a_peer():
    family = pytest.importorskip("benchmarks.softmax_family")
    assert (
        set(family.truths())
        == set(family.ours())
        >= set(importlib.import_module("workings.special").__all__) - {"softmax"}
    )


def test_what_workloads_keep_is_compared():
    """Of every workload that keeps times of contenders side by side, the ratios are seen."""
    kept = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))
    seen = {path[0] for path, _ in ratios(kept)}
    # No contenders stand beside each other in these: errors, and what a page or a cluster costs.
    assert set(kept) - seen <= {"exactness", "page", "dask_memory", "dask_rounds", "dask_scaling", "gpu"}
    grown = {path[0] for path, _ in ratios(kept) if path[1] == "growth"}
    assert grown >= {name for name, found in kept.items() if found.get("growth")} - {"dask_scaling"}
    lines = {
        "estimators": {
            "fit, ms": {"SVC": {"rows": 300, "workings": 2.0, "scikit-learn": 6.0, "quality, workings": 0.9}},
            "growth": {"SVC": [{"rows": 300, "workings": 2.0, "scikit-learn": 4.0}]},
        },
        "softmax_family": {
            "milliseconds": {"sigmoid": {"workings": 1.0, "scipy": 5.0}},
            "largest relative error": {"sigmoid": {"workings": 1e-16, "scipy": 1e-16}},
        },
        "autodiff": {"milliseconds": {"chain": {"workings": 1.0, "autograd": 4.0, "jax, compiled": 0.5}}},
        "svm": {"growth": {"workings": {"10": 1.0, "20": 2.0}, "scikit-learn": {"10": 6.0}}},
        "hierarchical": {"growth": {"workings": {"10": [1.0, 0.1]}, "SciPy": {"10": [7.5, 0.2]}}},
        "tree_growth": {"growth": {"Tree, 10": {"seconds": 1.0}, "Tree, scikit-learn, 10": {"seconds": 8.0}}},
        "k_means": {"growth": {"10 x 20, workings": {"seconds": 1.0}, "10 x 20, scikit-learn": {"seconds": 9.0}}},
        "naive_bayes": {"milliseconds": {"fit": {"GaussianNB": {"workings": 1.0, "scikit-learn": 2.0}}}},
        "logistic_regression": {"l2": {"workings": {"ms": 1.0, "error": 1e-7}, "scikit-learn": {"ms": 7.0}}},
    }
    assert sorted(value for _, value in ratios(lines)) == [0.5, 2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5, 8.0, 9.0]


def test_derivatives_are_the_same_in_every_library():
    autodiff = pytest.importorskip("benchmarks.autodiff")
    for name, (f, x, given, _) in autodiff.cases().items():
        found = [np.asarray(call()) for call in autodiff.contenders(f, x, given).values()]
        assert all(np.abs(one - found[0]).max() <= 1e-9 * np.abs(found[0]).max() for one in found), name
        assert found[0].shape == x.shape


def test_workloads_are_found():
    assert {"estimators", "softmax_family", "svm", "networks"} <= set(workloads())
