"""Views that need no script: plans to be read, tables, downloads. ``views_of`` gives them all."""

from ui.views.routes import views_of

__all__ = ["views_of"]
