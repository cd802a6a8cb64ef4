"""How users live with a shop, for the simulated year."""

from uuid import UUID, uuid4

from simulation.calm.person import DAY, Life, Person, Row
from simulation.calm.shop import SimulatedShop


async def life(shop: SimulatedShop, me: Person) -> Life:
    """Yields the time until the user returns; a notice may call him earlier."""
    await shop.arrive(me)
    if me.likely(0.8):
        await shop.api("start_trial", me)
        yield me.some(DAY, 3)
        if me.likely(0.35):
            if me.likely(0.1):
                yield me.some(DAY, 90)  # returns after all
            else:
                return
    await buy(shop, me)
    by_hand, careful, generous = me.likely(0.2), me.likely(0.5), me.likely(0.3)
    if by_hand:
        await shop.api("set_auto_renew", me, False)
    while True:
        yield me.some(DAY, 9)
        if me.blocks:
            if me.likely(0.2):
                me.blocks = False
                await shop.arrive(me)
            continue
        profile = await shop.api("profile", me)
        if profile["status"] in ("expired", "grace") or me.heard["renewal-ending"]:
            await come_back(shop, me, profile)
        elif short_of(profile) and (careful or asked_for_money(me)):
            if me.likely(0.9):
                await top_up(shop, me, short_of(profile) * (3 if generous else 1))
        elif profile["status"] == "active":
            await change_something(shop, me, profile)
        me.heard.clear()
        if me.likely(0.004):
            me.blocks = True


def short_of(profile: Row) -> int:
    amount: int = (profile["next_charge_amount"] or 0) - profile["balance"]
    return max(amount, 0)


def asked_for_money(me: Person) -> bool:
    return any(
        text in me.heard for text in ("renewal-short", "renewal-grace", "renewal-announced-short")
    )


async def buy(shop: SimulatedShop, me: Person, price_id: int | None = None) -> None:
    """Buys from the balance, else through the cart, which waits for the money."""
    if price_id is None:
        price_id = me.chance.choice(await shop.prices(me))["price_id"]
    order = await shop.api("open_order", me, price_id)
    if order["outcome"] == "at_period_end":
        if me.likely(0.8):
            await shop.api("schedule_change", me, price_id)
    elif order["outcome"] == "open":
        if order["short_by"]:
            await top_up(shop, me, order["short_by"], order["order_token"])
        else:
            await shop.api("pay_from_balance", me, order["order_token"])


async def top_up(shop: SimulatedShop, me: Person, amount: int, cart: UUID | None = None) -> None:
    least, most = shop.plans.topup
    amount = min(max(amount, least), most)
    bill = await shop.api("open_invoice", me, amount, "telegram", cart, uuid4(), False, True)
    if bill["outcome"] == "open":
        token = bill["order_token"]
        await shop.api("invoice_linked", me, token, f"https://t.me/$link-{token}")
        if me.likely(0.95):
            await shop.payment(me, token, amount)


async def come_back(shop: SimulatedShop, me: Person, profile: Row) -> None:
    if me.likely(0.6):
        await buy(shop, me, profile["renewal_price_id"] if me.likely(0.8) else None)


async def change_something(shop: SimulatedShop, me: Person, profile: Row) -> None:
    """Mostly nothing."""
    if profile["cancelled"] and me.likely(0.4):
        await shop.api("resume", me)
    elif me.likely(0.03):
        await shop.api("cancel", me)
    elif me.likely(0.05):
        await buy(shop, me)
    elif me.likely(0.02):
        await shop.api("set_auto_renew", me, not profile["auto_renew"])
    elif me.likely(0.02):
        await shop.complaint(me)
