"""Walks of people who begin, buy and pay."""

from tests.walks.walk import Walk, story

# Two providers that remember cards, and Stars at a rate.
RATES = """
    insert into billing.rates (currency, paid_in, amount, paid) values ('RUB', 'XTR', 10000, 55)
"""
CARDS = {"providers": ("yookassa", "stripe"), "setup": RATES}


async def has(walk: Walk, plan: int = 1) -> None:
    """Each has bought a plan for 30 days and is at the menu."""
    with walk.unwritten(f"has bought {'Basic' if plan == 1 else 'Plus'} for 30 days"):
        await walk.credit(14900 if plan == 1 else 29900)
        await orders(walk, plan)
        await walk.tap("pay", "go:menu")


async def orders(walk: Walk, plan: int = 1) -> None:
    await walk.tap("go:plans", f"plan:{plan}", f"price:{plan}")


@story("The first visit: language, trial, and the first app on each kind of device")
async def first_visit(walk: Walk) -> None:
    with walk.job("start to the first app"):
        await walk.start()
        await walk.tap("trial", "device:ios")
        await walk.opens("apps.apple.com")
        await walk.opens("/open/")
    for platform in ("android", "windows", "macos", "linux", "tv"):
        await walk.tap("go:access", f"device:{platform}")
    walk.part("A code for another device")
    await walk.tap("qr", "close")
    await walk.tap("go:access", "go:menu")
    walk.part("The same person sends /start again, from a link")
    await walk.start("ref_5")
    walk.part("What else the menu leads to during a trial")
    await walk.tap("go:profile", "go:menu", "go:balance", "go:history", "go:menu")


@story("Somebody whose language the shop does not speak is asked")
async def unknown_language(walk: Walk) -> None:
    await walk.write("/start", **{"from": {"first_name": "Aiko", "language_code": "ja"}})
    await walk.choose_language()


@story("The trial comes to its end, and is told so in time")
async def trial_ends(walk: Walk) -> None:
    await walk.begin()
    await walk.tap("trial")
    for interval in ("6 hours 1 minute", "42 hours", "22 hours", "2 hours"):
        await walk.later(interval)
    walk.part("After it")
    await walk.write("/start")
    await walk.write("/connect")
    walk.part("What it offers is taken")
    await walk.credit(20000)
    await walk.tap("go:plans", "plan:1", "price:1", "pay")


@story("Buying from the balance")
async def buy_from_balance(walk: Walk) -> None:
    await walk.begin()
    await walk.credit(20000)
    await walk.write("/start")
    with walk.job("buy from the balance"):
        await walk.tap("go:plans", "plan:1", "price:1", "pay")
    await walk.tap("go:access", "go:menu")


@story("Buying by card: the order waits for its top-up and is then paid")
async def buy_by_card(walk: Walk) -> None:
    await walk.begin()
    with walk.job("buy by card"):
        await orders(walk)
        await walk.tap("fund")
        await walk.pay()
    await walk.tap("go:menu", "go:balance", "go:history")


@story("Top-ups: an amount of one's own, a preset, and what it is enough for")
async def top_up(walk: Walk) -> None:
    await walk.begin()
    walk.part("Someone looks at an order and goes away")
    await orders(walk)
    await walk.tap("plan", "go:plans", "go:menu", "go:balance", "go:topup")
    walk.part("An amount of one's own")
    await walk.tap("go:amount")
    await walk.write({"en": "a lot", "ru": "много"})
    await walk.write("99")
    await walk.write("1 234,50 ₽")
    await walk.pay()
    walk.part("What was looked at is bought")
    await walk.tap("pay", "go:menu")
    walk.part("A preset")
    await walk.tap("go:balance", "go:topup", "topup")
    await walk.pay()
    await walk.tap("go:plans", "go:menu")


@story("A page to pay on that has expired, and an order that has", **CARDS)
async def pages_expire(walk: Walk) -> None:
    await walk.begin()
    await orders(walk)
    await walk.tap("fund", "with:yookassa")
    await walk.later("2 hours")
    await walk.tap("check")
    walk.part("An order that nobody paid for in time, paid anew")
    await walk.tap("fund")


