"""HTTP: the OpenAI-compatible API."""
