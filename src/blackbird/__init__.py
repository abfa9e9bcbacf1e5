"""Blackbird: an open, self-hosted assistant that looks for what is true."""

__version__ = "0.1.0"
