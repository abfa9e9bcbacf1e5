"""What RSS, Atom and JSON feeds say, how often they are asked, and what of it is new."""
