import importlib.util
from pathlib import Path

import pytest

_HERE = Path(__file__).parent


def _load(name):
    spec = importlib.util.spec_from_file_location(f"_checker_{name}", _HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def local():
    """The class of subjects that live in this process."""
    return _load("local_subject").LocalSubject
