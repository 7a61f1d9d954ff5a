"""How calls and answers travel between processes: a JSON header that describes, raw bytes for the numbers.

A value is written as a small JSON list whose first entry says what it is. Numbers of arrays stand in the body, and
the header says where. Nothing here can run code when it is read, and whoever reads checks everything.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np

MAGIC = b"wkg1"
PREFIX = struct.Struct(">4sIQ16s")  # magic, bytes of header, bytes of body, nonce
NONCE_BYTES = 16
MAX_HEADER = 32 << 20
MAX_BODY = 512 << 20
MAX_DEPTH = 32

# Every kind of number that may cross, in both byte orders. "g" and "G" are long doubles.
_TYPES = [np.dtype(code) for code in "?bBhHiIlLqQefdgFDG"]
DTYPES = {d.str: d for base in _TYPES for d in (base, base.newbyteorder())}
_PACKED = {"f": np.dtype(np.float64), "i": np.dtype(np.int64), "b": np.dtype(np.bool_)}


class WireError(ValueError):
    """A message that does not follow the format, or a value that has no place in it."""


class Writer:
    """Collects the bytes of the arrays while a header is being written."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.size = 0

    def put(self, data: bytes) -> int:
        """Append bytes to the body, and return where they begin."""
        start = self.size
        self.chunks.append(data)
        self.size += len(data)
        if self.size > MAX_BODY:
            raise WireError(f"more than {MAX_BODY >> 20} MiB of numbers")
        return start

    def body(self) -> bytes:
        """Return all the bytes."""
        return self.chunks[0] if len(self.chunks) == 1 else b"".join(self.chunks)

    def write(self, value: Any, depth: int = 0) -> list[Any]:
        """Return the header's description of a value.

        Raises
        ------
        WireError
            If the value is not plain data.
        """
        kind = type(value)
        if value is None:
            return ["none"]
        if kind is bool:
            return ["bool", int(value)]
        if kind is int:
            return ["int", hex(value)]
        if kind is float:
            return ["float", value.hex()]
        if kind is complex:
            return ["complex", value.real.hex(), value.imag.hex()]
        if kind is str:
            return ["str", value]
        if kind is list or kind is tuple:
            return self._sequence(value, kind.__name__, depth)
        if kind is dict:
            return ["dict", *(self._sequence(list(part), "list", depth) for part in (value.keys(), value.values()))]
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic) and value.dtype.str in DTYPES:
            return ["scalar", value.dtype.str, self.put(value.tobytes())]
        raise WireError(f"a {kind.__name__} cannot travel as plain data")

    def _sequence(self, value: Any, name: str, depth: int) -> list[Any]:
        if depth >= MAX_DEPTH:
            raise WireError(f"lists nested more than {MAX_DEPTH} deep")
        kinds = set(map(type, value))
        if len(kinds) == 1:
            code = {float: "f", bool: "b", int: "i"}.get(kinds.pop(), "")
            if code and (code != "i" or all(-(2**63) <= v < 2**63 for v in value)):
                return ["packed", name, code, len(value), self.put(np.array(value, _PACKED[code]).tobytes())]
        return [name, [self.write(entry, depth + 1) for entry in value]]

    def _array(self, value: np.ndarray[Any, Any]) -> list[Any]:
        if value.dtype.kind == "O":
            entries = [self.write(entry, MAX_DEPTH - 1) for entry in value.ravel().tolist()]
            return ["objects", list(value.shape), entries]
        if value.dtype.kind == "U":
            return ["words", list(value.shape), value.ravel().tolist()]
        if value.dtype.str not in DTYPES:
            raise WireError(f"an array of {value.dtype} cannot travel as plain data")
        flags = value.flags
        order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
        start = self.put(value.tobytes("F" if order == "F" else "C"))
        return ["array", value.dtype.str, list(value.shape), order, int(flags.writeable), start]


