"""Grades for a folder of strangers' files: each is judged on its own, in a sandbox, and none can touch another."""

from __future__ import annotations

from workings.checker.grade.marks import Mark, grade
from workings.checker.grade.submissions import Submission, find_submissions

__all__ = ["Mark", "Submission", "find_submissions", "grade"]
