"""Walks of people with promo codes and discounts of their own."""

from tests.walks.walk import Walk, story

CODES = """
    select ops.create_code('SALE30', 'percent', 30, 'a sale', p_until => '2040-02-01'),
      ops.create_code('TWICE', 'amount', 5000, 'loyal', p_renewals => 2, p_plans => '{plus}'),
      ops.create_code('WEEK', 'days', 7, 'sorry'),
      ops.create_code('BONUS', 'balance', 5000, 'a gift'),
      ops.create_code('LONGTRY', 'trial', 240, 'an ad')
"""


@story("A promo code: entered, removed, ordered with, paid with, and used up", setup=CODES)
async def promo_codes(walk: Walk) -> None:
    await walk.begin()
    await walk.credit(20000)
    await walk.tap("go:more", "go:promo")
    await walk.write("nothing")
    await walk.write("sale30")
    await walk.tap("promo:remove")
    await walk.write("sale30")
    walk.part("Prices follow it")
    await walk.tap("go:plans", "plan:1", "price:1", "go:promo", "go:plans", "plan:1", "price:1")
    await walk.tap("pay", "go:menu")
    walk.part("It is used up")
    await walk.write("/promo")
    await walk.write("SALE30")
    await walk.tap("promo:again")
    walk.part("One for another plan, with renewals")
    await walk.write("twice")
    await walk.tap("go:plans", "plan:1", "price:1", "go:menu")
    await walk.tap("go:profile", "go:plans", "plan:2", "price:2")
    walk.part("Bonus")
    await walk.write("/promo")
    await walk.write("bonus")
    await walk.tap("go:plans", "go:menu", "go:balance", "go:history")


@story("Promo codes that a link brings: a longer trial, days, and none", setup=CODES)
async def promo_links(walk: Walk) -> None:
    await walk.start("promo_longtry")
    walk.part("Days")
    await walk.start("promo_WEEK")
    await walk.tap("go:access", "go:menu")
    walk.part("Nothing")
    await walk.start("promo_NONE")
    await walk.tap("go:more")


@story("A discount that the owner gave", setup=CODES)
async def own_discount(walk: Walk) -> None:
    await walk.begin()
    await walk.operator("An operator makes the person a VIP", "select ops.set_vip($1, 'a friend')")
    await walk.tap("go:plans", "plan:1", "price:1")