class Reader:
    """Reads values back, trusting nothing."""

    def __init__(self, body: bytes | bytearray) -> None:
        self.body = body

    def read(self, item: Any, depth: int = 0) -> Any:
        """Return the value that a header describes.

        Raises
        ------
        WireError
            If the description is not one, or does not fit the body.
        """
        if depth > MAX_DEPTH or not isinstance(item, list) or not item or not isinstance(item[0], str):
            raise WireError("not the description of a value")
        try:
            return self._read(item[0], item[1:], depth)
        except WireError:
            raise
        except (TypeError, ValueError, OverflowError, KeyError, IndexError) as problem:
            raise WireError(f"a badly described {item[0][:20]}: {problem}") from None

    def _read(self, kind: str, rest: list[Any], depth: int) -> Any:
        if kind == "none":
            return None
        if kind == "bool":
            return bool(rest[0])
        if kind == "int":
            return int(rest[0], 16)
        if kind == "float":
            return float.fromhex(rest[0])
        if kind == "complex":
            return complex(float.fromhex(rest[0]), float.fromhex(rest[1]))
        if kind == "str":
            return _checked(rest[0], str)
        if kind in ("list", "tuple"):
            entries = [self.read(entry, depth + 1) for entry in _checked(rest[0], list)]
            return entries if kind == "list" else tuple(entries)
        if kind == "packed":
            name, code, count, start = rest
            entries = self._bytes(_PACKED[code], (count,), start).tolist()
            return tuple(entries) if name == "tuple" else entries
        if kind == "scalar":
            return self._bytes(DTYPES[rest[0]], (), rest[1])[()]
        if kind == "dict":
            keys, values = (_checked(self.read(part, depth + 1), list) for part in rest)
            return dict(zip(keys, values, strict=True))
        if kind == "words":
            return np.array([_checked(word, str) for word in rest[1]], dtype=np.str_).reshape(rest[0])
        if kind == "objects":
            return self._objects(*rest)
        if kind == "array":
            return self._array(*rest)
        raise WireError(f"an unknown kind of value: {kind[:20]!r}")

    def _bytes(self, dtype: np.dtype[Any], shape: tuple[int, ...], start: int) -> np.ndarray[Any, Any]:
        count = _count(shape)
        if type(start) is not int or start < 0 or start + count * dtype.itemsize > len(self.body):
            raise WireError("an array that reaches beyond its message")
        return np.frombuffer(self.body, dtype, count, start).reshape(shape) if count else np.empty(shape, dtype)

    def _array(self, code: str, shape: list[int], order: str, writeable: int, start: int) -> np.ndarray[Any, Any]:
        sizes = tuple(_checked(shape, list))
        if order == "F":
            value = self._bytes(DTYPES[code], sizes[::-1], start).transpose().copy("F")
        elif order == "S" and sizes:
            data = self._bytes(DTYPES[code], sizes, start)
            value = np.zeros((*sizes[:-1], 2 * sizes[-1]), data.dtype)[..., ::2]
            value[...] = data
        else:
            value = self._bytes(DTYPES[code], sizes, start).copy()
        value.flags.writeable = bool(writeable)
        return value

    def _objects(self, shape: list[int], entries: list[Any]) -> np.ndarray[Any, Any]:
        if _count(tuple(shape)) != len(entries):
            raise WireError("an array of objects with entries missing")
        value = np.empty(len(entries), object)
        value[:] = [self.read(entry, MAX_DEPTH) for entry in entries]
        return value.reshape(shape)


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise WireError(f"a {kind.__name__} is missing")
    return value


def _count(shape: tuple[int, ...]) -> int:
    if len(shape) > 64 or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("an impossible shape")
    return math.prod(shape)


def frame(header: dict[str, Any], body: bytes, nonce: bytes) -> list[bytes]:
    """Return a message as pieces to be written one after the other."""
    text = json.dumps(header, separators=(",", ":")).encode()
    if len(text) > MAX_HEADER:
        raise WireError(f"more than {MAX_HEADER >> 20} MiB of description")
    return [PREFIX.pack(MAGIC, len(text), len(body), nonce), text, body]


def sizes(prefix: bytes) -> tuple[int, int, bytes]:
    """Return the sizes of the header and the body, and the nonce, from the first bytes of a message.

    Raises
    ------
    WireError
        If these are not the first bytes of a message.
    """
    magic, header, body, nonce = PREFIX.unpack(prefix)
    if magic != MAGIC or header > MAX_HEADER or body > MAX_BODY:
        raise WireError("not a message")
    return header, body, nonce
