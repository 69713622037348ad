"""What programs ask: the same calls as plain HTTP and for ``gradio_client``."""

from ui.programs.calls import Calls
from ui.programs.http import api_of

__all__ = ["Calls", "api_of"]
