"""Day 37: backpropagation."""
