"""An index on disk: what is written, read back, and built anew."""
