"""Claim verification by itself: split, judge, compare values, decide."""
