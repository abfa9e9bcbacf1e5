"""One file for each schema version, in order; a released one is never edited."""
