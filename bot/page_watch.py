"""Watches the subscription page, because a dead page tells nobody: apps then get no servers."""

import asyncio

import httpx

from bot.api import Readiness
from gateways import page

# In seconds. The page itself waits 5 for the database.
TIMEOUT = 10.0


class PageWatch:
    """Keeps the result of the last look for /ready."""

    def __init__(self, http: httpx.AsyncClient, ready_url: str, page_url: str) -> None:
        self._http = http
        self._ready_url, self._page_url = ready_url, page_url
        self.check = Readiness("page", True, "not asked yet")

    async def look(self) -> Readiness:
        try:
            async with asyncio.timeout(TIMEOUT):
                wrong = await page.problem(self._http, self._ready_url, self._page_url)
        except TimeoutError:
            wrong = f"no answer within {TIMEOUT:g} s"
        except httpx.HTTPError as error:  # what answers speaks no HTTP
            wrong = f"{self._ready_url}: {type(error).__name__}"
        self.check = Readiness("page", wrong is None, wrong or "answers")
        return self.check
