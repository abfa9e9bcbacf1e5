"""Live posts on the disk: who said what, what was taken back, and where each feed stands."""
