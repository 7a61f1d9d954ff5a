"""Clustering: scikit-learn's names, parameters and attributes; and SciPy's `linkage`."""

from workings.cluster.agglomerative_clustering import AgglomerativeClustering
from workings.cluster.linkage import linkage

__all__ = ["AgglomerativeClustering", "linkage"]
