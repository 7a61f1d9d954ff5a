"""Kinds of input, in words: how many axes, and what sort of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workings.checker.model import Case

RANKS = ("single numbers", "vectors", "matrices", "arrays of three axes and more")
EVERYDAY = "everyday numbers"
QUALITIES = (EVERYDAY, "integers", "large numbers", "numbers far below 0", "numbers far apart", "-inf as a mask", "nan")
# Where exp overflows, and where it is 0: beyond these an unshifted formula leaves the range of float64.
_FAR = 300.0


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of input: indices into `RANKS` and `QUALITIES`."""

    rank: int
    quality: int


def kind_of(case: Case) -> Kind:
    """Return what kind of input a case is, told by its first argument."""
    x = np.asarray(case.args[0])
    rank = min(x.ndim, 3) if x.size > 1 else 0
    if x.dtype.kind not in "fiub" or x.size == 0:
        return Kind(rank, 0)
    finite = x[np.isfinite(x)].astype(np.float64)
    if np.isnan(x).any():
        quality = "nan"
    elif np.isneginf(x).any():
        quality = "-inf as a mask"
    elif finite.max(initial=0.0) > _FAR or np.isposinf(x).any():
        quality = "large numbers" if finite.min(initial=0.0) > -_FAR else "numbers far apart"
    elif finite.size and finite.max() < -_FAR:
        quality = "numbers far below 0"
    elif finite.min(initial=0.0) < -_FAR:
        quality = "numbers far apart"
    else:
        quality = "integers" if x.dtype.kind in "iub" else EVERYDAY
    return Kind(rank, QUALITIES.index(quality))


def in_words(kinds: Sequence[Kind], tried: Sequence[Kind]) -> tuple[str, ...]:
    """Name some of the kinds that were tried: all of a rank together where all of them are meant.

    >>> everyday, large = Kind(1, 0), Kind(1, 2)
    >>> in_words([large], [everyday, large])
    ('vectors (large numbers)',)
    >>> in_words([everyday, large], [everyday, large, Kind(2, 0)])
    ('vectors of every kind',)
    """
    said = []
    for rank, name in enumerate(RANKS):
        mine = sorted({kind.quality for kind in kinds if kind.rank == rank})
        all_of_them = {kind.quality for kind in tried if kind.rank == rank}
        if not mine:
            continue
        if len(mine) == len(all_of_them):
            said.append(name if len(mine) == 1 else f"{name} of every kind")
        else:
            said.append(f"{name} ({', '.join(QUALITIES[q] for q in mine)})")
    return tuple(said)
