"""Day 45: NumPy arrays: one type, one piece of memory, and views of it."""
