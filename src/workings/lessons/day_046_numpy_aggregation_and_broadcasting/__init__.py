"""Day 46: NumPy: totals along an axis, and arrays of different shapes side by side."""
