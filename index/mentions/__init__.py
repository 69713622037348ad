"""China's places: the table of administrative divisions, and which of them a text names."""
