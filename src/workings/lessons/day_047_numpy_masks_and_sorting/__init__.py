"""Day 47: NumPy: masks, arrays as indices, sorting, records."""
