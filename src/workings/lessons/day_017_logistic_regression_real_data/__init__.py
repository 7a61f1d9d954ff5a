"""Day 17: logistic regression as one neuron, on real data."""
