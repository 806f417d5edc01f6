"""Pictures and documents: each has an audience, and leaves the house only after a check."""
