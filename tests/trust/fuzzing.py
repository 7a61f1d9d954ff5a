"""How the fuzzers draw: always the same few examples, or as many new ones as WORKINGS_FUZZ_EXAMPLES says."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_WISH = os.environ.get("WORKINGS_FUZZ_EXAMPLES")


def fuzzed(usual: int = 12, least: int = 0) -> settings:
    """Return settings: `usual` examples where nobody wishes for a number, and never fewer than `least`."""
    return settings(
        max_examples=max(least, usual if _WISH is None else int(_WISH)),
        deadline=None,
        derandomize=_WISH is None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
