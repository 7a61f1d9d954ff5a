"""What a fit shows: its steps, and pictures described once as data and drawn by whoever asks."""

from workings._step import Step
from workings.show.draw import draw
from workings.show.pictures import confusion_matrix, decision_boundary, decision_regions, loss_curve
from workings.show.scene import Axis, Bars, Control, Edges, Line, Points, Regions, Scene, Text
from workings.show.steps import steps

__all__ = [
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
    "confusion_matrix",
    "decision_boundary",
    "decision_regions",
    "draw",
    "loss_curve",
    "steps",
]
