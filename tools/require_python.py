"""Say plainly when Python is too old, before pip says it at length."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very question
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"workings needs Python 3.11 or newer, and {sys.executable} is {found}. Try: make PYTHON=python3.11")
