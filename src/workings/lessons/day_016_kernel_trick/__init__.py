"""Day 16: the kernel trick."""
