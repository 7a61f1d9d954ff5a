"""Things known by a word, an object, or a saved description: "relu", ReLU(), {"kind": "ReLU"}."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any


def nearest(word: str, known: Any) -> str:
    """Return " Did you mean 'relu'?", or nothing if no known word is near."""
    near = difflib.get_close_matches(str(word).lower(), list(known), n=1, cutoff=0.5)
    return f" Did you mean {near[0]!r}?" if near else ""


def by_name(what: str, given: Any, known: Mapping[str, Callable[[], Any]], kind: type) -> Any:
    """Return the object that a word names, or the object itself."""
    if isinstance(given, kind):
        return given
    if isinstance(given, str) and given in known:
        return known[given]()
    words = ", ".join(map(repr, known))
    if isinstance(given, str):
        raise ValueError(f"{what}={given!r} is unknown; known are {words}.{nearest(given, known)}")
    if isinstance(given, type) and issubclass(given, kind):
        raise TypeError(f"{what}={given.__name__} is a class. Make an object of it: {given.__name__}().")
    raise TypeError(f"{what} has type {type(given).__name__}; give one of {words}, or an object of {kind.__name__}.")


class Described:
    """An object that a saved model describes by the arguments it was made with."""

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal object: numbers, words, lists."""
        return {}

    def __repr__(self) -> str:
        """Write it as it was made."""
        inside = ", ".join(f"{name}={value!r}" for name, value in self.get_config().items())
        return f"{type(self).__name__}({inside})"


def describe(thing: Any) -> Any:
    """Return an object as numbers, words, lists and dicts, ready for JSON."""
    if isinstance(thing, Described):
        return {"kind": type(thing).__name__, **{k: describe(v) for k, v in thing.get_config().items()}}
    if isinstance(thing, tuple | list):
        return [describe(one) for one in thing]
    return thing


def revive(described: Any, known: Mapping[str, type]) -> Any:
    """Return the object that `describe` described."""
    if isinstance(described, list):
        return [revive(one, known) for one in described]
    if isinstance(described, dict):
        rest = {name: revive(value, known) for name, value in described.items() if name != "kind"}
        kind = described.get("kind")
        if not isinstance(kind, str) or kind not in known:
            raise ValueError(f"it speaks of {kind!r}, which is not known here")
        return known[kind](**rest)
    return described
