"""What can go wrong: a fault begins, lasts and ends; a seed determines which, when and how long.

During a fault, and for a while after it, nobody can be told or let in; the model grants that time.
The shop must answer for any other damage.
"""

import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import asyncpg

from sandbox.books import settle_refunds
from sandbox.faults import PROVIDERS, Faults
from sandbox.telegram.webhook import Target
from scripts.cluster import Cluster
from simulation.hostile.disasters import (
    Backup,
    OlderPrograms,
    find_payments,
    release_before,
    restart,
)
from simulation.hostile.people import DAY, HOUR, MINUTE, Person
from simulation.hostile.stack import Stack

Of = Literal["panel", "telegram", "provider", "bot", "listener", "database", "cron", "shop"]


@dataclass
class Fault:
    name: str
    of: Of
    begins: datetime
    ends: datetime
    begin: "Change"
    end: "Change"

    def __str__(self) -> str:
        return f"{self.name}, {self.begins:%d %b %H:%M} to {self.ends:%d %b %H:%M}"


Change = Callable[["Scene"], Awaitable[None]]


@dataclass
class Scene:
    """What faults change."""

    stack: Stack
    chance: random.Random
    people: dict[int, Person]
    wire: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: Sequence["Fault"] = ()
    refused: list[str] = field(default_factory=list)
    """What the shop did not let an operator do."""
    sent_by_hand: set[tuple[int, int]] = field(default_factory=set)
    """Withdrawals that were sent and that the shop does not know of: to whom, and how much."""

    def set_wire(self, target: str, **faults: Any) -> None:
        self.wire[target] = faults
        body = {name: known for name, known in self.wire.items() if known}
        self.stack.emulators.set_faults(Faults.model_validate({**calm(body), "seed": 1}))

    async def owner(self, statement: str) -> None:
        """Statements of an owner in psql; a shop that refuses one is right."""
        try:
            await self.stack.connections["admin"].execute(statement)
        except asyncpg.PostgresError as error:
            self.refused.append(f"{statement.strip().splitlines()[0]}: {error}")


