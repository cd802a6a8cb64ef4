"""What every handler needs to know of the user before it does its few lines."""

from dataclasses import dataclass, replace
from uuid import UUID

from aiogram import Bot
from aiogram.fsm.context import FSMContext

from bot.api import Api, Home
from bot.screen_message import ScreenMessage
from bot.screens import Screen
from texts import Catalog, Translator


@dataclass(frozen=True)
class UserContext:
    """A user of the shop in a private chat, where chat and user have the same id."""

    telegram_id: int
    home: Home
    say: Translator
    api: Api
    screen_message: ScreenMessage
    request: UUID | None = None
    """The tap or message that is being answered; the same when it is handled again."""

    async def show(self, screen: Screen) -> None:
        await self.screen_message.show(screen)

    async def refreshed(self) -> "UserContext":
        """The same user after something was done."""
        home = await self.api.home(self.telegram_id) or self.home
        return replace(self, home=replace(home, can_topup=home.can_topup and self.home.can_topup))


@dataclass(frozen=True)
class ContextFactory:
    """Makes the context of a user. Without a payment provider no screen offers a top-up."""

    api: Api
    catalog: Catalog
    sells_topups: bool

    async def create(
        self,
        telegram_id: int,
        bot: Bot,
        state: FSMContext,
        tapped: int | None,
        *,
        stays: bool = False,
        request: UUID | None = None,
    ) -> UserContext | None:
        """Returns None for somebody who has never sent /start. For the rest see ScreenMessage and
        UserContext."""
        home = await self.api.home(telegram_id)
        if home is None:
            return None
        home = replace(home, can_topup=home.can_topup and self.sells_topups)
        say = self.catalog.translator(home.locale, home.timezone)
        message = ScreenMessage(
            bot, self.api, state, telegram_id, tapped, stays, home.screen_message_id
        )
        return UserContext(telegram_id, home, say, self.api, message, request)
