"""Dialogue state in PostgreSQL, so that any bot process can continue any chat.

Updates of a chat are processed one after another (its inbox lane), so reading before writing is
safe.
"""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.api import Api


class PostgresStorage(BaseStorage):
    def __init__(self, api: Api) -> None:
        self._api = api

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._api.save_conversation(key.chat_id, key.user_id, name)

    async def get_state(self, key: StorageKey) -> str | None:
        conversation = await self._api.conversation(key.chat_id, key.user_id)
        return conversation.state if conversation else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        state = await self.get_state(key)
        await self._api.save_conversation(key.chat_id, key.user_id, state, data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        conversation = await self._api.conversation(key.chat_id, key.user_id)
        data: dict[str, Any] = json.loads(conversation.data) if conversation else {}
        return data

    async def close(self) -> None:
        """The pool belongs to the application."""
