"""Written ahead of time: what is read into the record, and the worker that keeps it up."""
