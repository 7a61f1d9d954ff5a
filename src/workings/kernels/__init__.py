"""The loops over array elements, compiled by Numba: one file per algorithm, nothing public."""
