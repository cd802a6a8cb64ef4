"""The admin who uses the admin menu, and what he may do."""

from dataclasses import dataclass

from aiogram import Bot

from bot.admin_api import AdminCalls
from bot.api import Role
from bot.context import UserContext
from bot.screens import Screen
from texts import Catalog, Translator


@dataclass(frozen=True)
class Admin:
    user: UserContext
    say: Translator
    """In the language of the admin menu, which has fewer than the shop."""
    calls: AdminCalls
    role: Role
    permissions: frozenset[str]
    """For what is shown; each call is checked by the database again."""
    bot: Bot
    catalog: Catalog

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def chat_id(self) -> int:
        return self.user.telegram_id

    async def show(self, screen: Screen) -> None:
        await self.user.screen_message.show(screen)
