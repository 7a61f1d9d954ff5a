"""Kernels for the GPU, written in Triton: the softmax family of torch tensors, forward and backward."""

from __future__ import annotations

from typing import Any

import torch
import triton

from workings.backends.triton import _kernels
from workings.backends.triton._numbers import LONGEST_TILE

__all__ = ["cross_entropy", "log_softmax", "softmax", "takes"]

Tensor = Any
_DTYPES = (torch.float32, torch.bfloat16, torch.float16)
# Entries that one program takes, if its rows are short.
_ENTRIES = 2048


def takes(x: Tensor) -> bool:
    """Whether the kernels compute on this tensor: float32, bfloat16 or float16 on an NVIDIA or AMD GPU."""
    return x.device.type == "cuda" and x.dtype in _DTYPES and not torch.compiler.is_compiling()


def softmax(x: Tensor) -> Tensor:
    """Return the softmax along the last axis of a tensor, with its derivative.

    float32 within 2 units in the last place; bfloat16 and float16 compute in float32 and round once.
    """
    found: Tensor = _Softmax.apply(x, False)
    return found


def log_softmax(x: Tensor) -> Tensor:
    """Return the logarithm of the softmax along the last axis of a tensor, with its derivative."""
    found: Tensor = _Softmax.apply(x, True)
    return found


def cross_entropy(x: Tensor, target: Tensor) -> Tensor:
    """Return -log softmax(x)[i, target[i]] of each row of x (m, n), float32, with its derivative.

    Rows whose target is below 0 give 0. Targets are not checked here: `workings.cross_entropy` does that.
    """
    found: Tensor = _CrossEntropy.apply(x, target)
    return found


class _Tiles:
    """How (m, n) is cut: ROWS rows a program, or PARTS parts a row; and the notes of the parts."""

    def __init__(self, x: Tensor) -> None:
        self.m, self.n = x.shape
        self.tile = min(max(triton.next_power_of_2(self.n), 16), LONGEST_TILE)
        self.parts = triton.cdiv(self.n, self.tile)
        self.rows = 1 if self.parts > 1 else max(1, min(64, _ENTRIES // self.tile))
        self.tops = torch.empty((self.m, self.parts), dtype=torch.float32, device=x.device)
        self.sums = torch.empty((self.m, self.parts), dtype=torch.float64, device=x.device)

    @property
    def grid(self) -> tuple[int, int]:
        return (triton.cdiv(self.m, self.rows), self.parts)

    @property
    def warps(self) -> int:
        return 4 if self.tile <= 2048 else 8 if self.tile <= 8192 else 16

    def options(self) -> dict[str, int]:
        return {**self.launch(), "ROWS": self.rows, "PARTS_TILE": triton.next_power_of_2(self.parts)}

    def launch(self) -> dict[str, int]:
        # Products and sums are not contracted: every GPU, and the interpreter, gives the same bits but for exp and log.
        return {"PARTS": self.parts, "TILE": self.tile, "num_warps": self.warps, "enable_fp_fusion": False}

    def note_states(self, x: Tensor, target: Tensor | None = None) -> None:
        if self.parts > 1:
            _kernels.part_states[self.grid](
                x,
                x if target is None else target,
                self.tops,
                self.sums,
                self.m,
                self.n,
                EXCLUDE=target is not None,
                **self.launch(),
            )


class _Softmax(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, log: bool) -> Tensor:
        rows = x.contiguous().reshape(-1, x.shape[-1])
        y = torch.empty_like(rows)
        if rows.numel():
            tiles = _Tiles(rows)
            tiles.note_states(rows)
            _kernels.softmax_forward[tiles.grid](
                rows, y, tiles.tops, tiles.sums, tiles.m, tiles.n, LOG=log, **tiles.options()
            )
        y = y.reshape(x.shape)
        context.save_for_backward(y)
        context.log = log
        return y

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(context: Any, *upstream: Tensor) -> Any:
        (y,) = context.saved_tensors
        rows = y.reshape(-1, y.shape[-1])
        g = upstream[0].contiguous().reshape(rows.shape)
        dx = torch.empty_like(rows)
        if rows.numel():
            tiles = _Tiles(rows)
            if tiles.parts > 1:
                _kernels.part_sums[tiles.grid](rows, g, tiles.sums, tiles.m, tiles.n, LOG=context.log, **tiles.launch())
            _kernels.softmax_backward[tiles.grid](
                rows, g, dx, tiles.sums, tiles.m, tiles.n, LOG=context.log, **tiles.options()
            )
        return dx.reshape(y.shape), None


class _CrossEntropy(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(context: Any, x: Tensor, target: Tensor) -> Tensor:
        x, target = x.contiguous(), target.contiguous()
        tiles = _Tiles(x)
        loss = torch.empty(tiles.m, dtype=torch.float32, device=x.device)
        if x.numel():
            tiles.note_states(x, target)
            # One program a row merges the parts; only short rows are read here.
            _kernels.cross_entropy_forward[(tiles.grid[0], 1)](
                x, target, loss, tiles.tops, tiles.sums, tiles.m, tiles.n, **tiles.options()
            )
        context.save_for_backward(x, target)
        context.tiles = tiles
        return loss

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(context: Any, *upstream: Tensor) -> Any:
        x, target = context.saved_tensors
        tiles, dx = context.tiles, torch.empty_like(x)
        if x.numel():
            _kernels.cross_entropy_backward[tiles.grid](
                x,
                target,
                upstream[0].contiguous(),
                dx,
                tiles.tops,
                tiles.sums,
                tiles.m,
                tiles.n,
                **tiles.options(),
            )
        return dx, None
