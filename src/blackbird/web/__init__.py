"""The page: plain modules, no build step, nothing from elsewhere; the server gives them out."""
