"""From screen to screen: buttons, commands, and redraws that the database requests."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.api import Invoice, Profile
from bot.callbacks import PLACES_OF_A_SUBSCRIPTION, Close, Go, Place
from bot.commands import COMMANDS
from bot.context import UserContext
from bot.screens import (
    Screen,
    access_screen,
    amount_screen,
    another_screen,
    balance_screen,
    cancel_screen,
    company_screen,
    delete_screen,
    devices_screen,
    game_screen,
    gift_ready_screen,
    gift_screen,
    gifts_screen,
    help_screen,
    history_screen,
    invite_screen,
    invoice_screen,
    language_screen,
    more_screen,
    notices_screen,
    offered_screen,
    paid_screen,
    plans_screen,
    privacy_screen,
    profile_screen,
    promo_screen,
    reissue_screen,
    saved_methods_screen,
    support_screen,
    terms_screen,
    topup_screen,
    undelivered_screen,
    withdraw_screen,
    zones_screen,
)
from bot.screens.base import Bought
from bot.screens.history import LINES
from bot.screens.profile import can_be_cancelled, is_short


def router() -> Router:
    router = Router(name="navigation")
    router.callback_query.register(go, Go.filter())
    router.callback_query.register(close, Close.filter())
    router.message.register(command, Command(*COMMANDS))
    return router


async def screen_of(place: Place, user: UserContext) -> Screen:
    say, home, api, who = user.say, user.home, user.api, user.telegram_id
    which = user.subscription
    if place in PLACES_OF_A_SUBSCRIPTION and user.must_say_which:
        return await user.which(Go(place=place))
    match place:
        case "menu":
            return await user.menu()
        case "plans" | "renew":  # with nothing to renew; otherwise it is an order, see purchase.py
            return plans_screen(say, await api.plans(who, which), home)
        case "access":
            access = await api.access(who, which)
            slow = access.outcome == "activating" and await api.is_slow(who, which)
            address = await user.address() if access.outcome == "ready" else None
            return access_screen(say, access, home, is_slow=slow, address=address)
        case "reissue":
            address = await user.address()
            if address is None:
                return await screen_of("access", user)
            return reissue_screen(say, address)
        case "devices":
            known = await api.ask_devices(who, which)
            if known.outcome == "not_listed":
                return await screen_of("profile", user)
            return devices_screen(say, known, await api.devices(who, which))
        case "profile":
            return await own_profile_screen(user, await api.profile(who, which))
        case "cancel":
            profile = await api.profile(who, which)
            if can_be_cancelled(profile):
                return cancel_screen(say, profile)
            return await own_profile_screen(user, profile)
        case "history":
            return await history_page_screen(user)
        case "methods":
            methods = await api.saved_methods(who)
            return saved_methods_screen(say, methods, await api.payment_choices(who))
        case "promo":
            return promo_screen(say, await api.promo(who))
        case "notices":
            return notices_screen(
                say, await api.notice_preferences(who), can_invite=home.can_invite
            )
        case "topup":
            return topup_screen(say, await api.topup_offer(who), home, await api.wanted_order(who))
        case "amount":
            return amount_screen(say, await api.topup_offer(who))
        case "language":
            return language_screen(say, await api.languages(), home.now, await api.time_zone(who))
        case "zones":
            return zones_screen(say, home.now, await api.time_zone(who))
        case "balance":
            return balance_screen(say, home)
        case "invite":
            invite = await api.invite(who)
            link = await user.invite_link(invite) if invite is not None else ""
            return invite_screen(say, home, invite, await api.earnings(who), link)
        case "withdraw":
            offer = await api.withdrawal_offer(who, user.key_id)
            return withdraw_screen(say, offer, await api.withdrawals(who))
        case "more":
            return more_screen(say, home)
        case "support":
            return support_screen(say, await api.ticket(who))
        case "privacy":
            return privacy_screen(say)
        case "delete":
            last = home.role == "owner" and await api.is_last_owner(who)
            return delete_screen(say, home, await api.deletion(who), is_last_owner=last)
        case "help":
            return help_screen(say)
        case "terms":
            return terms_screen(say, await api.terms(who))
        case "gift":
            return gift_screen(say, await api.plans(who, new=True), home, await api.gifts(who))
        case "gifts":
            return gifts_screen(say, await api.gifts(who))
        case "game":
            return game_screen(say, await api.game(who), await api.game_prizes())
        case "another":
            return another_screen(say, await api.plans(who, new=True), home)
        case "company":
            return company_screen(say, await api.company_request(who))


async def offered_gift(user: UserContext) -> Screen:
    """Returns the gift whose link was opened last, if it can be taken."""
    gift = await user.api.opened_gift(user.telegram_id, user.subscription)
    return offered_screen(user.say, gift, user.home)


async def own_profile_screen(user: UserContext, profile: Profile) -> Screen:
    """During the grace, no charge is due any more, but the missing amount can still be shown."""
    amounts: dict[int, int] = {}
    if profile.status == "grace" and profile.renewal_plan_id is not None:
        prices = await user.api.prices(user.telegram_id, profile.renewal_plan_id, user.subscription)
        amounts = {price.price_id: price.amount for price in prices}
    amount = amounts.get(profile.renewal_price_id or 0)
    offer = None
    if user.home.can_topup and is_short(profile, amount):
        offer = await user.api.topup_offer(user.telegram_id)
    return profile_screen(user.say, profile, user.home, amount, offer)


async def history_page_screen(user: UserContext, before: int | None = None) -> Screen:
    """Shows the lines before `before`. One more line is read, to know whether there is a newer
    page."""
    above = None if before is None else before + 1
    lines = await user.api.statement(user.telegram_id, above, LINES + 1)
    newer = before is not None and len(lines) > 1 and lines[0].line_id >= before
    page = lines[1:] if newer else lines[:LINES]
    return history_screen(user.say, page, newer=newer)


async def bought_screen(user: UserContext, how: Bought, bought: int | None = None) -> Screen:
    """Shows what the user has after a purchase, with the key if it is known. If there are several
    subscriptions, shows the one that was bought, or that changed last."""
    user = await user.refreshed()
    if user.must_say_which:
        user = await user.about(bought or await latest(user)) or user
    api, who, which = user.api, user.telegram_id, user.subscription
    access, profile = await api.access(who, which), await api.profile(who, which)
    slow = access.link is None and await api.is_slow(who, which)
    address = await user.address() if user.page_url else None
    return paid_screen(
        user.say,
        how,
        user.home,
        access.link,
        is_slow=slow,
        cancelled=profile.cancelled,
        page=address.url if address else None,
    ).about(which)


async def show_invoice(user: UserContext) -> list[str]:
    """Shows the newest invoice of this user in its current state, and what it bought once it is
    paid. Returns the orders that it says are paid."""
    invoice = await user.api.invoice(user.telegram_id)
    if invoice is None:
        await user.show(await user.menu())
        return []
    if invoice.bought:
        await user.show(await funded_screen(user, invoice))
    else:
        await user.show(invoice_screen(user.say, invoice))
    return paid_by(invoice)


async def funded_screen(user: UserContext, invoice: Invoice | None) -> Screen:
    """Shows what the money of this invoice bought: a gift to send, or time."""
    if invoice is not None and invoice.bought:
        for gift in await user.api.gifts(user.telegram_id):
            if gift.order_token == invoice.for_order:
                return gift_ready_screen(user.say, gift)
    return await bought_screen(user, "funded")


def paid_by(invoice: Invoice) -> list[str]:
    """Returns the top-up if its money has come, and the order that waited for it if it is
    bought."""
    orders = [invoice.order_token if invoice.status == "paid" else None]
    orders.append(invoice.for_order if invoice.bought else None)
    return [str(order) for order in orders if order is not None]


async def latest(user: UserContext) -> int:
    listed = await user.api.subscriptions(user.telegram_id)
    return max(listed, key=lambda one: one.granted_at).subscription_id


async def go(tap: CallbackQuery, callback_data: Go, user: UserContext) -> str | None:
    place = callback_data.place
    if place in ("topup", "amount") and not user.home.can_topup:
        await user.show(await screen_of("balance", user))
        return user.say("toast-topups-off")
    await user.show(await screen_of(place, user))
    return None


async def close(tap: CallbackQuery, user: UserContext) -> None:
    """Removes notices, invoices and QR codes; the screen has no such button."""
    if user.screen_message.tapped is not None:
        await user.screen_message.remove(user.screen_message.tapped)


async def command(message: Message, command: CommandObject, user: UserContext) -> None:
    await user.show(await screen_of(COMMANDS[command.command], user))


async def redraw(user: UserContext, *, undelivered: bool = False) -> list[str]:
    """The state has changed without a tap: shows it, but only if that screen is open.
    `undelivered`: the change is that a purchase could not be delivered. Returns the orders that the
    screen shows as paid."""
    message = replace(user.screen_message, tapped=user.screen_message.remembered)
    if message.tapped is None:
        return []
    whole = user = replace(user, screen_message=message)
    name, _, which = (user.home.screen or "").partition(":")
    if which:
        user = await user.about(int(which)) or user
    match name:
        case "menu" | "access" | "profile" | "devices" | "balance" | "withdraw" as place:
            await user.show(await screen_of(place, user))
        case "paid" | "funded" | "renewed" | "taken" as how if user.home.status in (
            "active",
            "activating",
        ):
            await user.show(await bought_screen(user, how))
            invoice = await user.api.invoice(user.telegram_id) if how == "funded" else None
            return paid_by(invoice) if invoice is not None else []
        case "invoice":
            return await show_invoice(user)
        case "paid" | "funded" | "renewed" if undelivered:
            await user.show(undelivered_screen(user.say, user.home))
        case "paid" | "funded" | "renewed" | "taken":  # what was bought has ended
            await whole.show(await whole.menu())
    return []


async def show_present(user: UserContext) -> None:
    """Taps were not answered for so long that nobody waits any more. Sends the menu where the user
    was looking; it shows the result of the taps."""
    message = replace(user.screen_message, tapped=user.screen_message.remembered)
    await replace(user, screen_message=message).show(await user.menu())
