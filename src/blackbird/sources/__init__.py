"""Asked at question time: one file for each source."""
