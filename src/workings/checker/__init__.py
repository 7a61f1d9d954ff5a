"""Says of a function whether it is right, where it breaks, why, which edit mends it, and what it costs."""

from __future__ import annotations

from workings.checker.judge import check
from workings.checker.subject import Subject
from workings.checker.verdict import Defect, Verdict

__all__ = ["Defect", "Subject", "Verdict", "check"]
