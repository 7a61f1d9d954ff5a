"""torch, JAX and CuPy: the same functions on their arrays, where these live, by the array API standard."""

METHODS: dict[str, dict[str, str]] = {}
