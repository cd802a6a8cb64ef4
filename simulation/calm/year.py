"""A year of the shop in minutes: `make simulate`.

Users join over the year, try, buy, top up early, late or twice, cancel, change their minds and
plans, complain, block the bot, and live in zones whose clocks change. Panels fail now and then, and
prices rise twice. All jobs run at their times: those of each minute at every full hour and whenever
anything is due, the others as scheduled (but see SELDOM). Calls by their roles stand in for the
listener and the bot. The year begins in June, so that 29 February 2028 is in its middle.

There are two shops at once, each with half of the users and its own database: one sells days and
months for roubles, the other months and weeks for Telegram Stars. The run ends with a summary, and
with exit code 1 if an invariant of `ops.invariants` was broken, a job failed or a date was shown
wrongly.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from tqdm import tqdm

from scripts.progress import say
from simulation.calm.life import life
from simulation.calm.person import DAY, HOUR, MINUTE, Person
from simulation.calm.schedule import Schedule
from simulation.calm.shop import ROUBLES, STARS, SimulatedShop, opened
from simulation.calm.summary import show, summary, verdict
from simulation.cron import SELDOM, Cron
from simulation.database import DatabaseUrls

BEGIN = datetime(2027, 6, 1, tzinfo=UTC)
DAYS = 366
# These jobs do hardly anything in a calm year: no consumer fails, prices have no gaps, no provider
# has a list or a page to pay on, and nobody gives, brings others, withdraws or is written to. Run
# as often as in a shop, they take two thirds of the time.
_SELDOM_IN_CALM = dict.fromkeys(
    (
        "book_payments",
        "buy_waiting",
        "check_offers",
        "expire_gifts",
        "make_exports",
        "refresh_figures",
        "hold_access",
        "make_up_late",
        "poll_payments",
        "purge_orders",
        "reapply_access",
        "reconcile",
        "refund_undelivered",
        "settle_promo",
        "settle_rewards",
        "refresh_slow_deliveries",
        "tend_broadcasts",
        "tend_withdrawals",
        "watch_delivery",
        "watch_jobs",
    ),
    "0 */6 * * *",
)
# Clocks change on different days, by an hour or by half of one, in opposite directions, or never.
ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Tehran",
    "Europe/Moscow",
    "Asia/Almaty",
    "Etc/UTC",
)


async def year(databases: Sequence[DatabaseUrls], users: int, days: int, seed: int) -> bool:
    """Runs the simulation and prints the results; returns whether all was well."""
    started = time.monotonic()
    async with AsyncExitStack() as stack:
        shops = [
            await opened(stack, database, plans, BEGIN, seed)
            for database, plans in zip(databases, (ROUBLES, STARS), strict=True)
        ]
        half = users // len(shops)
        with tqdm(total=days * len(shops), unit=" days", desc="  simulated", smoothing=0.1) as bar:
            lives = (simulate(shop, users=half, days=days, tick=bar.update) for shop in shops)
            await asyncio.gather(*lives)
        summaries = [await summary(shop) for shop in shops]
        wrong = [line for shop in shops for line in await verdict(shop)]
    show([shop.plans.name for shop in shops], summaries)
    say(f"\n{days} days in {time.monotonic() - started:.0f} s, seed {seed}")
    say("\n".join(["", "Wrong:", *wrong]) if wrong else "Every invariant of ops.invariants holds.")
    return not wrong


async def simulate(
    shop: SimulatedShop,
    *,
    users: int,
    days: int,
    tick: Callable[[], object],
    every: timedelta = HOUR,
) -> None:
    """Lets `users` users live with the shop for a number of days; `tick` is called after each
    day. The jobs of each minute run at least so often."""
    begin, end = shop.now, shop.now + days * DAY
    schedule = Schedule()
    for number in range(1, users + 1):
        chance = random.Random(f"{shop.plans.currency} {shop.chance.random()}")
        locale = chance.choice(["en", "ru"])
        person = Person(number, chance.choice(ZONES), locale, chance)
        joins = begin + days * DAY * 0.95 * chance.random() ** 1.3
        schedule.put(joins, person, life(shop, person))
    jobs = await shop.connections["admin"].fetch(
        "select name, schedule from jobs.jobs where enabled order by position, name"
    )
    schedules = {job["name"]: job["schedule"] for job in jobs}
    cron = Cron({**schedules, **SELDOM, **_SELDOM_IN_CALM}, begin)
    hour, day = begin + every, begin + DAY
    while shop.now < end:
        # pg_cron sees what is due when the next minute begins.
        tick_at = min(shop.due + MINUTE - timedelta(microseconds=1), hour, cron.next_at(), end)
        tick_at = tick_at.replace(second=0, microsecond=0)
        if schedule.next_at() < tick_at:
            await come_back(shop, schedule)
        else:
            await shop.move(tick_at)
            await shop.work(cron.due(shop.now))
        for telegram_id in await shop.deliver():
            reader = shop.people[telegram_id]
            schedule.call(telegram_id, shop.now + reader.some(HOUR, 14))
        if shop.now >= hour:
            hour += every
        if shop.now >= day:
            day += DAY
            await new_day(shop)
            tick()
    shop.panel_is_down_until = shop.now
    shop.panel_refuses = 0
    await shop.rounds()
    await shop.deliver()


async def come_back(shop: SimulatedShop, schedule: Schedule) -> None:
    await shop.move(schedule.next_at())
    for who in schedule.due(shop.now):
        back_in = await anext(who.life, None)
        if back_in is not None:
            schedule.put(shop.now + back_in, who.person, who.life)


async def new_day(shop: SimulatedShop) -> None:
    await shop.rounds()
    if (shop.now.month, shop.now.day) in ((12, 1), (3, 1)):
        await shop.raise_prices()
    if shop.chance.random() < 0.03:
        shop.panel_is_down_until = shop.now + HOUR * shop.chance.randint(1, 30)
