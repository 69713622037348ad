"""The commands of ``python -m qa`` that list what plans say, a module each."""
