"""log(1 + e) for an exponential e between 0 and 1, written so that a loop of it becomes vectors.

Above sqrt(2) - 1 half is taken out, ``1 + e = 2 (1 + f)``, f = (e - 1) / 2 exactly; so f lies between -0.293 and 0.415.
With s = f / (2 + f), ``log(1 + f) = f - (f**2 / 2 - s (f**2 / 2 + R(s**2)))``. The seven coefficients of R are those of
FreeBSD's msun library (e_log.c, 1993); the error stays below one unit in the last place.
"""

from __future__ import annotations

from workings.kernels._bits import fma
from workings.kernels._jit import helper

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10


@helper
def log1p_of_share(e):
    """Return log(1 + e), 0 <= e <= 1."""
    halved = e > 0.41421356237309503
    f = (e - 1.0) * 0.5 if halved else e
    half = 0.5 * f * f
    s = f / (2.0 + f)
    z = s * s
    r = fma(1.479819860511658591e-01, z, 1.531383769920937332e-01)
    r = fma(r, z, 1.818357216161805012e-01)
    r = fma(r, z, 2.222219843214978396e-01)
    r = fma(r, z, 2.857142874366239149e-01)
    r = fma(r, z, 3.999999999940941908e-01)
    r = z * fma(r, z, 6.666666666666735130e-01)
    high = _LN2_HIGH if halved else 0.0
    low = _LN2_LOW if halved else 0.0
    return high - ((half - fma(s, half + r, low)) - f)
