"""One page of the web and its attachments as files of a collection.

``addresses`` decides where a request may go, ``requests`` makes it, ``robots`` asks whether it is
welcome, ``pages`` finds the attachments, ``fetching`` puts the four together.
"""

from index.corpus.web.addresses import FetchError
from index.corpus.web.fetching import Fetched, fetch_page
from index.corpus.web.requests import Limits

__all__ = ["FetchError", "Fetched", "Limits", "fetch_page"]
