"""A multi-layer perceptron: 10 epochs of Adam beside scikit-learn, PyTorch, Keras and a loop of JAX; and one row.

20,000 x 50 samples of 10 classes, float32, 100 hidden neurons, batches of 200. All shuffle, take the mean cross-entropy
with the same penalty, and have two threads. JAX runs a whole epoch in one compiled scan, Keras (on JAX) in one call,
PyTorch once batch by batch and once through torch.compile; all are compiled beforehand.
"""

from __future__ import annotations

import importlib
import os
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier as Theirs

from benchmarks import _peers
from benchmarks._timing import interleaved
from workings.neural_network import MLPClassifier

EPOCHS, BATCH, HIDDEN, CLASSES, ALPHA = 10, 200, 100, 10, 1e-4


def data(n: int = 20_000, p: int = 50) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, p)).astype(np.float32)
    return X, (X @ rng.normal(size=(p, CLASSES))).argmax(axis=1)


def start(p: int) -> list[Any]:
    rng = np.random.default_rng(1)
    shapes = [(p, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
    return [rng.uniform(-0.2, 0.2, shape).astype(np.float32) for shape in shapes]


def by_jax(jax: Any, X: Any, y: Any) -> Callable[[], object]:
    jnp = jax.numpy

    def loss(w: Any, x: Any, t: Any) -> Any:
        scores = jnp.maximum(x @ w[0] + w[1], 0) @ w[2] + w[3]
        own = jnp.take_along_axis(scores, t[:, None], 1)[:, 0]
        penalty = jnp.float32(0.5 * ALPHA / BATCH) * (jnp.sum(w[0] ** 2) + jnp.sum(w[2] ** 2))
        return jnp.mean(jax.nn.logsumexp(scores, axis=1) - own) + penalty

    def update(state: Any, rows: Any) -> Any:
        w, m, v, t = state
        value, g = jax.value_and_grad(loss)(w, Xj[rows], yj[rows])
        t = t + jnp.float32(1)
        rate = jnp.float32(0.001) * jnp.sqrt(1 - jnp.float32(0.999) ** t) / (1 - jnp.float32(0.9) ** t)
        m = [jnp.float32(0.9) * a + jnp.float32(0.1) * b for a, b in zip(m, g, strict=True)]
        v = [jnp.float32(0.999) * a + jnp.float32(0.001) * b * b for a, b in zip(v, g, strict=True)]
        w = [a - rate * b / (jnp.sqrt(c) + jnp.float32(1e-8)) for a, b, c in zip(w, m, v, strict=True)]
        return (w, m, v, t), value

    Xj, yj = jnp.asarray(X), jnp.asarray(y)
    epoch = jax.jit(lambda state, rows: jax.lax.scan(update, state, rows))

    def fit() -> Any:
        w, rng = [jnp.asarray(one) for one in start(X.shape[1])], np.random.default_rng(0)
        state = (w, [jnp.zeros_like(a) for a in w], [jnp.zeros_like(a) for a in w], jnp.float32(0))
        for _ in range(EPOCHS):
            state, losses = epoch(state, jnp.asarray(rng.permutation(len(X)).reshape(-1, BATCH)))
        return float(losses.mean())

    return fit


def by_torch(torch: Any, X: Any, y: Any) -> Callable[[], object]:
    torch.set_num_threads(2)
    x, t, loss = torch.from_numpy(X), torch.from_numpy(y), torch.nn.CrossEntropyLoss()

    def fit() -> Any:
        layers = torch.nn
        net = layers.Sequential(layers.Linear(X.shape[1], HIDDEN), layers.ReLU(), layers.Linear(HIDDEN, CLASSES))
        adam = torch.optim.Adam(net.parameters(), weight_decay=ALPHA / BATCH, fused=True)
        for _ in range(EPOCHS):
            order = torch.randperm(len(x))
            for k in range(0, len(x), BATCH):
                part = order[k : k + BATCH]
                adam.zero_grad()
                value = loss(net(x[part]), t[part])
                value.backward()
                adam.step()
        return float(value.detach())

    return fit


def by_compiled_torch(torch: Any, X: Any, y: Any) -> Callable[[], object]:
    """Return epochs whose forward pass, loss and gradients torch.compile has made one function of."""
    torch.set_num_threads(2)
    x, t = torch.from_numpy(X), torch.from_numpy(y)
    layers = torch.nn
    net = layers.Sequential(layers.Linear(X.shape[1], HIDDEN), layers.ReLU(), layers.Linear(HIDDEN, CLASSES))
    adam = torch.optim.Adam(net.parameters(), weight_decay=ALPHA / BATCH, fused=True)
    loss = torch.compile(lambda part, own: torch.nn.functional.cross_entropy(net(part), own))

    def fit() -> Any:
        for _ in range(EPOCHS):
            order = torch.randperm(len(x))
            for k in range(0, len(x), BATCH):
                part = order[k : k + BATCH]
                adam.zero_grad()
                value = loss(x[part], t[part])
                value.backward()
                adam.step()
        return float(value.detach())

    fit()
    return fit


def by_keras(keras: Any, X: Any, y: Any) -> Callable[[], object]:
    """Return epochs of one compiled model; it goes on from where it is, which takes the same time."""
    layers, penalty = keras.layers, keras.regularizers.L2(0.5 * ALPHA / BATCH)
    net = keras.Sequential(
        [
            layers.Input((X.shape[1],)),
            layers.Dense(HIDDEN, "relu", kernel_regularizer=penalty),
            layers.Dense(CLASSES, kernel_regularizer=penalty),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    net.compile("adam", loss, steps_per_execution=len(X) // BATCH)
    return lambda: net.fit(X, y, batch_size=BATCH, epochs=EPOCHS, verbose=0)


def keras_contenders(X: Any, y: Any) -> dict[str, Callable[[], object]]:
    """Return Keras on JAX, its quickest backend without a GPU; nothing where it is not installed."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    try:
        return {"keras": by_keras(importlib.import_module("keras"), X, y)}
    except ImportError:
        return {}


def main(quick: bool = False) -> dict[str, Any]:
    """Measure, print, and return what was found."""
    X, y = data()
    settings: dict[str, Any] = {"hidden_layer_sizes": (HIDDEN,), "batch_size": BATCH, "alpha": ALPHA}
    settings |= {"max_iter": EPOCHS, "random_state": 0}
    calls: dict[str, Callable[[], object]] = {
        "workings": lambda: MLPClassifier(**settings).fit(X, y),
        "sklearn": lambda: Theirs(**settings).fit(X, y),
    }
    for name, of in (("jax", by_jax), ("torch", by_torch)):
        if peer := _peers.module(name):
            calls[name] = of(peer, X, y)
    calls |= keras_contenders(X, y)
    if peer := _peers.module("torch"):
        try:
            calls["torch, compiled"] = by_compiled_torch(peer, X, y)
        except Exception as problem:  # there is no C++ compiler, or no support for this Python
            print(f"torch.compile does not work here: {type(problem).__name__}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        times = interleaved(calls, budget=4.0 if quick else 20.0, rounds=1 if quick else 2)
        pair = [kind(**settings).fit(X, y) for kind in (MLPClassifier, Theirs)]
    print(", ".join(f"{name} {1e3 * t:.1f} ms" for name, t in times.items()))
    for name, t in times.items():
        if name != "workings":
            print(f"  {t / times['workings']:.2f} x as fast as {name}")
    losses = [model.loss_curve_[-1] for model in pair]
    print(f"  last loss {losses[0]:.6f}, scikit-learn's {losses[1]:.6f}")
    row = {name: _one_row(model, X[:1]) for name, model in zip(("workings", "sklearn"), pair, strict=True)}
    print("predict of one row: " + ", ".join(f"{name} {1e6 * t:.1f} us" for name, t in row.items()))
    return {"seconds": times, "losses": losses, "one row": row}


def _one_row(model: Any, x: Any) -> float:
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(400):
            model.predict(x)
        taken.append((time.perf_counter() - begun) / 400)
    return min(taken)
