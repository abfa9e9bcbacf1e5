"""Search over documents: text and vectors, copies that follow the record."""
