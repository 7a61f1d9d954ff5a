"""The wall: the learner's function runs on one side, every judgement is made on the other.

`open_file` and `open_function` return a `workings.checker.subject.Subject`, whose function lives in a process that does
nothing but answer calls. Arguments and results cross as plain numbers (`child.wire`); nothing that comes back is
believed before it is checked. An endless loop, a crash, gigabytes of memory, ``sys.exit``: each becomes an `Answer`.

This is not a sandbox. The process has the user's rights: it can read and write the user's files, and code that sets
out to harm can do so, as it can when it is run by hand. What the wall promises is that careless code does no damage
to the check, and that no code is judged by itself.
"""

from __future__ import annotations

from workings.checker.wall.files import discover, open_file
from workings.checker.wall.functions import open_function
from workings.checker.wall.source import Definition

__all__ = ["Definition", "discover", "open_file", "open_function"]
