"""What models are told: one file for each prompt, versioned."""
