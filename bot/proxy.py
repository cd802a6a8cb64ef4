"""aiogram's session with support for an HTTP proxy; aiogram's own way needs a SOCKS library."""

from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientSession


class ProxySession(AiohttpSession):
    def __init__(self, through: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._through = through

    async def create_session(self) -> ClientSession:
        if self._session is None or self._session.closed:
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, proxy=self._through)
        return self._session

    async def close(self) -> None:
        """Skips aiogram's sleep of a quarter of a second, in which connections might close."""
        if self._session is not None:
            await self._session.close()
