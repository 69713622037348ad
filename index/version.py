"""The version of the whole program: of its commands, its results and what it writes.

``0.MINOR.PATCH``: what is written, asked or answered in another way raises MINOR, a repair PATCH.
``python -m tools.release`` holds it to the changelog; between releases it ends in ``.dev0``.
"""

VERSION = "0.2.0.dev0"
