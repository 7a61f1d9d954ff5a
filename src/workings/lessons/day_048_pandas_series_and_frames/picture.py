"""The day's picture: a long table of readings, the wide one it makes, and what stands where no reading was."""

from __future__ import annotations

import numpy as np

from workings.show import Control, Scene
from workings.show.arrays import long_to_wide

CONTROLS = (
    Control("rows", 1, 12, 9, "rows of the long table", step=1),
    Control("filled", 0, 2, 0, "gaps: nan (0), mean of the station (1), mean of all (2)", step=1),
)
STATIONS, MONTHS = ("coast", "hill", "summit"), ("Jan", "Apr", "Jul", "Oct")
# In the order in which they were read; those of one station stand in several places.
PAIRS = [(STATIONS[k % 3], MONTHS[k // 3]) for k in np.random.default_rng(48).permutation(12).tolist()]
LEVELS = dict(zip(STATIONS, (14, 6, -3), strict=True))
SEASON = dict(zip(MONTHS, (-8, 1, 8, 0), strict=True))


def scene(rows: float = 9, filled: float = 0) -> Scene:
    """Return the first rows as a long table, and as a wide one with its gaps."""
    pairs = PAIRS[: int(rows)]
    values = [float(LEVELS[station] + SEASON[month]) for station, month in pairs]
    overall = float(np.mean(values))

    def own(row: np.ndarray) -> np.ndarray:
        known = row[~np.isnan(row)]
        return np.where(np.isnan(row), known.mean() if len(known) else np.nan, row)

    def everywhere(row: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(row), overall, row)

    fill = (None, own, everywhere)[int(filled)]
    header = ("station", "month", "°C")
    return long_to_wide(
        pairs, values, fill=fill, names=(STATIONS, MONTHS), header=header, title="Readings: long, and wide"
    )
