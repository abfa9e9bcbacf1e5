"""How late a thing may be on a machine that is busy with other things.

Added to each bound of time; what a bound is to catch takes longer than both together.
"""

SLACK_S = 3.0
