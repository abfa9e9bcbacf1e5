"""How numbers and dates are read; ``claims.numbers`` is the door to it."""
