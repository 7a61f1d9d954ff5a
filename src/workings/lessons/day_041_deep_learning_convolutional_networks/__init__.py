"""Day 41: convolutional networks."""
