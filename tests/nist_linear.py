"""The linear sets of NIST's Statistical Reference Datasets (StRD), with certified coefficients.

Source: https://www.itl.nist.gov/div898/strd/lls/lls.shtml (Longley 1967, Filippelli, Pontius, Norris, Wampler 1970).
The values were certified with 500 digits, for the data as they stand there, in decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np


@dataclass(frozen=True)
class Reference:
    """Features and response as decimals, and the certified coefficients, the intercept (if any) first."""

    name: str
    X: list[list[Fraction]]
    y: list[Fraction]
    certified: list[float]
    intercept: bool = True

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the data, each number rounded once."""
        return np.array([[float(v) for v in row] for row in self.X]), np.array([float(v) for v in self.y])


def _numbers(text: str) -> list[Fraction]:
    return [Fraction(word) for word in text.split()]


def _powers(x: list[Fraction], degree: int) -> list[list[Fraction]]:
    return [[v**k for k in range(1, degree + 1)] for v in x]


LONGLEY = """
60323 83.0 234289 2356 1590 107608 1947    61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949    61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951    63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953    63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955   67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957   66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959   69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961   70551 116.9 554894 4007 2827 130081 1962
"""

NORRIS = """
0.1 0.2   338.8 337.4   118.1 118.2   888.0 884.6   9.2 10.1      228.1 226.5   668.5 666.3   998.5 996.3
449.1 448.6   778.9 777.0   559.2 558.2   0.3 0.4   0.1 0.6       778.1 775.5   668.8 666.9   339.3 338.0
448.9 447.5   10.8 11.6     557.7 556.0   228.3 228.1   998.0 995.8   888.8 887.6   119.6 120.2   0.3 0.3
0.6 0.3   557.6 556.8   339.3 339.1   888.0 887.2   998.5 999.0   778.9 779.0   10.2 11.1   117.6 118.3
228.9 229.2   668.4 669.1   449.2 448.9   0.2 0.5
"""

PONTIUS = """
.11019 .21956 .32949 .43899 .54803 .65694 .76562 .87487 .98292 1.09146 1.20001 1.30822 1.41599 1.52399 1.63194 1.73947
1.84646 1.95392 2.06128 2.16844 .11052 .22018 .32939 .43886 .54798 .65739 .76596 .87474 .98300 1.09150 1.20004 1.30818
1.41613 1.52408 1.63159 1.73965 1.84696 1.95445 2.06177 2.16829
"""

FILIP_X = """
-6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942 -6.118102026 -7.115148017
-6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091 -5.79832982 -5.482672118 -5.171791386 -4.851705903
-4.517126416 -4.143573228 -3.709075441 -3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696
-4.329846955 -3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279 -6.920818754
-6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488 -8.247337057 -7.971428747 -7.676129393
-7.352812702 -7.072065318 -6.774174009 -6.478861916 -6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889
-5.598599459 -5.290645224 -4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166
-8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626 -6.691862621 -6.392544977
-6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167 -5.132414673 -4.811352704 -4.098269308 -3.66174277
-3.2644011
"""

FILIP_Y = """
0.8116 0.9072 0.9052 0.9039 0.8053 0.8377 0.8667 0.8809 0.7975 0.8162 0.8515 0.8766 0.8885 0.8859 0.8959 0.8913 0.8959
0.8971 0.9021 0.909 0.9139 0.9199 0.8692 0.8872 0.89 0.891 0.8977 0.9035 0.9078 0.7675 0.7705 0.7713 0.7736 0.7775
0.7841 0.7971 0.8329 0.8641 0.8804 0.7668 0.7633 0.7678 0.7697 0.77 0.7749 0.7796 0.7897 0.8131 0.8498 0.8741 0.8061
0.846 0.8751 0.8856 0.8919 0.8934 0.894 0.8957 0.9047 0.9129 0.9209 0.9219 0.7739 0.7681 0.7665 0.7703 0.7702 0.7761
0.7809 0.7961 0.8253 0.8602 0.8809 0.8301 0.8664 0.8834 0.8898 0.8964 0.8963 0.9074 0.9119 0.9228
"""

FILIP = [-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372, -354.478233703349]
FILIP += [-75.1242017393757, -10.8753180355343, -1.06221498588947, -0.670191154593408e-01, -0.246781078275479e-02]
FILIP += [-0.402962525080404e-04]

LONGLEY_COEF = [-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359]
LONGLEY_COEF += [-0.511041056535807e-01, 1829.15146461355]

# What Wampler adds to a polynomial of degree 5 at 0..20: orthogonal to all such polynomials.
_HALF = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048]
NOISE = [Fraction(v) for v in [*_HALF, 2048, *reversed(_HALF)]]


def _wampler(number: int) -> Reference:
    x = [Fraction(v) for v in range(21)]
    base = Fraction(1, 10) if number == 2 else Fraction(1)
    size = {1: 0, 2: 0, 3: 1, 4: 100, 5: 10_000}[number]
    y = [sum(((base * v) ** k for k in range(6)), start=size * e) for v, e in zip(x, NOISE, strict=True)]
    return Reference(f"Wampler{number}", _powers(x, 5), y, [float(base**k) for k in range(6)])


def references() -> list[Reference]:
    """Return all eleven sets."""
    longley = np.reshape(np.array(_numbers(LONGLEY), dtype=object), (16, 7))
    norris = np.reshape(np.array(_numbers(NORRIS), dtype=object), (36, 2))
    load = [Fraction(150_000 * (1 + i % 20)) for i in range(40)]
    pontius = [0.673565789473684e-03, 0.732059160401003e-06, -0.316081871345029e-14]
    return [
        Reference("Longley", longley[:, 1:].tolist(), longley[:, 0].tolist(), LONGLEY_COEF),
        Reference("Norris", norris[:, 1:].tolist(), norris[:, 0].tolist(), [-0.262323073774029, 1.00211681802045]),
        Reference("Pontius", _powers(load, 2), _numbers(PONTIUS), pontius),
        Reference("Filip", _powers(_numbers(FILIP_X), 10), _numbers(FILIP_Y), FILIP),
        Reference(
            "NoInt1",
            [[Fraction(60 + i)] for i in range(11)],
            [Fraction(130 + i) for i in range(11)],
            [2.07438016528926],
            intercept=False,
        ),
        Reference(
            "NoInt2",
            [[Fraction(v)] for v in (4, 5, 6)],
            [Fraction(v) for v in (3, 4, 4)],
            [0.727272727272727],
            intercept=False,
        ),
        *[_wampler(number) for number in range(1, 6)],
    ]
