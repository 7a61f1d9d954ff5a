"""Day 19: the learning problem and the perceptron."""
