"""Measurements beside the best peers: ``python -m benchmarks`` runs them all. One file for each workload."""
