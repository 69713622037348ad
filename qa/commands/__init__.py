"""The commands of ``python -m qa``, a file each."""
