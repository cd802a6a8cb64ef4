"""Walks of people whose subscription goes on, ends, or comes back."""

from tests.walks.buying import has, orders
from tests.walks.walk import Walk, story


@story("Renewing: announced and charged; and by hand, from the menu")
async def renewal(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(40000)
    walk.part("By itself")
    await walk.later("27 days 1 minute")
    await walk.later("2 days")
    walk.part("By hand")
    await walk.later("25 days")
    await walk.write("/start")
    with walk.job("renew from the menu"):
        await walk.tap("go:renew", "pay")
    await walk.tap("go:menu")


@story("The price rises, which is told before anything is charged")
async def price_rises(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(40000)
    await walk.shop_does(
        "The owner raises the price",
        "select ops.change_price('basic', 30, 'day', 24900)",
    )
    await walk.later("22 days")
    await walk.later("1 day 2 minutes")
    await walk.later("6 days")


@story("The balance is short: told, in grace, ended, and won back")
async def short(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    for interval in ("27 days 1 minute", "2 days", "1 day"):
        await walk.later(interval)
    walk.part("In grace")
    await walk.write("/start")
    await walk.tap("go:access", "go:menu", "go:profile")
    walk.part("Just before access ends, and after")
    for interval in ("21 hours", "3 hours", "1 day 1 minute", "2 days"):
        await walk.later(interval)
    walk.part("Back again")
    await walk.write("/start")
    await walk.tap_stale("go:access", "Connect of an old message")
    await walk.tap("go:menu", "go:renew", "fund")
    await walk.pay()


@story("The top-up that a notice asks for renews at once")
async def short_then_paid(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.later("29 days 1 minute")
    await walk.tap("topup")
    await walk.pay()
    await walk.tap("close")


@story("A card that cannot be charged at first", providers=("yookassa", "stripe"))
async def declined(walk: Walk) -> None:
    await walk.begin()
    with walk.unwritten("has paid with a card that is remembered"):
        await orders(walk)
        await walk.tap("fund", "keep:on", "with:stripe")
        await walk.pay()
        await walk.tap("check", "go:menu")
    await walk.faults("The card is declined", stripe={"decline": "insufficient_funds"})
    await walk.later("27 days 1 minute")
    await walk.later("2 days")
    await walk.later("1 minute")
    await walk.faults("The card works again")
    await walk.later("18 hours")
    await walk.later("1 minute")


@story("A bank that wants to ask before it pays", providers=("yookassa", "stripe"))
async def bank_asks(walk: Walk) -> None:
    await walk.begin()
    with walk.unwritten("has paid with a card that is remembered"):
        await orders(walk)
        await walk.tap("fund", "keep:on", "with:stripe")
        await walk.pay()
        await walk.tap("check", "go:menu")
    await walk.faults("The bank asks", stripe={"decline": "authentication_required"})
    for interval in ("27 days 1 minute", "2 days", "1 minute", "1 day"):
        await walk.later(interval)


@story("Auto-renewal off and on; off, it ends on time and is told before")
async def auto_renewal(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    with walk.job("turn auto-renewal off"):
        await walk.tap("go:profile", "auto:off")
    await walk.tap("auto:on", "auto:off", "go:menu")
    for interval in ("27 days 1 minute", "2 days", "21 hours", "3 hours"):
        await walk.later(interval)


@story("Cancelling: asked first, undone, done again, and over")
async def cancelling(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    with walk.job("cancel"):
        await walk.tap("go:profile", "go:cancel", "cancel")
    await walk.tap("resume", "go:cancel", "go:profile", "go:cancel", "cancel", "go:menu")
    for interval in ("27 days", "2 days", "1 day 1 minute", "1 day", "2 days"):
        await walk.later(interval)
    await walk.write("/start")


@story(
    "Two subscriptions: each place asks which one",
    setup="""
    update app.settings set value = '2' where name = 'subscriptions_per_user'
""",
)
async def several_subscriptions(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(29900)
    await walk.operator(
        "Plus comes beside Basic",
        """
        select p.outcome
        from billing.offers as f
        join billing.plans as l on l.id = f.plan_id and l.code = 'plus' and f.period_count = 30
        join app.telegram_identities as i on i.user_id = $1
        cross join lateral api.open_order(i.telegram_id, f.price_id, null, true) as o
        cross join lateral api.pay_from_balance(i.telegram_id, o.order_token) as p
        """,
    )
    await walk.write("/start")
    for place in ("go:access", "go:profile"):
        await walk.tap(place, "go:menu")
    walk.part("One of them")
    await walk.tap("go:profile")
    await walk.tap_nth("go:profile", 2)
    await walk.tap("auto:off", "go:cancel", "cancel", "resume")


@story("Money given back, sent back, and taken back by the payer's bank")
async def refunds(walk: Walk) -> None:
    await walk.begin()
    with walk.unwritten("has paid for Basic by card"):
        await orders(walk)
        await walk.tap("fund")
        await walk.pay()
        await walk.tap("go:menu")
    walk.part("To the balance")
    await walk.operator("Support refunds it", "select ops.refund($1, 1, 'As agreed')")
    await walk.write("/start")
    walk.part("Where it was paid from")
    payment = "(select min(p.id) from billing.payments as p where p.user_id = $1)"
    await walk.operator("Support sends it back", f"select ops.payout({payment}, 'As agreed')")
    await walk.later("10 minutes")
    await walk.write("/history")
    walk.part("Taken back by the bank")
    await walk.write("/start")
    with walk.unwritten("has paid for Plus by card"):
        await orders(walk, 2)
        await walk.tap("fund")
        await walk.pay()
        await walk.tap("go:menu")
    await walk.operator(
        "The bank takes the payment back",
        """
        select billing.report_dispute(
          p.provider,
          row(
            format('dispute-%s', p.id), p.external_id, 'opened', p.amount, p.currency, true, 0,
            'fraudulent', null
          )::billing.dispute_report
        )
        from billing.payments as p
        where p.user_id = $1
        order by p.id desc
        limit 1
        """,
    )
    await walk.write("/start")


@story("Money and time that support moves by hand")
async def by_hand(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    for what, call in (
        ("credits", "ops.credit($1, 5000, 'For your patience')"),
        ("debits", "ops.debit($1, 1000, 'A mistake of ours')"),
        ("grants a week", "ops.grant_days($1, 7, 'For your patience')"),
        ("shortens it", "ops.change_end($1, '2040-02-12 09:00+00', 'A mistake of ours')"),
        ("turns auto-renewal off", "ops.set_auto_renew($1, false, 'As you asked')"),
        ("turns auto-renewal on", "ops.set_auto_renew($1, true, 'As you asked')"),
        ("cancels", "ops.cancel($1, 'As you asked')"),
        ("revokes access", "ops.revoke($1, 'Against the rules')"),
    ):
        await walk.operator(f"Support {what}", f"select {call}")
    walk.part("All of it is in the history, which has pages")
    for _ in range(6):
        await walk.credit(1000)
    await walk.write("/history")
    await walk.tap("page")
    await walk.tap_nth("page", 1)


@story("What is not sold any more cannot be renewed")
async def not_on_sale(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(14900)
    await walk.shop_does("The plan is retired", "select ops.retire_plan('basic', false)")
    await walk.write("/start")
    await walk.tap("go:profile")
    await walk.later("29 days 1 minute")
    await walk.later("1 day")


@story("Access that moves to another address or server, and traffic that runs out")
async def access_changes(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    walk.part("A new address, because somebody else got it")
    await walk.tap("go:access", "go:reissue", "go:access", "go:reissue", "reissue")
    await walk.tap("go:reissue", "reissue")
