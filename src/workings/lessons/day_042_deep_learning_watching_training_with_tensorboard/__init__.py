"""Day 42: watching training with TensorBoard."""
