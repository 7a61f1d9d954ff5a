"""Day 29: change of basis, eigenvectors, and vectors that are no arrows."""
