"""Triton must be told before it is imported: without a GPU its interpreter runs the kernels."""

import os
from pathlib import Path

import pytest

if not Path("/dev/nvidia0").exists():
    os.environ.setdefault("TRITON_INTERPRET", "1")


@pytest.fixture
def plain_scheduler():
    """Let dask compute in this thread, one task after the other."""
    dask = pytest.importorskip("dask")
    with dask.config.set(scheduler="synchronous"):
        yield
