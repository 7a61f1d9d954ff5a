"""Day 38: the calculus of backpropagation."""
