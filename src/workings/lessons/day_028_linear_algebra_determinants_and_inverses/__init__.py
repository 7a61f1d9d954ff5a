"""Day 28: determinants, inverses, and what a matrix loses."""
