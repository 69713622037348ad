"""A reader of the search page without a browser: the requests that its scripts make.

Twenty browsers would take the two cores for themselves; what is to be measured is the server.
"""

import json
import secrets
import time

import httpx

WAIT_S = 300
TOO_SOON, PAUSE_S = 429, 5.0
"""The page asks one client to wait, and for how long it is left alone then."""
_HIT = r"class=\"hit\""
"""What the HTML of a passage begins with, as JSON has it."""


class Visitor:
    """Searches one query after the other, as gradio's page does: joins a queue and listens."""

    def __init__(self, address: str) -> None:
        """Load the page's settings.

        Args:
            address: Of the page, without a path.
        """
        self._client = httpx.Client(base_url=address, timeout=WAIT_S, headers={"origin": address})
        self._session = secrets.token_hex(6)
        settings = self._client.get("/config").raise_for_status().json()
        self._api = settings["api_prefix"]
        self._search = next(
            own["id"]
            for own in settings["dependencies"]
            if own["backend_fn"] and any(event == "submit" for _, event in own["targets"])
        )

    def search(self, query: str) -> tuple[float, float]:
        """Return the seconds until passages came, and until nothing more came.

        Where no passage is found, as of a city that is not held, both are the same.

        Raises:
            RuntimeError: the page failed.
        """
        asked = {
            "data": [query, [], [], 10, "hybrid", [], [], False],
            "fn_index": self._search,
            "session_hash": self._session,
        }
        start = time.perf_counter()
        while self._client.post(f"{self._api}/queue/join", json=asked).status_code == TOO_SOON:
            time.sleep(PAUSE_S)  # all visitors are one client here, who may not ask so often
            start = time.perf_counter()
        passages_s = None
        told = {"session_hash": self._session}
        with self._client.stream("GET", f"{self._api}/queue/data", params=told) as lines:
            for line in lines.iter_lines():
                if not line.startswith("data: "):
                    continue
                message = json.loads(line.removeprefix("data: "))
                if passages_s is None and _HIT in line:
                    passages_s = time.perf_counter() - start
                if message["msg"] == "process_completed":
                    break
        if not message["success"]:
            raise RuntimeError(f"{query}: {message['output']}")
        whole_s = time.perf_counter() - start
        return passages_s or whole_s, whole_s

    def close(self) -> None:
        """End the connections."""
        self._client.close()
