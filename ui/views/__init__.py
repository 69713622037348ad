"""Views that need no script: plans to be read, tables, downloads. ``views_of`` gives them all."""

from ui.views.read_ahead import read_ahead
from ui.views.routes import ADDING_PATHS, VIEW_PATHS, VIEWS, views_of

__all__ = ["ADDING_PATHS", "VIEWS", "VIEW_PATHS", "read_ahead", "views_of"]
