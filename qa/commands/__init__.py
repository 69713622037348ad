"""The commands of ``python -m qa``, one a module."""
