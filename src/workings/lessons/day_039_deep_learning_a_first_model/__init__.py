"""Day 39: the first deep model."""
