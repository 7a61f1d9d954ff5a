"""A process that makes one long call and says how it took Ctrl-C: python interrupt_child.py CASE QUIET, as JSON.

It says "begun" when the call has computed for QUIET seconds in which nothing was compiled: a compiler within LLVM
cannot be stopped, and is not what is tried here. The seconds are the processor's, as a busy machine takes its time.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pickle
import signal
import sys
import threading
import time
from typing import Any

import numpy as np

PACKAGES = ("cluster", "ensemble", "linear_model", "naive_bayes", "neighbors", "neural_network", "preprocessing")


class Compilers:
    """How many are at work; when the last one ended, and how many seconds the processor had spent by then."""

    running, last, spent = 0, 0.0, 0.0
    quiet = 0.0  # for how long none must have been


def ended() -> None:
    Compilers.last, Compilers.spent = time.monotonic(), time.process_time()


def watch_compilers() -> None:
    import numba.core.event as events

    class Watch(events.Listener):
        def on_start(self, event: Any) -> None:
            Compilers.running += 1

        def on_end(self, event: Any) -> None:
            Compilers.running -= 1
            ended()

    events.register("numba:compile", Watch())


def begin() -> None:
    """Say so when what follows is under way."""
    ended()

    def tell() -> None:
        while Compilers.running or time.process_time() - Compilers.spent < Compilers.quiet:
            time.sleep(0.02)
        print("begun", flush=True)

    threading.Thread(target=tell, daemon=True).start()


def network(parts: list[Any]) -> Any:
    from workings.neural_network import Sequential

    model = Sequential(parts, seed=0)
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def known() -> dict[str, Any]:
    """Return the names that the code of a case may use."""
    names: dict[str, Any] = {"np": np, "rng": np.random.default_rng(0), "network": network}
    for package in (*PACKAGES, "svm", "tree"):
        module = importlib.import_module(f"workings.{package}")
        names |= {name: getattr(module, name) for name in module.__all__}
    return names


class Case:
    """One long call."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given, self.names = given, known()
        exec(given["data"], self.names)
        self.X, self.y = self.names["X"], self.names["y"]
        self.small = eval(given["small"], self.names)

    def model(self) -> Any:
        return eval(self.given["model"], self.names) if self.given["model"] else None

    def outcome(self, model: Any) -> np.ndarray:
        """Return what a small fit, or the function on small data, gives."""
        X, y = self.X[:120].copy(), None if self.y is None else self.y[:120].copy()
        names = self.names | {"X": X, "y": y, "model": model, "begin": lambda: None}
        if model is None:
            found = eval(self.given["call"], names)
            return np.hstack([np.ravel(one) for one in (found if isinstance(found, tuple) else (found,))])
        if hasattr(model, "get_params"):
            model.set_params(**self.small)
            names["model"] = model.fit(X) if y is None else model.fit(X, y)
        else:
            exec(self.given["call"], names)
        for way in ("predict", "transform", "kneighbors"):
            if hasattr(model, way):
                got = getattr(model, way)(X)
                return got.toarray() if hasattr(got, "toarray") else np.asarray(got[0] if way == "kneighbors" else got)
        return np.asarray(model.labels_)

    def run(self, model: Any) -> dict[str, Any]:
        """Make the call; return whether it was interrupted, when it ended, and what the processor had spent by then."""
        interrupted, names = False, self.names | {"model": model, "begin": begin}
        # An interrupt within `exec` itself would count as one that nobody caught when the interpreter ends.
        exec(f"def call():\n    {self.given['call']}", names)
        try:
            if "begin()" not in self.given["call"]:
                begin()
            names["call"]()
        except KeyboardInterrupt:
            interrupted = True
        told = {"interrupted": interrupted, "ended": time.monotonic(), "spent": time.process_time()}
        return {**told, "compiled": Compilers.last}


def digest(X: np.ndarray) -> str:
    return hashlib.sha1(pickle.dumps(X[:50_000]) if X.dtype == object else X.data).hexdigest()


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background inherits that it is ignored
    watch_compilers()
    Compilers.quiet = float(sys.argv[2])
    case = Case(json.loads(sys.argv[1]))
    before, data, model = case.outcome(case.model()), digest(case.X), case.model()
    told = case.run(model)
    unchanged = digest(case.X) == data
    if not hasattr(model, "get_params"):  # a function; or a network, whose training goes on from where it is
        model = case.model()
    after = case.outcome(model)
    same = before.shape == after.shape and bool((before == after).all())
    print(json.dumps({**told, "unchanged": unchanged, "same": same}), flush=True)


if __name__ == "__main__":
    main()
