"""What holds for every run of the tests, set before the first library that reads it is loaded."""

import os

# The threads of scikit-learn and of BLAS wait for each other by spinning. Two test processes have more threads than
# there are cores, and then spin away seconds of what takes hundredths.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
