"""Settings of the pages that ``make docs`` builds: the guides, and the API's reference."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

project = "Lantian 蓝天"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "screenshots"]
html_theme = "furo"
html_title = "Lantian 蓝天"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_use_ivar = True
myst_heading_anchors = 3
