"""The steps from one database schema to the next, run by ``storage/schema.py`` on open."""
