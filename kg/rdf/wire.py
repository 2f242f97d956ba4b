"""One HTTP request and what comes back, whether the server grants or refuses it."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import NamedTuple

from ..errors import StoreError

TIMEOUT = 60.0
"""Seconds that a server may take for one answer."""


class Reply(NamedTuple):
    """What a server answers."""

    status: int
    type: str
    """The media type of the body, its parameters left out."""
    body: bytes

    @property
    def granted(self) -> bool:
        """Whether the server did what it was asked for."""
        return 200 <= self.status < 300

    @property
    def told(self) -> str:
        """The status of a refusal, and the first line of what the server says of it."""
        lines = self.body[:500].decode("utf-8", "replace").split("\n")
        line = next((line.strip() for line in lines if line.strip()), "")
        return f"{self.status}: {line}" if line else str(self.status)


def send(
    method: str,
    address: str,
    body: bytes | None = None,
    *,
    type: str = "",
    accept: str = "*/*",
    timeout: float = TIMEOUT,
) -> Reply:
    """Send a request, and return whatever is answered; ``type`` is the body's media type.

    Raises
    ------
    StoreError
        if nothing can be reached at the address, or the answer is no HTTP or breaks off.
    """
    headers = {"Accept": accept} | ({"Content-Type": type} if type else {})
    try:
        request = urllib.request.Request(address, data=body, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return Reply(response.status, response.headers.get_content_type(), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.headers.get_content_type(), error.read())
    except http.client.HTTPException as error:
        raise StoreError(f"{address} cannot be understood: {error!r}") from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise StoreError(f"{address} cannot be reached: {reason}") from None
