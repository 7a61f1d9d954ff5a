"""TensorBoard's event files, byte by byte.

A file is a row of records (TFRecord): the length, its checksum, the bytes, their checksum. The checksum is CRC-32C:
the cyclic redundancy check with Castagnoli's polynomial, rotated and shifted ("masked"), so that a checksum of
something that holds checksums stays useful. The bytes are an Event in the wire format of protocol buffers: for each
field its number and type, then the value. Numbers of the fields: event.proto, summary.proto, graph.proto of TensorFlow.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from workings._validation import Array

_POLYNOMIAL = 0x82F63B78  # Castagnoli's, its bits in reverse order


def _table() -> list[int]:
    made = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (_POLYNOMIAL if byte & 1 else 0)  # noqa: PLW2901
        made.append(byte)
    return made


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """Return the CRC-32C of some bytes.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


def _masked(data: bytes) -> bytes:
    crc = crc32c(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data: bytes) -> bytes:
    """Return bytes as a record of a TFRecord file."""
    length = struct.pack("<Q", len(data))
    return length + _masked(length) + data + _masked(data)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def _field(number: int, value: Any) -> bytes:
    """Return a field: a whole number, a double, or bytes with their length (strings and messages too)."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value & 0xFFFFFFFFFFFFFFFF)
    if isinstance(value, float):
        return _varint(number << 3 | 1) + struct.pack("<d", value)
    data = value.encode() if isinstance(value, str) else bytes(value)
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _single(number: int, value: float) -> bytes:
    return _varint(number << 3 | 5) + struct.pack("<f", value)


def scalar(tag: str, value: float) -> bytes:
    """Return a point of a curve."""
    return _field(1, tag) + _single(2, value)


def histogram(tag: str, values: Array, bins: int = 30) -> bytes:
    """Return how values are spread, over bins of equal width; what is not finite is left out."""
    flat = np.asarray(values, dtype=float).ravel()
    flat = flat[np.isfinite(flat)]
    if not flat.size:
        flat = np.zeros(1)
    counts, edges = np.histogram(flat, bins)
    facts = [float(flat.min()), float(flat.max()), float(flat.size), float(flat.sum()), float(flat @ flat)]
    # The first bucket ends where the values begin, and holds nothing.
    limits, held = edges.astype("<f8"), np.concatenate([[0], counts]).astype("<f8")
    body = b"".join(_field(k, fact) for k, fact in enumerate(facts, 1))
    return _field(1, tag) + _field(5, body + _field(6, limits.tobytes()) + _field(7, held.tobytes()))


def image(tag: str, pixels: Array) -> bytes:
    """Return a picture: uint8 of shape (height, width), or (height, width, 3)."""
    from PIL import Image

    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    height, width = pixels.shape[:2]
    body = _field(1, height) + _field(2, width) + _field(3, 1 if pixels.ndim == 2 else 3) + _field(4, file.getvalue())
    return _field(1, tag) + _field(4, body)


def text(tag: str, words: str) -> bytes:
    """Return a text, which TensorBoard reads as Markdown."""
    plugin = _field(1, _field(1, "text"))
    shape = _field(2, _field(2, _field(1, 1)))  # one axis of length 1
    tensor = _field(1, 7) + shape + _field(8, words)  # 7: strings
    return _field(1, tag) + _field(8, tensor) + _field(9, plugin)


def graph(name: str, layers: Sequence[tuple[str, str]]) -> bytes:
    """Return the graph of layers one after the other, each a name and a kind."""
    nodes, before = [_field(1, f"{name}/input") + _field(2, "Placeholder")], f"{name}/input"
    for layer, kind in layers:
        here = f"{name}/{layer}"
        nodes.append(_field(1, here) + _field(2, kind) + _field(3, before))
        before = here
    return b"".join(_field(1, node) for node in nodes) + _field(4, _field(1, 22))


class EventFile:
    """A file of events in a folder, which is made."""

    _count = 0

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        EventFile._count += 1
        host = socket.gethostname() or "host"
        name = f"events.out.tfevents.{int(time.time())}.{host}.{os.getpid()}.{EventFile._count}.v2"
        self.path = folder / name
        self._file = self.path.open("wb")
        self._write(_field(3, "brain.Event:2"))

    def _write(self, body: bytes) -> None:
        self._file.write(record(_field(1, time.time()) + body))
        self._file.flush()

    def add(self, step: int = 0, *values: bytes, graph: bytes = b"") -> None:
        """Write values (or a graph) of a step."""
        body = _field(4, graph) if graph else _field(5, b"".join(_field(1, value) for value in values))
        self._write(_field(2, step) + body)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