@story("Payment methods: remembered, in an order, removed; and Telegram's monthly Stars", **CARDS)
async def payment_methods(walk: Walk) -> None:
    await walk.begin()
    await orders(walk)
    await walk.tap("fund", "keep:on", "keep:off", "keep:on", "with:yookassa")
    await walk.pay()
    await walk.tap("check")
    walk.part("Another card")
    await walk.tap("go:menu", "go:balance", "go:topup", "topup", "with:stripe")
    await walk.pay()
    await walk.tap("check", "go:menu")
    walk.part("Which is charged first")
    await walk.tap("go:balance", "go:methods", "up", "first:off", "first:on", "go:balance")
    walk.part("It is announced, charged and told")
    await walk.later("27 days 1 minute")
    await walk.later("2 days")
    await walk.later("6 minutes")
    walk.part("One is removed")
    await walk.write("/start")
    await walk.tap("go:balance", "go:methods", "forget", "forget", "go:balance")


@story("Telegram charges Stars every month, until it is told not to", **CARDS)
async def monthly_stars(walk: Walk) -> None:
    await walk.begin()
    await orders(walk)
    await walk.tap("fund", "monthly")
    await walk.pay()
    await walk.tap("go:menu", "go:profile", "go:menu")
    await walk.tap("go:balance", "go:methods", "forget", "again", "forget", "go:balance")


@story("Another plan: a better one at once, a cheaper one at the end, and back")
async def change_of_plan(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.later("15 days")
    await walk.credit(30000)
    walk.part("A better plan")
    await walk.tap("go:profile", "go:plans", "plan:2", "price:2", "pay", "go:menu")
    walk.part("A cheaper plan")
    await walk.tap("go:profile", "go:plans", "plan:1", "price:1", "later", "go:profile")
    walk.part("Renewing by hand calls it off, and so does one button")
    await walk.tap("go:renew", "go:profile", "later")
    await walk.tap("go:profile", "go:menu")


@story("Taps that come twice, late, or from an old message")
async def stale_and_double_taps(walk: Walk) -> None:
    await walk.begin()
    walk.part("Twice")
    await walk.tap_twice("trial")
    await walk.tap("go:menu")
    await walk.credit(100_000)
    await walk.tap("go:profile")
    await orders(walk)
    await walk.tap_twice("pay")
    walk.part("Buttons of a screen that has changed since")
    for data, why in (
        ("trial", "a trial that was used"),
        ("plan:999", "a plan that is gone"),
        ("price:1:999", "a price that is gone"),
        ("later:999", "a change that is gone"),
        (f"pay:{'0' * 32}", "an order that is gone"),
        ("topup:1", "an amount that is too small"),
        ("nothing", "a button that nobody knows"),
        ("lang:xx", "a language that nobody knows"),
        ("resume", "an undoing of nothing"),
        ("page:1", "a page of the history"),
    ):
        await walk.tap_stale(data, why)
    walk.part("An order that has expired")
    await walk.write("/start")
    await walk.tap("go:profile", "go:plans", "plan:2", "price:2")
    await walk.later("31 minutes")
    await walk.tap("pay")


@story("Sales, trials and top-ups are switched off")
async def paused(walk: Walk) -> None:
    await walk.begin()
    await walk.shop_does(
        "An operator switches trials, purchases and top-ups off",
        "update app.flags set enabled = false where name in ('trials', 'purchases', 'topups')",
    )
    await walk.tap_stale("trial", "a trial")
    await walk.tap_stale("price:1:1", "a price")
    await walk.tap_stale("topup:25000", "an amount")
    await walk.tap_stale("go:topup", "Top up")
    await walk.write("/buy")
    walk.part("Nothing is on sale at all")
    await walk.shop_does(
        "The plans are retired", "select ops.retire_plan(code, true) from billing.plans"
    )
    await walk.write("/buy")


@story("The panel is down: the key comes late, or the money comes back")
async def panel_down(walk: Walk) -> None:
    await walk.begin()
    await walk.faults("The panel does not answer", vpn={"down": True})
    await walk.credit(14900)
    await orders(walk)
    await walk.tap("pay")
    await walk.tap("go:access", "go:menu")
    walk.part("The key comes late")
    await walk.later("20 seconds")
    await walk.tap("go:access")
    await walk.later("2 minutes")
    await walk.panel_is_back()
    await walk.later("1 minute")
    await walk.write("/start")


@story("The panel stays down: what was not delivered is given back")
async def never_delivered(walk: Walk) -> None:
    await walk.begin()
    await walk.faults("The panel does not answer", vpn={"down": True})
    await walk.credit(14900)
    await orders(walk)
    await walk.tap("pay")
    await walk.later("7 hours")
    await walk.tap("go:renew")
    await walk.write("/start")
