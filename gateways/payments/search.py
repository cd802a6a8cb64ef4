"""The search for a payment by its key, where a provider lists payments by time only."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from gateways.errors import Rejected, Transient
from gateways.payments.port import Page

T = TypeVar("T")


class Search:
    """Goes through pages, the newest first, and remembers by key how far it came. So a search that
    takes longer than a call may goes on in the next one; it would begin anew for ever, and nobody
    would know what came of a charge. What is made meanwhile is not missed: who asks for a payment
    makes it only after the search for an earlier one."""

    def __init__(self) -> None:
        self._cursors: dict[str, str] = {}

    async def find(
        self,
        key: str,
        page_at: Callable[[str | None], Awaitable[Page[T]]],
        is_it: Callable[[T], bool],
    ) -> T | None:
        while True:
            page = await self._next(key, page_at)
            found = next(filter(is_it, page.items), None)
            if found is not None or page.cursor is None:
                self._cursors.pop(key, None)
                return found
            self._cursors[key] = page.cursor

    async def _next(self, key: str, page_at: Callable[[str | None], Awaitable[Page[T]]]) -> Page[T]:
        try:
            return await page_at(self._cursors.get(key))
        except Rejected as refused:
            if self._cursors.pop(key, None) is None:
                raise
            # That place may be gone by now, which is no verdict about the payment.
            raise Transient(str(refused)) from refused
