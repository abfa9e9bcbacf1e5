"""Makes the models that the product ships; the running assistant imports nothing from here."""
