"""From a question to a checked answer: one file for each step, flow.py for their order."""
