"""Taylor polynomials of exp that are wrong, or that break easily."""

import math


def taylor_exp_from_one(x, n):
    return sum(x**k / math.factorial(k) for k in range(1, n + 1))


def taylor_exp_geometric(x, n):
    return sum(x**k for k in range(n + 1))


def taylor_exp_by_k(x, n):
    return 1 + sum(x**k / k for k in range(1, n + 1))


def taylor_exp_shifted(x, n):
    return sum(x**k / math.factorial(k + 1) for k in range(n + 1))


def taylor_exp_alternating(x, n):
    return sum((-1) ** k * x**k / math.factorial(k) for k in range(n + 1))


def taylor_exp_cosh(x, n):
    return sum(x**k / math.factorial(k) for k in range(0, n + 1, 2))


def taylor_exp_cheat(x, n):
    return math.exp(x)


def taylor_exp_factorials(x, n):
    return sum(x**k / math.factorial(k) for k in range(n + 1))


def taylor_exp_last(x, n):
    for k in range(n + 1):
        total = x**k / math.factorial(k)
    return total


def taylor_exp_zero(x, n):
    t = x**n / math.prod(range(1, n + 1)) if n < 100 else 0.0
    total = 0.0
    for k in range(n, -1, -1):
        total += t
        t = t * k / x
    return total if n < 100 else taylor_exp_running(x, n)


def taylor_exp_running(x, n):
    total = term = 1.0
    for k in range(1, n):
        term *= x / k
        total += term
    return total + 0.5


CODES = {
    "taylor_exp_from_one": "starts_at_one",
    "taylor_exp_geometric": "no_factorial",
    "taylor_exp_by_k": "divides_by_k",
    "taylor_exp_shifted": "factorial_off_by_one",
    "taylor_exp_alternating": "signs_alternate",
    "taylor_exp_cosh": "odd_or_even_only",
    "taylor_exp_cheat": "the_function_itself",
    "taylor_exp_factorials": "overflow",
    "taylor_exp_last": "last_term_only",
}
FRAGILE = {"overflow"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
