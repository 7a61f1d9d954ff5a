"""Preparing data: scikit-learn's names, parameters and attributes."""

__all__: list[str] = []
