"""Is mine right, where does it break, why, what is the edit, what does it cost?"""

from __future__ import annotations

from workings.checker.judge import check
from workings.checker.subject import Subject
from workings.checker.verdict import Defect, Verdict

__all__ = ["Defect", "Subject", "Verdict", "check"]
