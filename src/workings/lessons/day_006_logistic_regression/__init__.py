"""Day 6: logistic regression."""
