"""Day 31: chain and product rules."""
