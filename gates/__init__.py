"""The gates of ``make check``, one file for each, and the set-up that the Makefile stands on."""
