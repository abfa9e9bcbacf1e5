"""Trains the judge: one encoder that tells whether evidence bears a claim or answers a question."""
