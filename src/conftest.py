"""Which modules' examples are not run: those that import libraries that are not installed."""

from importlib.util import find_spec

collect_ignore_glob = []
if find_spec("torch") is None:
    collect_ignore_glob += ["workings/backends/arrays/_host.py", "workings/backends/triton/*"]
if find_spec("triton") is None:
    collect_ignore_glob += ["workings/backends/triton/*"]
