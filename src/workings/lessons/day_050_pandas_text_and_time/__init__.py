"""Day 50: pandas: columns of text, columns of times, eval and query."""
