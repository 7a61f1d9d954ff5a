"""Day 8: the mathematics of logistic regression."""
