"""The exponential that every softmax is made of: exp(x) as a significand times an exact power of two.

``x = n ln 2 + r`` with n an integer and |r| <= ln(2) / 2, so ``exp(x) = 2**n exp(r)``. Adding 1.5 * 2**52 (float32:
2**23) to x / ln 2 leaves n in the low bits of the sum. ``n * L1``, L1 being ln 2 rounded, is subtracted by a fused
multiply-add whose result is exact, and L2 = ln 2 - L1 afterwards, so r is as good as its format allows however large
x is. That is why x itself is reduced and never x - max: the rounding of that subtraction is what costs other
libraries up to hundreds of units in the last place. The maximum only contributes an integer to the exponent.

exp(r) = 1 + r + r**2 q(r): q is a minimax polynomial (weighted least squares on Chebyshev points, lowest
coefficients fixed; largest relative error 0.06 of half a unit in the last place in both formats).

Source of the error analysis: Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax
functions", IMA Journal of Numerical Analysis 41 (2021), 2311-2330.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import fma, power_of_two
from workings.kernels._by_dtype import by_dtype
from workings.kernels._jit import helper

# Everything is kept multiplied by 2**LIFT until the last multiplication, so that no term is subnormal before it:
# gradual underflow is then rounded once.
LIFT64 = 200
LIFT32 = 64
# Up to this magnitude of a group's maximum its entries are reduced as they are; beyond it the maximum is subtracted
# first, which is exact there for every entry that matters.
UNSHIFTED = 6e4

_MAGIC64 = 1.5 * 2.0**52
_LOG2E64 = 1.4426950408889634
_L1_64 = 0.6931471805599453
_L2_64 = 2.3190468138462996e-17

_MAGIC32 = np.float32(1.5 * 2.0**23)
_LOG2E32 = np.float32(1.4426950216293335)
_L1_32 = np.float32(0.6931471824645996)
_L2_32 = np.float32(-1.9046542121259336e-09)
_ONE32 = np.float32(1.0)
_P0_32 = np.float32(0.5)
_P1_32 = np.float32(0.16666533052921295)
_P2_32 = np.float32(0.04166719317436218)
_P3_32 = np.float32(0.008367645554244518)
_P4_32 = np.float32(0.0013867899542674422)


@helper
def _lifted_exp64(x, magic):
    t = fma(x, _LOG2E64, magic)
    n = t - magic
    r1 = fma(n, -_L1_64, x)  # exact
    r = fma(n, -_L2_64, r1)
    rl = fma(n, -_L2_64, r1 - r)  # what rounding r lost
    q = fma(2.501161763563116e-08, r, 2.7624045903478967e-07)
    q = fma(q, r, 2.7557511551954793e-06)
    q = fma(q, r, 2.4801511806013483e-05)
    q = fma(q, r, 0.00019841269648523702)
    q = fma(q, r, 0.0013888888924047454)
    q = fma(q, r, 0.008333333333390704)
    q = fma(q, r, 0.04166666666661165)
    q = fma(q, r, 0.16666666666666666)
    q = fma(q, r, 0.5)
    high = 1.0 + r
    low = (r - (high - 1.0)) + fma(r * r, q, rl)
    p = high + low
    scale = power_of_two(t)
    return p * scale, ((high - p) + low) * scale


@helper
def _lifted_exp32(x, magic):
    t = fma(x, _LOG2E32, magic)
    n = t - magic
    r1 = fma(n, -_L1_32, x)  # exact
    r = fma(n, -_L2_32, r1)
    rl = fma(n, -_L2_32, r1 - r)  # what rounding r lost
    q = fma(_P4_32, r, _P3_32)
    q = fma(q, r, _P2_32)
    q = fma(q, r, _P1_32)
    q = fma(q, r, _P0_32)
    high = _ONE32 + r
    low = (r - (high - _ONE32)) + fma(r * r, q, rl)
    p = high + low
    scale = power_of_two(t)
    return p * scale, ((high - p) + low) * scale


@helper
def short_exp(x):
    """Return exp(x) in float64, right to about 2**-33: for results that are rounded to float32; |x| <= 340."""
    t = fma(x, _LOG2E64, _MAGIC64)
    r = fma(t - _MAGIC64, -_L1_64, x)
    q = fma(0.00019733209124580284, r, 0.0013935290433364762)
    q = fma(q, r, 0.008333587105411527)
    q = fma(q, r, 0.041666460765884074)
    q = fma(q, r, 0.166666655758913)
    q = fma(q, r, 0.5)
    return (1.0 + fma(r * r, q, r)) * power_of_two(t)


@helper
def exponent_of(top):
    """Return the power of two nearest to exp(top), its exponent as a float64."""
    return (np.float64(top) * _LOG2E64 + _MAGIC64) - _MAGIC64


@helper
def _plan64(top):
    shift = 0.0 if abs(top) <= UNSHIFTED else top
    return shift, (top - shift) - 800.0, _MAGIC64 + (LIFT64 - exponent_of(top - shift))


@helper
def _plan32(top):
    shift = np.float32(0.0) if abs(top) <= np.float32(UNSHIFTED) else top
    return shift, (top - shift) - np.float32(120.0), np.float32(_MAGIC32 + (LIFT32 - exponent_of(top - shift)))


# lifted_exp(x, magic) returns high and low parts of exp(x) * 2**(LIFT - round(top / ln 2)), `magic` being
# ``plan(top)[2]``. high + low is right to about 1/16 of half a unit in the last place, high alone is the rounded sum.
lifted_exp = by_dtype(_lifted_exp32, _lifted_exp64)

# plan(top) returns (shift, floor, magic) for a group whose largest entry is `top`. shift is what to subtract from every
# entry first: 0, or `top` where |top| > UNSHIFTED. Entries below floor are raised to it: their share is less than half
# the smallest subnormal number. magic carries the group's power of two into `lifted_exp`.
plan = by_dtype(_plan32, _plan64)


@helper
def lifted_exp_of_pair(x, x_low, magic):
    """Return what `lifted_exp` does for x + x_low, where x_low is what rounding left of x.

    exp(x + x_low) = exp(x) (1 + x_low), for the square of x_low is nothing.
    """
    high, low = lifted_exp(x, magic)
    rest = fma(high, x_low, low)
    total = high + rest
    return total, rest - (total - high)
