"""What holds for every run of the tests, set before the first library that reads it is loaded."""

import gc
import os

# The threads of scikit-learn and of BLAS wait for each other by spinning. Two test processes have more threads than
# there are cores, and then spin away seconds of what takes hundredths.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")


def pytest_collection_finish() -> None:
    """Leave the tests themselves, which live to the end, out of what the collector of garbage goes through."""
    gc.collect()
    gc.freeze()
