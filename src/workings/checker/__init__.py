"""Says of a function whether it is right, where it breaks, why, which edit mends it, and what it costs."""

from __future__ import annotations

from workings.checker.compare import compare
from workings.checker.comparison import Comparison
from workings.checker.judge import check
from workings.checker.subject import Subject
from workings.checker.verdict import Defect, Verdict

__all__ = ["Comparison", "Defect", "Subject", "Verdict", "check", "compare"]
