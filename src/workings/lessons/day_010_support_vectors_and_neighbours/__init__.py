"""Day 10: support vector machines and nearest neighbours side by side."""
