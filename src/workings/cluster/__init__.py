"""Clustering: scikit-learn's names, parameters and attributes; and SciPy's `linkage`."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.cluster.agglomerative_clustering import AgglomerativeClustering
from workings.cluster.bisecting_k_means import BisectingKMeans
from workings.cluster.k_means import KMeans
from workings.cluster.k_means_plus_plus import kmeans_plusplus
from workings.cluster.linkage import linkage
from workings.cluster.mini_batch_k_means import MiniBatchKMeans

__all__ = ["AgglomerativeClustering", "BisectingKMeans", "KMeans", "MiniBatchKMeans", "kmeans_plusplus", "linkage"]
