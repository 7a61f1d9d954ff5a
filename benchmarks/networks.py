"""Small convolutional networks: epochs of training, and predictions, beside PyTorch in eager mode.

Two convolutions of 3 x 3, a maximum, a dense layer; float32, Adam, batches of 64; images of 8 x 8 and of 28 x 28. Both
have two threads, and do the same arithmetic: the same layers, shuffled batches, the mean cross-entropy. PyTorch is
measured with channels first and with channels last, and the quicker of the two is told. The script ends with what a
network learns of scikit-learn's digits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from benchmarks import _peers
from benchmarks._timing import interleaved
from workings.neural_network import Sequential, layers, optimisers

# Name: the side of the images, the filters of both convolutions, the units, whether a maximum parts the convolutions,
# the samples.
NETS = {
    "8 x 8 (32, 64 filters)": (8, 32, 64, 128, False, 1024),
    "28 x 28 (16, 32 filters)": (28, 16, 32, 64, True, 512),
}
BATCH = 64


def data(side: int, n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, side, side, 1)).astype(np.float32), rng.integers(0, 10, n)


def ours(side: int, one: int, two: int, units: int, parted: bool) -> Sequential:
    model = Sequential(seed=0)
    model.add(layers.Conv2D(one, 3, padding="same", activation="relu", input_shape=(side, side, 1)))
    if parted:
        model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(two, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(units, "relu"))
    model.add(layers.Dense(10, "softmax"))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def theirs(torch: Any, side: int, one: int, two: int, units: int, parted: bool) -> Any:
    nn = torch.nn
    parts = [nn.Conv2d(1, one, 3, padding=1), nn.ReLU(), *([nn.MaxPool2d(2)] if parted else [])]
    parts += [nn.Conv2d(one, two, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    last = side // (4 if parted else 2)
    return nn.Sequential(*parts, nn.Linear(last * last * two, units), nn.ReLU(), nn.Linear(units, 10))


def torch_epoch(torch: Any, net: Any, x: Any, y: Any) -> Callable[[], object]:
    adam = torch.optim.Adam(net.parameters())
    loss = torch.nn.CrossEntropyLoss()

    def epoch() -> None:
        order = torch.randperm(len(x))
        for k in range(0, len(x), BATCH):
            part = order[k : k + BATCH]
            adam.zero_grad()
            loss(net(x[part]), y[part]).backward()
            adam.step()

    return epoch


def torch_predict(torch: Any, net: Any, x: Any) -> Callable[[], object]:
    def predict() -> Any:
        with torch.inference_mode():
            return torch.cat([torch.softmax(net(x[k : k + 256]), 1) for k in range(0, len(x), 256)])

    return predict


def measure(quick: bool) -> dict[str, dict[str, float]]:
    """Return seconds of an epoch and of predictions, by network."""
    found = {}
    torch = _peers.module("torch")
    if torch:
        torch.set_num_threads(2)
    for name, (side, one, two, units, parted, n) in NETS.items():
        X, y = data(side, n)
        model = ours(side, one, two, units, parted)
        training: dict[str, Callable[[], object]] = {
            "workings": lambda model=model, X=X, y=y: model.fit(X, y, batch_size=BATCH, verbose=0)
        }
        predicting: dict[str, Callable[[], object]] = {"workings": lambda model=model, X=X: model.predict(X)}
        for order in ("contiguous_format", "channels_last") if torch else ():
            layout = getattr(torch, order)
            x = torch.from_numpy(np.ascontiguousarray(np.moveaxis(X, 3, 1))).contiguous(memory_format=layout)
            net = theirs(torch, side, one, two, units, parted).to(memory_format=layout)
            training[f"torch {order}"] = torch_epoch(torch, net, x, torch.from_numpy(y))
            predicting[f"torch {order}"] = torch_predict(torch, net, x)
        budget, rounds = (4.0, 2) if quick else (20.0, 5)
        found[f"{name}, an epoch of {n}"] = interleaved(training, budget=budget, rounds=rounds)
        found[f"{name}, predict {n}"] = interleaved(predicting, budget=budget, rounds=rounds)
    return found


def digits() -> dict[str, float]:
    """Return the share of a held-out third of the digits that is read rightly, and the seconds of the fit."""
    X, y = load_digits(return_X_y=True)
    X = (X / 16.0).reshape(-1, 8, 8, 1)
    a, b, c, d = train_test_split(X, y, test_size=1 / 3, random_state=0, stratify=y)
    model = Sequential(
        [
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(64, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, "relu"),
            layers.Dropout(0.5),
            layers.Dense(10, "softmax"),
        ],
        seed=0,
    )
    epochs = 60
    rates = optimisers.CosineDecay(0.002, epochs * -(-len(a) // BATCH))
    model.compile(optimisers.Adam(rates), "sparse_categorical_crossentropy", ["accuracy"])
    start = time.perf_counter()
    model.fit(a, c, epochs=epochs, batch_size=BATCH, verbose=0)
    seconds = time.perf_counter() - start
    return {"accuracy": model.evaluate(b, d)["accuracy"], "seconds": seconds}


def main(quick: bool = False) -> dict[str, Any]:
    """Measure, print, and return what was found."""
    found = measure(quick)
    for name, times in found.items():
        peers = {peer: t for peer, t in times.items() if peer != "workings"}
        told = ", ".join(f"{peer} {1e3 * t:.1f} ms" for peer, t in times.items())
        ratio = f"; {min(peers.values()) / times['workings']:.2f} x the best peer" if peers else ""
        print(f"{name}: {told}{ratio}")
    learnt = digits()
    print(f"digits: {learnt['accuracy']:.2%} of a held-out third, fitted in {learnt['seconds']:.1f} s")
    return {"seconds": found, "digits": learnt}
