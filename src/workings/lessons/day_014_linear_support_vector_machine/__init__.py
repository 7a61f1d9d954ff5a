"""Day 14: the linear support vector machine."""
