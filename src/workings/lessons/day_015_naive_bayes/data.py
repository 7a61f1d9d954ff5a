"""The day's messages, made by a known law, and data that come with scikit-learn: digits, and lines of its manual."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

NAMES = ("wanted", "junk")
WORLD = 0.3  # share of junk among all messages

_COMMON = "the and you for we your this on with please will be from have it is are at can our"
_WANTED = "meeting report tomorrow thanks question invoice project lunch agenda draft team parcel account password"
_JUNK = "free winner prize cash offer click now cheap deal bonus luck credit lottery million gift casino"
_LATER = "parcel account password invoice verify login delivery customs confirm security"
_BEGINNINGS, _ENDS = "al be co da el fi go ha il jo ka le", "na ra sto mi va do lin tor bo ga"
_PEOPLE = [beginning + end for beginning in _BEGINNINGS.split() for end in _ENDS.split()]
VOCABULARY = tuple(dict.fromkeys([*f"{_COMMON} {_WANTED} {_JUNK} {_LATER}".split(), *_PEOPLE]))
PEOPLE = slice(-len(_PEOPLE), None)  # of the vocabulary: names, which say nothing of the class
KNOWN = slice(0, len(f"{_COMMON} {_WANTED} {_JUNK}".split()))  # the words that are in use before any drift


class Messages(NamedTuple):
    """How often each word of the vocabulary stands in each message, and whether the message is junk (1) or not (0)."""

    X: NDArray[np.float64]
    junk: NDArray[np.int64]


def _share(words: str | list[str], mass: float) -> Array:
    """Return probabilities that sum to `mass`, the first words the most frequent."""
    shares = np.zeros(len(VOCABULARY))
    group = words.split() if isinstance(words, str) else words
    frequency = 1.0 / (np.arange(len(group)) + 3.0)
    shares[[VOCABULARY.index(word) for word in group]] = mass * frequency / frequency.sum()
    return shares


def word_shares(drift: float = 0.0) -> Array:
    """Return how the words are distributed in wanted messages and in junk, shape (2, words).

    `drift` is how far the writers of junk have gone over to other words.
    """
    alike = _share(_COMMON, 0.45) + _share(_PEOPLE, 0.2)
    wanted = alike + _share(_WANTED, 0.28) + _share(_JUNK, 0.07)
    junk = alike + _share(_WANTED, 0.07) + (1.0 - drift) * _share(_JUNK, 0.28) + drift * _share(_LATER, 0.28)
    return np.stack([wanted, junk])


def messages(n: int, share: float = WORLD, drift: float | Array = 0.0, seed: int = 15) -> Messages:
    """Return n messages of 4 to 20 words; a drift for each message makes them a stream that changes."""
    rng = np.random.default_rng(seed)
    junk = (rng.random(n) < share).astype(np.int64)
    length = rng.integers(4, 21, n)
    drifts = np.broadcast_to(np.asarray(drift, dtype=float), n)
    now, later = word_shares(0.0), word_shares(1.0)
    shares = (1.0 - drifts)[:, None] * now[junk] + drifts[:, None] * later[junk]
    return Messages(rng.multinomial(length, shares).astype(float), junk)


def posterior(X: Array, share: float = WORLD, drift: float = 0.0) -> Array:
    """Return the true probability that a message is junk: what nobody can do better than."""
    logs = np.log(word_shares(drift) + 1e-300)
    z = X @ (logs[1] - logs[0]) + np.log(share / (1.0 - share))
    probability: Array = 1.0 / (1.0 + np.exp(np.clip(-z, -700.0, 700.0)))
    return probability


def as_text(counts: Array, seed: int = 0) -> str:
    """Return a message in words: their order says nothing, so any will do."""
    words = np.repeat(VOCABULARY, counts.astype(int))
    return " ".join(np.random.default_rng(seed).permutation(words))


def manual() -> tuple[list[str], NDArray[np.int64], list[str]]:
    """Return lines of the descriptions that come with scikit-learn's data, the data they describe, and their names."""
    from sklearn import datasets

    lines: list[str] = []
    about: list[int] = []
    names = ["breast cancer", "diabetes", "digits", "iris", "linnerud", "wine"]
    for k, name in enumerate(names):
        found: Any = getattr(datasets, f"load_{name.replace(' ', '_')}")()
        own = [line for line in found.DESCR.splitlines() if len(re.findall("[a-z]{2,}", line.lower())) >= 3]
        lines += own
        about += [k] * len(own)
    return lines, np.array(about), names
