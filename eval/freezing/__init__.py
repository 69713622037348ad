"""Every committed figure measured anew in one go, and set beside those of another day."""
