"""What a fit shows: its steps, and pictures described once as data and drawn by whoever asks."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings._step import Step
from workings.show.centres import centre_trails, choose_k, curve_over_k
from workings.show.descent import coefficient_paths, loss_surface, perceptron_step, step_path
from workings.show.draw import draw
from workings.show.merges import dendrogram, merges
from workings.show.networks import feature_maps, filters, network, training_curves
from workings.show.objectives import fit_over_surface
from workings.show.pictures import confusion_matrix, decision_boundary, decision_regions, loss_curve
from workings.show.regression import fitted_line, fitted_plane
from workings.show.scene import Area, Axis, Bars, Control, Edges, Line, Points, Regions, Scene, Text
from workings.show.steps import steps

__all__ = [
    "Area",
    "Axis",
    "Bars",
    "Control",
    "Edges",
    "Line",
    "Points",
    "Regions",
    "Scene",
    "Step",
    "Text",
    "centre_trails",
    "choose_k",
    "coefficient_paths",
    "confusion_matrix",
    "curve_over_k",
    "decision_boundary",
    "decision_regions",
    "dendrogram",
    "draw",
    "feature_maps",
    "filters",
    "fit_over_surface",
    "fitted_line",
    "fitted_plane",
    "loss_curve",
    "loss_surface",
    "merges",
    "network",
    "perceptron_step",
    "step_path",
    "steps",
    "training_curves",
]
