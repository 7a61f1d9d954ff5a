"""The course of stochastic gradient descent: passes over the samples, learning rates, and when to stop.

One `Descent` is one model with one output: a regression, a pair of classes, or one class against all others. What
happens at a sample is told in `workings.kernels.sgd_rules`.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.kernels import sgd_rules as rules
from workings.kernels._threads import heed, run_blocks, spans
from workings.linear_model._sgd_order import jumps
from workings.linear_model._sgd_plan import Plan, Rows

Array = NDArray[Any]

# Below this many numbers in all, a pass is not worth several threads.
_WORTH_THREADS = 200_000


class Descent:
    """One model on its way.

    Attributes
    ----------
    w, mean_w : ndarray
        The coefficients before scaling, and their averages before the rest is added; see `sgd_rules`.
    state : tuple of float
    epochs : int
        Passes so far.
    done : bool
    score : float
        The last score on the samples that are held out.
    """

    def __init__(
        self,
        rows: Rows,
        target: Array,
        weights: Array,
        plan: Plan,
        start: tuple[Array, float, Array | None, float, float],
        seed: int,
        held_out: Array | None = None,
        judge: Callable[[Array, float], float] | None = None,
    ) -> None:
        w, bias, mean_w, mean_bias, clock = start
        self.rows, self.plan, self.held_out, self.judge = rows, plan, held_out, judge
        self.target, self.weights = (np.ascontiguousarray(one, dtype=np.float64) for one in (target, weights))
        self.w = np.array(w, dtype=np.float64)
        self.mean_w = np.zeros(0) if mean_w is None else np.array(mean_w, dtype=np.float64)
        self.paid = np.zeros(len(self.w) if plan.penalty in (rules.L1, rules.ELASTIC) else 0)
        norms = float(self.w @ self.w), float(np.abs(self.w).sum())
        self.state = (float(bias), float(mean_bias), float(clock), 1.0, *norms, 0.0, 1.0, *[0.0] * 6)
        self.order = np.arange(rows.n, dtype=np.int32)
        self._jumps = jumps(seed, rows.n) if plan.shuffle else None
        self._turn: Array | None = None
        self._vectors: list[Any] | None = None
        # A step of this rate and more throws the model further off than it was: errors grow, the first digits of the
        # result hang on the last of each sum, and only sums in scikit-learn's order give its result.
        growth = rules.CURVATURE[plan.loss] * float(np.abs(self.weights).max(initial=0.0))
        growth = growth * rows.square if growth else 0.0
        self._calm = 1.0 / growth if growth > 0.0 else math.inf
        self.eta, self.epochs, self.taken, self.done = plan.eta0, 0, 0, False
        self.score, self._best, self._in_vain = math.nan, math.inf, 0

    def begin(self) -> None:
        """Prepare a pass: the order of the samples and their learning rates."""
        engine = self.rows.compiled(self.taken + self.rows.n)
        if self._jumps is not None:
            if self._turn is None:
                self._turn = self.order.copy()
                if engine:
                    engine.shuffle_by(self._turn, self._jumps)
                else:
                    turn = self._turn.tolist()
                    exchange: Any = rules.shuffle_by
                    exchange(turn, self._jumps.tolist())
                    self._turn[:] = turn
            self.order = self.order[self._turn]
        places = self.order if self.held_out is None else self.order[~self.held_out[self.order]]
        self.state = (*self.state[: rules.LOSSES], *[0.0] * 5)
        rates = self.plan.rates(self.state[rules.CLOCK], len(places), self.eta)
        self.at, self.count, self._engine = 0, len(places), engine
        X, lists = self.rows, (self.target, self.weights, rates, places)
        if engine:
            self._samples: tuple[Any, ...] = (X.address, *lists)
        else:
            self._samples = (X.lists, *(one.tolist() for one in lists))

    def advance(self, stop: int, pause: bool = False) -> bool:
        """Take the samples before place `stop` of this pass, or up to a change of the model; return if one was made."""
        plan = self.plan
        schedule = {"pa1": rules.PASSIVE_1, "pa2": rules.PASSIVE_2}.get(plan.learning_rate, rules.GIVEN)
        kinds = plan.loss, plan.penalty, schedule, plan.averaging, plan.counted
        numbers = plan.alpha, plan.l1_ratio, plan.eta0, plan.epsilon, plan.bias_share, self._calm
        places = self.at, stop, pause
        models = self.w, self.mean_w, self.paid
        before = self.state[rules.CHANGES]
        if self._engine:
            if self._vectors is None:
                self._vectors = [self._engine.of_vector(one) for one in models]
            self.at, self.state = self._engine.run_samples(
                *self._samples, *places, kinds, numbers, self.state, *self._vectors
            )
        else:
            vectors = [one.tolist() for one in models]
            run_samples: Any = rules.run_samples
            self.at, self.state = run_samples(*self._samples, *places, kinds, numbers, self.state, *vectors)
            for array, values in zip(models, vectors, strict=True):
                array[:] = values
        return self.state[rules.CHANGES] > before

    def end(self) -> None:
        """Finish a pass: check the numbers, and see whether it was the last."""
        self.epochs += 1
        self.taken += self.count
        if not (math.isfinite(self.state[rules.BIAS]) and np.isfinite(self.w).all()):
            raise ValueError(
                f"Floating-point under-/overflow occurred at epoch #{self.epochs}: the coefficients left the range of "
                "floating-point numbers. Scaling input data with StandardScaler or MinMaxScaler might help, or a "
                "smaller eta0."
            )
        if self.judge is not None:
            self.score = self.judge(self.w * self.state[rules.SCALE], self.state[rules.BIAS])
            value = -self.score
            in_vain = value > self._best - self.plan.tol
        else:
            value = self.objective
            in_vain = value > self._best - self.plan.tol
        self._in_vain = self._in_vain + 1 if in_vain and self.plan.tol > -math.inf else 0
        self._best = min(self._best, value)
        if self._in_vain >= self.plan.n_iter_no_change:
            if self.plan.learning_rate == "adaptive" and self.eta > 1e-6:
                self.eta, self._in_vain = self.eta / 5.0, 0
            else:
                self.done = True
        self.done |= self.epochs >= self.plan.max_iter

    @property
    def objective(self) -> float:
        """The mean, over the samples of this pass so far, of loss and penalty, each just before it was learnt from.

        NaN if nobody wants it, see `Plan`.
        """
        return self.state[rules.OBJECTIVE] / max(self.at, 1) if self.plan.counted else math.nan

    @property
    def mean_loss(self) -> float:
        """The same without the penalty, over a whole pass."""
        return self.state[rules.LOSSES] / max(self.count, 1) if self.plan.counted else math.nan

    def model(self, averaged: bool = False) -> tuple[Array, float]:
        """Return the coefficients and the intercept."""
        if not averaged:
            return self.w * self.state[rules.SCALE], self.state[rules.BIAS]
        mean = (self.mean_w + self.state[rules.SHARE] * self.w) / self.state[rules.COUNT]
        return mean, self.state[rules.MEAN_BIAS]


class _Arrays(Mapping[str, Array]):
    """The model as it stands, put together only when somebody looks."""

    def __init__(self, descents: list[Descent]) -> None:
        self._descents = descents

    def __getitem__(self, name: str) -> Array:
        models = [one.model(0 < one.plan.averaging < one.state[rules.CLOCK]) for one in self._descents]
        return np.array([model[("coef_", "intercept_").index(name)] for model in models])

    def __iter__(self) -> Iterator[str]:
        return iter(("coef_", "intercept_"))

    def __len__(self) -> int:
        return 2


def _pass_of(one: Descent) -> None:
    one.begin()
    for _, stop in spans(one.count, one.rows.entries / max(one.rows.n, 1)):
        one.advance(stop)
    one.end()


class _Turns:
    """Passes of several models: whoever is free takes the next one of the model that is furthest behind."""

    def __init__(self, descents: list[Descent], passes: float) -> None:
        self._free = [(one, one.epochs + passes) for one in descents]
        self._lock = threading.Lock()

    def work(self, _start: int, _stop: int) -> None:
        """Take passes until none is left that nobody else has."""
        while True:
            heed()
            with self._lock:
                if not self._free:
                    return
                number = min(range(len(self._free)), key=lambda k: self._free[k][0].epochs)
                one, last = self._free.pop(number)
            _pass_of(one)
            if one.epochs < last and not one.done:
                with self._lock:
                    self._free.append((one, last))


def descend(
    descents: list[Descent], names: list[str], every: str, threads: int | None
) -> Generator[Step, None, list[Descent]]:
    """Run all models to their end; yield a step after each pass of all ("epoch"), after each "update", or at the "end".

    Where nobody looks at the steps, no model waits for the others.
    """
    index, arrays = 0, _Arrays(descents)
    rows = descents[0].rows
    while going := [one for one in descents if not one.done]:
        if every == "update":
            for one in going:
                one.begin()
                while one.advance(one.count, pause=True):
                    yield _update(index, one, names[descents.index(one)], arrays)
                    index += 1
                one.end()
        else:
            alone = len(going) == 1 or rows.entries < _WORTH_THREADS
            turns = _Turns(going, math.inf if every == "end" else 1)
            run_blocks(turns.work, len(going), threads=1 if alone else threads)
        yield _pass(index, descents, going, arrays)
        index += 1
    return descents


def _pass(index: int, descents: list[Descent], going: list[Descent], arrays: _Arrays) -> Step:
    changes = int(sum(one.state[rules.CHANGES] for one in going))
    facts = {
        "pass": float(max(one.epochs for one in going)),
        "updates": float(changes),
        "mean_loss": sum(one.mean_loss for one in descents) / len(descents),
        "learning_rate": float(going[0].eta),
    }
    if going[0].judge is not None:
        facts["validation_score"] = sum(one.score for one in descents) / len(descents)
    objective = sum(one.objective for one in descents) / len(descents)
    whose = "" if len(descents) == 1 else f" of {len(going)} classes against the rest"
    return Step(index, f"pass {facts['pass']:.0f}{whose}: {changes} updates", arrays, objective, facts)


def _update(index: int, one: Descent, name: str, arrays: _Arrays) -> Step:
    sample = int(one._samples[4][one.at - 1])
    target, output, step = one.target[sample], one.state[rules.OUTPUT], one.state[rules.STEP]
    facts = {
        "pass": one.epochs + 1.0,
        "sample": float(sample),
        "target": float(target),
        "output": float(output),
        "step": float(step),
    }
    said = f"output {output:.4g} for {target:.4g}, moved by {step:+.4g} times it"
    what = f"pass {one.epochs + 1}, sample {sample}{name}: {said}"
    return Step(index, what, arrays, one.objective, facts)


def seeds_of_classes(random_state: Any, count: int) -> list[int]:
    """Return the seeds of the shuffles, one for each class against the rest, as scikit-learn draws them."""
    return [second_seed(int(seed)) for seed in random_state.randint(np.iinfo(np.int32).max, size=count)]


def second_seed(seed: int) -> int:
    """Return the second draw of a new random state: the first is scikit-learn's own affair."""
    state = np.random.RandomState(seed)
    state.randint(1, np.iinfo(np.int32).max)
    return int(state.randint(np.iinfo(np.int32).max))


def printed(steps: Generator[Step, None, Any], verbose: int) -> Generator[Step, None, Any]:
    """Yield the steps on, and print each if that is wanted."""
    for step in steps:
        if verbose:
            print(f"{step.what}, objective {step.objective:.10g}")
        yield step
