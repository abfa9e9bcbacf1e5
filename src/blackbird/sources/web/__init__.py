"""The web as a source: engines asked at once, their pages read and cut into passages."""
