"""Clustering: scikit-learn's names, parameters and attributes; and SciPy's `linkage`."""

from workings.cluster.agglomerative_clustering import AgglomerativeClustering
from workings.cluster.k_means import KMeans
from workings.cluster.k_means_plus_plus import kmeans_plusplus
from workings.cluster.linkage import linkage

__all__ = ["AgglomerativeClustering", "KMeans", "kmeans_plusplus", "linkage"]
