"""Walks of people who bring others."""

from tests.walks.walk import Walk, story

# Somebody comes by the link of the person $1, pays in 299 ₽ and buys a plan for 149 ₽.
COMES = """
    with came as (
      select s.user_id
      from billing.referral_code($1::bigint) as c (code)
      cross join lateral api.start(
        9000 + $1::bigint, sha256(format('guest %s', $1::bigint)::bytea), null, 'Bob', 'en',
        'ref_' || c.code
      ) as s
    )
    select r.outcome
    from came as g
    cross join lateral billing.receive_payment(
      g.user_id, 'stripe', format('guest %s', $1::bigint), null, 29900, 'RUB', true
    ) as r
"""
BUYS = """
    select p.outcome
    from billing.prices as r
    cross join lateral api.open_order(9000 + $1::bigint, r.id) as o
    cross join lateral api.pay_from_balance(9000 + $1::bigint, o.order_token) as p
    where r.amount = 14900
"""
GOES_BACK = """
    select inbox.receive_dispute('stripe', true, jsonb_build_object(
      'external_id', format('dispute %s', $1::bigint), 'charge_id', format('guest %s', $1::bigint),
      'status', 'lost', 'amount', 29900, 'currency', 'RUB', 'withdrawn', true, 'reason', 'tap'
    ))
"""
MORE = """
    update app.settings as s set value = d.value::jsonb
    from (values
      ('referral_second_percent', '5'), ('referral_trial_hours', '168'),
      ('referral_welcome', '{"RUB": 5000}')
    ) as d (name, value)
    where s.name = d.name
"""


@story("Inviting others: the link, who comes by it, what it earns, and how that goes back")
async def inviting(walk: Walk) -> None:
    await walk.begin()
    await walk.tap("go:invite", "inviteqr", "close")
    walk.part("Somebody comes by the link, pays in and buys")
    await walk.operator("Somebody comes by the link and pays in 299 ₽", COMES)
    await walk.operator("and buys a plan for 149 ₽ of it", BUYS)
    await walk.later("1 minute")
    await walk.write("/referral")
    walk.part("After the hold, the part that was spent can be spent")
    await walk.later("14 days")
    await walk.write("/referral")
    await walk.tap("go:menu", "go:balance", "go:history", "go:menu")
    walk.part("The payment goes back")
    await walk.operator("The bank takes the payment back", GOES_BACK)
    await walk.later("1 minute")
    await walk.write("/referral")
    walk.part("Other news of it, and none")
    await walk.shop_does("The owner gives more to those who come and to who brings them", MORE)
    await walk.tap("go:menu", "go:invite", "go:menu")
    await walk.tap("go:more", "go:notices", "joins:off", "joins:on", "go:more")
    await walk.shop_does(
        "The owner switches it off",
        "update app.flags set enabled = false where name = 'referrals'",
    )
    await walk.write("/referral")
