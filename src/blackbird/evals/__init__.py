"""What ``blackbird eval`` measures: one file for each question, one report for each run."""