def calm(wire: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Limits in machine seconds say nothing about business time."""
    telegram = {"rate": 0, "chat_rate": 0, **wire.get("telegram", {})}
    return {**wire, "telegram": telegram}


# -- Kinds


def wired(target: str, **faults: Any) -> tuple[Change, Change]:
    async def begin(scene: Scene) -> None:
        scene.set_wire(target, **faults)

    async def end(scene: Scene) -> None:
        scene.set_wire(target)

    return begin, end


def at_a_provider(**faults: Any) -> tuple[Change, Change]:
    """At one of them, by chance."""
    names: list[str] = []

    async def begin(scene: Scene) -> None:
        names.append(scene.chance.choice(PROVIDERS))
        scene.set_wire(names[-1], **faults)

    async def end(scene: Scene) -> None:
        scene.set_wire(names.pop())

    return begin, end


async def switch_webhooks_off(scene: Scene) -> None:
    """As a provider does after repeats that failed."""
    for webhook in scene.stack.emulators.webhooks().values():
        webhook.disabled = True


async def switch_webhooks_on(scene: Scene) -> None:
    for webhook in scene.stack.emulators.webhooks().values():
        webhook.disabled = False


def killed(*programs: Literal["bot", "listener"]) -> tuple[Change, Change]:
    async def begin(scene: Scene) -> None:
        for name in programs:
            await getattr(scene.stack, name).kill()

    async def end(scene: Scene) -> None:
        await scene.stack.start()

    return begin, end


async def wipe(scene: Scene) -> None:
    scene.stack.emulators.panel.restart()


async def reapply(scene: Scene) -> None:
    await scene.owner("select ops.reapply('main')")


async def wrong_path(scene: Scene) -> None:
    await scene.owner("update vpn.panels set base_url = base_url || 'e' where code = 'main'")


async def right_path(scene: Scene) -> None:
    await scene.owner("update vpn.panels set base_url = rtrim(base_url, 'e') where code = 'main'")


async def steal_webhook(scene: Scene) -> None:
    hook = scene.stack.emulators.telegram.webhook
    hook.point_to(Target("https://elsewhere.example/hook", elsewhere=True))


async def remove_webhook(scene: Scene) -> None:
    scene.stack.emulators.telegram.webhook.point_to(Target())


async def restart_bot(scene: Scene) -> None:
    """As an operator does who was told, or who wonders why it is so quiet."""
    await scene.stack.bot.kill()
    await scene.stack.start()


async def cut(scene: Scene) -> None:
    """Cuts connections, as a restart of PostgreSQL does."""
    await scene.stack.connections["admin"].execute(
        """select pg_terminate_backend(a.pid) from pg_stat_activity as a
           where a.datname = current_database() and a.pid <> pg_backend_pid()"""
    )


async def nothing(scene: Scene) -> None:
    await scene.stack.start()


async def read_only(scene: Scene) -> None:
    await _alter(scene, "set default_transaction_read_only = on")


async def writable(scene: Scene) -> None:
    await _alter(scene, "reset default_transaction_read_only")


async def _alter(scene: Scene, setting: str) -> None:
    name = scene.stack.database.name
    await scene.stack.connections["admin"].execute(f'alter database "{name}" {setting}')
    await cut(scene)
    await scene.stack.start()


async def stop_cron(scene: Scene) -> None:
    scene.stack.cron_runs = False


async def start_cron(scene: Scene) -> None:
    scene.stack.cron_runs = True


def sold(which: str) -> tuple[Change, Change]:
    """Prices are closed and reopened later unchanged, which the docs once recommended."""
    closed: list[str] = []

    async def begin(scene: Scene) -> None:
        rows = await scene.stack.connections["admin"].fetch(
            f"select p.* from billing.prices as p where upper_inf(p.valid) and {which}"
        )
        closed[:] = [
            f"({r['plan_id']}, {r['period_count']}, '{r['period_unit']}', {r['amount']}, "
            f"'{r['currency']}', tstzrange(app.now(), null))"
            for r in rows
        ]
        await scene.owner(
            f"""update billing.prices as p set valid = tstzrange(lower(valid), app.now())
                where upper_inf(valid) and {which}"""
        )

    async def end(scene: Scene) -> None:
        if closed:
            await scene.owner(
                """insert into billing.prices
                   (plan_id, period_count, period_unit, amount, currency, valid)
                   values """
                + ", ".join(closed)
            )

    return begin, end


def setting(name: str, value: object) -> tuple[Change, Change]:
    before: list[str] = []

    async def begin(scene: Scene) -> None:
        known = "select s.value::text from app.settings as s where s.name = $1"
        before[:] = [await scene.stack.connections["admin"].value(known, name)]
        written = json.dumps(value)
        await scene.owner(f"update app.settings set value = '{written}' where name = '{name}'")

    async def end(scene: Scene) -> None:
        await scene.owner(f"update app.settings set value = '{before[0]}' where name = '{name}'")

    return begin, end


async def archive(scene: Scene) -> None:
    await scene.owner("update billing.plans set active = false")


async def unarchive(scene: Scene) -> None:
    await scene.owner("update billing.plans set active = true")


def another_version(files: bytes | None) -> tuple[Change, Change]:
    older: list[OlderPrograms] = []

    async def begin(scene: Scene) -> None:
        if files is not None:
            older.append(OlderPrograms(files))
            await older[-1].start(scene.stack)

    async def end(scene: Scene) -> None:
        if older:
            await older.pop().stop(scene.stack)

    return begin, end


def restored(server: Cluster) -> tuple[Change, Change]:
    """Begins with the backup and ends with the restore: everything in between is undone."""
    backup = Backup(server)
    since: list[datetime] = []

    async def begin(scene: Scene) -> None:
        since.append(scene.stack.now)
        await backup.take(scene.stack)

    async def end(scene: Scene) -> None:
        await backup.restore(scene.stack)
        for person in scene.people.values():
            await find_payments(scene.stack, person, since[-1])
            person.forget(since[-1])

    return begin, end


def restarted(server: Cluster) -> tuple[Change, Change]:
    async def begin(scene: Scene) -> None:
        await restart(scene.stack, server)

    return begin, nothing


def of_a_server(server: Cluster) -> tuple["Kind", ...]:
    """Faults that only a dedicated server may suffer."""
    return (
        ("an older version", "bot", 60, 1440, 2, another_version(release_before())),
        ("restored from a backup", "database", 60, 600, 2, restored(server)),
        ("server crashed", "database", 1, 2, 2, restarted(server)),
    )


Kind = tuple[str, Of, int, int, int, tuple[Change, Change]]
# Name, part, minimum and maximum minutes, and relative frequency.
KINDS: tuple[Kind, ...] = (
    ("panel down", "panel", 1, 2880, 3, wired("vpn", down=True)),
    ("panel answers 503", "panel", 1, 600, 1, wired("vpn", down=503)),
    ("panel fails at times", "panel", 60, 1440, 1, wired("vpn", fail=0.5)),
    ("panel's answers are lost", "panel", 1, 600, 1, wired("vpn", lost_answer=0.7)),
    ("panel's path is wrong", "panel", 1, 180, 3, (wrong_path, right_path)),
    ("panel wiped", "panel", 30, 360, 2, (wipe, reapply)),
    ("telegram down", "telegram", 1, 1200, 2, wired("telegram", down=True)),
    ("telegram fails at times", "telegram", 60, 1440, 1, wired("telegram", fail=0.4)),
    ("telegram loses answers", "telegram", 60, 600, 1, wired("telegram", lost_answer=0.3)),
    ("telegram is broken", "telegram", 1, 600, 1, wired("telegram", broken=0.8)),
    ("everybody is refused with 403", "telegram", 1, 30, 1, wired("telegram", blocked=True)),
    ("no chat is found", "telegram", 1, 30, 1, wired("telegram", strangers=True)),
    ("flood", "telegram", 1, 120, 1, wired("telegram", flood=True, retry_after=60)),
    ("token refused", "telegram", 1, 120, 1, wired("telegram", revoked=True)),
    ("provider's token refused", "telegram", 60, 1440, 1, wired("telegram", provider_revoked=True)),
    ("updates come twice", "telegram", 60, 1440, 1, wired("telegram", duplicate_update=True)),
    ("updates are held", "telegram", 1, 600, 1, wired("telegram", hold_updates=True)),
    ("webhook taken", "bot", 10, 600, 1, (steal_webhook, restart_bot)),
    ("webhook removed", "bot", 10, 600, 1, (remove_webhook, restart_bot)),
    ("bot down", "bot", 5, 1440, 1, killed("bot")),
    ("listener down", "listener", 5, 1440, 1, killed("listener")),
    ("all programs down", "bot", 5, 1440, 1, killed("bot", "listener")),
    ("connections cut", "database", 1, 2, 2, (cut, nothing)),
    ("database is read-only", "database", 1, 60, 2, (read_only, writable)),
    ("pg_cron stopped", "cron", 30, 1080, 2, (stop_cron, start_cron)),
    ("prices off", "shop", 1, 720, 3, sold("true")),
    ("Basic off", "shop", 60, 1440, 1, sold("p.plan_id = 1")),
    ("plans archived", "shop", 30, 720, 1, (archive, unarchive)),
    ("currency wrong", "shop", 1, 240, 1, setting("currency", "EUR")),
    ("top-ups too small", "shop", 60, 1440, 1, setting("topup_max", {"RUB": 12000})),
)


# Where people pay on the providers' pages.
OF_PROVIDERS: tuple[Kind, ...] = (
    ("provider down", "provider", 1, 1440, 2, at_a_provider(down=True)),
    ("provider is broken", "provider", 10, 600, 1, at_a_provider(broken=0.7)),
    ("provider loses answers", "provider", 10, 600, 1, at_a_provider(lost_answer=0.5)),
    ("provider is slow", "provider", 10, 600, 1, at_a_provider(latency_ms=200)),
    ("provider asks to wait", "provider", 1, 120, 1, at_a_provider(limited=True)),
    ("provider has locked the account", "provider", 10, 600, 1, at_a_provider(locked=True)),
    ("no notice comes", "provider", 60, 2880, 1, at_a_provider(no_webhook=True)),
    ("notices come twice", "provider", 60, 1440, 1, at_a_provider(duplicate_webhook=True)),
    ("notices are held", "provider", 10, 1440, 1, at_a_provider(hold_webhooks=True)),
    ("refunds wait", "provider", 60, 2880, 1, at_a_provider(refunds="pending")),
    ("refunds fail", "provider", 60, 1440, 1, at_a_provider(refunds="fail")),
    ("webhooks are off", "provider", 60, 2880, 1, (switch_webhooks_off, switch_webhooks_on)),
)


def drawn(
    chance: random.Random,
    begin: datetime,
    days: int,
    kinds: Sequence[Kind] = KINDS,
    each_days: float = 1.8,
) -> list[Fault]:
    """Faults that do not overlap within the same part of the stack."""
    faults: list[Fault] = []
    at = begin + DAY
    weights = [kind[4] for kind in kinds]
    while at < begin + (days - 3) * DAY:
        name, of, least, most, _, (starts, stops) = chance.choices(kinds, weights)[0]
        # As many are short as are long: minutes between the bounds, evenly in their logarithm.
        minutes = round(least * (most / least) ** chance.random())
        begins = at.replace(second=0, microsecond=0)
        if not any(fault.of == of and fault.ends >= begins for fault in faults):
            faults.append(Fault(name, of, begins, begins + minutes * MINUTE, starts, stops))
        at += DAY * chance.expovariate(1 / each_days) + HOUR
    return faults


# -- What operators do


async def operate(scene: Scene) -> None:
    """Occasionally an operator refunds, credits, debits, gives, shortens, ends or reverses."""
    chance, stack = scene.chance, scene.stack
    person = chance.choice(list(scene.people.values()))
    user = "select ops.find_user($1)"
    id_ = await stack.connections["operator"].value(user, person.id)
    if id_ is None:
        return
    period = await stack.connections["admin"].fetch(
        """select p.number, p.transfer_id from billing.periods as p
           join billing.subscriptions as s on s.id = p.subscription_id
           where s.user_id = $1 and p.kind = 'paid' order by p.number desc limit 1""",
        id_,
    )
    number, transfer = (period[0]["number"], period[0]["transfer_id"]) if period else (0, 0)
    soon = stack.now + 2 * DAY
    for weight, what, statement in (
        (4, "refund", f"select ops.refund({id_}, {number}, 'he did not want it')"),
        (1, "part", f"select ops.refund({id_}, {number}, 'a complaint', 3000)"),
        (2, "credit", f"select ops.credit({id_}, 14900, 'sorry')"),
        (1, "debit", f"select ops.debit({id_}, 100, 'a mistake of ours')"),
        (2, "gift", f"select ops.grant_days({id_}, 5, 'our fault')"),
        (1, "shorten", f"select ops.change_end({id_}, '{soon.isoformat()}', 'as agreed')"),
        (1, "end", f"select ops.revoke({id_}, 'shared his key')"),
        (1, "reverse", f"select ledger.reverse({transfer or 0}, 'a slip of an operator')"),
    ):
        if what in ("refund", "part", "reverse") and not period:
            continue
        if chance.random() < weight / 13:
            person.operated.append((stack.now, what))
            if what == "reverse":
                return  # operators have no right to do this, so a DBA's act is no customer's case
            try:
                await stack.connections["operator"].fetch(statement)
            except asyncpg.PostgresError as error:
                person.operated.pop()
                scene.refused.append(f"{what}: {error}")
            return


async def send_back(scene: Scene) -> None:
    """Now and then somebody asks for what is left of his last payment, and gets it from its
    provider."""
    stack = scene.stack
    person = scene.chance.choice(list(scene.people.values()))
    payment = await stack.connections["admin"].value(
        """select max(p.payment_id) from billing.refundable_payments as p
           join app.telegram_identities as i on i.user_id = p.user_id
           where i.telegram_id = $1 and p.amount > 0""",
        person.id,
    )
    if payment is None:
        return
    person.operated.append((stack.now, "payout"))
    payout = f"select ops.payout({payment}, 'he asked for his money')"
    try:
        await stack.connections["operator"].fetch(payout)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        person.operated.pop()
        scene.refused.append(f"payout: {error}")


# A tap that was given up in an outage stays so: nobody redrives in time what a user waits for.
ROUNDS = (
    """select ops.redrive(array_agg(d.id)) from ops.dead_letters as d
       where d.reason in ('rejected', 'attempts', 'prepare', 'done')
         and (d.topic, d.reason) <> ('inbox', 'attempts')
       having count(*) > 0""",
    # The others are sent by the provider itself, who is asked what became of them.
    """select ops.refund_sent(r.refund_id, 'sent') from ops.refunds_to_send as r
       where r.provider in ('telegram', 'crypto_pay', 'heleket')""",
    """select ops.assign_suspense(s.payment_id, 1, 'looked up') from ops.suspense as s
       where s.resolved_at is null and false""",
)


async def rounds(scene: Scene) -> None:
    """What an operator does each day: looks at what died, and lets go what a brake holds. Providers
    decide about refunds that waited, and a webhook that they gave up is switched on again."""
    settle_refunds(scene.stack.emulators, lambda: scene.chance.random() < 0.8)
    now = scene.stack.now
    off = [f for f in scene.faults if f.name == "webhooks are off" and f.begins <= now <= f.ends]
    if not off:
        await switch_webhooks_on(scene)
    for statement in ROUNDS:
        try:
            await scene.stack.connections["operator"].fetch(statement)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            scene.refused.append(f"rounds: {error}")
