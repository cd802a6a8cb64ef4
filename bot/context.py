"""What every handler needs to know about the user."""

from dataclasses import dataclass, replace
from uuid import UUID

from aiogram import Bot

from bot.api import Api, Home, Invite
from bot.callbacks import AboutSubscription, TakeGift, of
from bot.screen_message import ScreenMessage
from bot.screens import Address, Screen, menu_screen, which_screen
from gateways.requisites import Sealer
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
    """Identifies the tap or message; the same id when it is handled again."""
    subscription: int | None = None
    """The subscription that this is about, if there are several."""
    page_url: str | None = None
    """The public address of the subscription page, if there is one."""
    sealer: Sealer | None = None
    """Seals where withdrawals go; None: the shop has no key for that."""

    @property
    def key_id(self) -> str | None:
        """The id of the key with which requisites are sealed."""
        return self.sealer.key_id if self.sealer else None

    @property
    def must_say_which(self) -> bool:
        return self.subscription is None and self.home.subscriptions > 1

    async def address(self) -> Address | None:
        """Returns the address of the subscription; None without a subscription."""
        known = await self.api.subscription_address(self.telegram_id, self.subscription)
        if known.outcome == "none":
            return None
        url = f"{self.page_url}/sub/{known.token}" if self.page_url else None
        return Address(url, known.number, known.servers, known.ready)

    async def invite_link(self, invite: Invite) -> str:
        me = await self.screen_message.bot.me()  # asked once
        return f"https://t.me/{me.username}?start=ref_{invite.code}"

    async def show(self, screen: Screen) -> None:
        await self.screen_message.show(screen.about(self.subscription))

    async def menu(self, *, puzzled: bool = False) -> Screen:
        several = self.home.subscriptions > 1
        listed = await self.api.subscriptions(self.telegram_id) if several else []
        return menu_screen(self.say, self.home, listed, puzzled=puzzled)

    async def which(self, tap: AboutSubscription) -> Screen:
        """Returns the question which of several subscriptions a tap is about. If there is a page,
        nobody copies keys."""
        listed = await self.api.subscriptions(self.telegram_id)
        if self.page_url:
            listed = [replace(one, link=None) for one in listed]
        choices = [(one, of(tap, one.subscription_id)) for one in listed]
        # A gift that is to open one more is taken by a button of its own.
        may_open = self.home.may_open and self.home.can_buy and not isinstance(tap, TakeGift)
        return which_screen(self.say, choices, may_open=may_open)

    async def refreshed(self) -> "UserContext":
        """Returns the same user with the current state."""
        home = await self.api.home(self.telegram_id, self.subscription) or self.home
        return replace(self, home=replace(home, can_topup=home.can_topup and self.home.can_topup))

    async def about(self, subscription: int) -> "UserContext | None":
        """Returns the same user with this subscription; None when it is not the user's."""
        other = await replace(self, subscription=subscription).refreshed()
        return other if other.home.subscription_id == subscription else None


@dataclass(frozen=True)
class ContextFactory:
    """Creates the context of a user. Without a payment provider, no screen offers a top-up.
    `sells_topups`: the bot can send Telegram's own invoices."""

    api: Api
    catalog: Catalog
    sells_topups: bool
    page_url: str | None = None
    sealer: Sealer | None = None

    async def create(
        self,
        telegram_id: int,
        bot: Bot,
        tapped: int | None,
        *,
        stays: bool = False,
        request: UUID | None = None,
    ) -> UserContext | None:
        """Returns None for a user who has never sent /start. For the rest see ScreenMessage and
        UserContext."""
        home = await self.api.home(telegram_id)
        if home is None:
            return None
        home = replace(home, can_topup=home.can_topup and (self.sells_topups or home.has_pages))
        say = self.catalog.translator(home.locale, home.timezone, home.now)
        message = ScreenMessage(
            bot, self.api, telegram_id, tapped, stays, home.screen_message_id, home.screen
        )
        return UserContext(
            telegram_id,
            home,
            say,
            self.api,
            message,
            request,
            page_url=self.page_url,
            sealer=self.sealer,
        )
