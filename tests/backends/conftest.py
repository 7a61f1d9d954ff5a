"""Triton must be told before it is imported: without a GPU its interpreter runs the kernels."""

import os
from pathlib import Path

if not Path("/dev/nvidia0").exists():
    os.environ.setdefault("TRITON_INTERPRET", "1")
