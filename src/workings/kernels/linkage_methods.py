"""The numbers by which kernels know the ways to link clusters; without Numba, so that small inputs can use them."""

COMPLETE, AVERAGE, WEIGHTED, WARD, CENTROID, MEDIAN, SINGLE = range(7)
METHODS = {
    "single": SINGLE,
    "complete": COMPLETE,
    "average": AVERAGE,
    "weighted": WEIGHTED,
    "ward": WARD,
    "centroid": CENTROID,
    "median": MEDIAN,
}
# Their heights are roots of squared distances of centres; those of the last two may fall from merge to merge.
OF_CENTRES = (WARD, CENTROID, MEDIAN)
MAY_FALL = (CENTROID, MEDIAN)
