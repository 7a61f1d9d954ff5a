"""The library on other arrays than NumPy's; `workings._other_arrays` tells which, and finds the backend."""
