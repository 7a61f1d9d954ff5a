"""Day 9: what a support vector machine is."""
