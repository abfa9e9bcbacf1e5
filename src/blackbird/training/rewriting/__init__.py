"""Learns which phrase of a conversation a question leaves unsaid."""
