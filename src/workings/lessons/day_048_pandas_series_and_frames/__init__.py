"""Day 48: pandas: series, frames and their labels, missing values, two levels of labels, tables put together."""
