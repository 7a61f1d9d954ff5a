import textwrap

import pytest

from workings.checker import wall


@pytest.fixture
def learner(tmp_path):
    """Write a file of a learner's and open a function in it; every process is ended afterwards."""
    opened = []

    def write(text, name="f", *, file="mine.py", timeout=8.0):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("import math, os, sys, time\nimport numpy as np\n" + textwrap.dedent(text))
        subject = wall.open_file(path, name, timeout=timeout)
        opened.append(subject)
        return subject

    yield write
    for subject in opened:
        subject.close()
