"""Day 32: integrals and series."""
