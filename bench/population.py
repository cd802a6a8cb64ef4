"""Creates many subscribers at once, directly in the tables."""

from bench.harness import Connection

# In batches, so that filling millions shows progress and is not one huge transaction.
_BATCH = 500_000
_NUMBERS = "generate_series($1::bigint, $2::bigint) as n"
# Every second user has a trial, the others have paid; all have access, and a chat whose id is the
# user's. The due ones are scattered over the table, as they would be after some months.
_FILL = (
    f"""
    insert into app.users (id, identity_hash, created_at) overriding system value
    select n, sha256(n::text::bytea), app.now() - interval '60 days' from {_NUMBERS}
    """,
    f"""
    insert into app.telegram_identities (user_id, telegram_id, updated_at)
    select n, n, app.now() from {_NUMBERS}
    """,
    f"""
    insert into billing.subscriptions
      (id, user_id, plan_id, status, source, price_id, renewal_price_id, announced_amount,
       anchor_at, anchor_number, period_number, ends_at, expires_at, renew_at, created_at)
    overriding system value
    select
      n, n, p.plan_id, 'active', kind.source, p.id, kind.price_id, p.amount,
      app.now() - interval '30 days', 1, 1, kind.ends_at,
      kind.ends_at + case kind.source when 'paid' then billing.grace() else '0' end,
      case kind.source when 'paid' then billing.next_attempt(kind.ends_at, app.now()) end,
      app.now() - interval '30 days'
    from {_NUMBERS}
    cross join (select * from billing.prices order by id limit 1) as p
    cross join lateral (
      select
        case n % 2 when 0 then 'trial' else 'paid' end as source,
        case n % 2 when 1 then p.id end as price_id,
        app.now() + interval '1 day' * (1 + random() * 60) as ends_at
    ) as kind
    """,
    f"""
    insert into vpn.desired (subscription_id, present, expires_at, missing)
    select s.id, true, s.expires_at, 0
    from {_NUMBERS}
    join billing.subscriptions as s on s.id = n
    """,
    f"""
    insert into vpn.access
      (id, subscription_id, panel_id, key, applied_generation, applied_at, link)
    select
      s.id, s.id, p.id, format('s_%s', s.id), 1, app.now(), format('vless://%s', s.id)
    from {_NUMBERS}
    join billing.subscriptions as s on s.id = n
    cross join (select * from vpn.panels order by id limit 1) as p
    """,
)
_END_TOGETHER = """
update billing.subscriptions as s
set ends_at = due.at, expires_at = due.at, renew_at = null
from (
  select id, date_trunc('minute', app.now()) - interval '1 minute' * random() as at
  from billing.subscriptions
  order by random()
  limit $1
) as due
where s.id = due.id
"""
# Those who have paid, every second one: a day before the end of their first period.
_RENEW_TOGETHER = """
update billing.subscriptions as s
set
  anchor_at = due.at - interval '29 days',
  ends_at = due.at + interval '1 day',
  expires_at = due.at + interval '1 day' + billing.grace(),
  renew_at = due.at,
  announced_amount = s.announced_amount - (s.id / 2 % 100 < $1)::integer
from (
  select id, date_trunc('minute', app.now()) - interval '1 minute' * random() as at
  from billing.subscriptions
  where renewal_price_id is not null
) as due
where s.id = due.id
"""
_ACCESS = """
update vpn.desired as d
set expires_at = s.expires_at
from billing.subscriptions as s
where s.id = d.subscription_id and s.renewal_price_id is not null
"""
_FIRST_PERIODS = """
insert into billing.periods
  (subscription_id, number, kind, plan_version, starts_at, ends_at, created_at)
select s.id, 1, 'grant', 1, s.anchor_at, s.ends_at, s.anchor_at
from billing.subscriptions as s
where s.renewal_price_id is not null
"""
# Each paid once, so that the ledger has a history as well.
_OPEN_ACCOUNTS = """
insert into ledger.accounts (user_id, name, currency, floor, balance, version, created_at)
select n, 'cash', 'RUB', 0, 0, 0, app.now() from generate_series(1, $1::bigint, $2::bigint) as n
"""
_TOP_UP = """
select ledger.post_batch(
  'topup',
  array_agg(format('bench:%s', a.user_id)),
  array_agg(ledger.account(null, 'clearing.bench', 'RUB')),
  array_agg(a.id),
  array_agg(case when a.user_id / 2 % 100 < 100 - $1::integer then $2::bigint else 100 end)
)
from ledger.accounts as a
where a.user_id is not null
group by a.id / 1000
"""
# A tenth off for all who renew; what they were told is lowered with it.
_REDUCE = (
    """
    insert into billing.personal_prices (user_id, percent, valid, reason)
    select s.user_id, 10, tstzrange(app.now() - interval '1 day', null), 'bench'
    from billing.subscriptions as s
    where s.renewal_price_id is not null
    """,
    """
    update billing.subscriptions as s
    set announced_amount = r.amount - r.amount / 10 - (s.announced_amount < r.amount)::integer
    from billing.prices as r
    where r.id = s.renewal_price_id
    """,
)
_OPEN_BONUS = """
insert into ledger.accounts (user_id, name, currency, floor, balance, version, created_at)
select s.user_id, 'bonus', 'RUB', 0, 0, 0, app.now()
from billing.subscriptions as s
where s.renewal_price_id is not null
"""
_GIVE_BONUS = """
select ledger.post_batch(
  'credit',
  array_agg(format('bench bonus:%s', a.user_id)),
  array_agg(ledger.account(null, 'promo_expense', 'RUB')),
  array_agg(a.id),
  array_agg($1::bigint)
)
from ledger.accounts as a
where a.name = 'bonus'
group by a.id / 1000
"""
# The shop's records of the past weeks, none of them old enough to be purged.
_HISTORY = """
insert into jobs.run (job, status, started_at, finished_at)
select j.name, 'ok', t, t + interval '10 ms'
from generate_series(date_trunc('minute', now()) - interval '29 days', now(), '1 minute') as t
join jobs.jobs as j on j.schedule = '* * * * *' or t = date_trunc('day', t);
insert into inbox.events (topic, source, external_id, lane, received_at, processed_at)
select 'inbox', 'telegram', n::text, (n % 10000)::text, t, t
from generate_series(1, 200000) as n
cross join lateral (select now() - interval '6 days' * random()) as past (t);
insert into outbox.dead_letters
  (id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason, buried_at)
select nextval('outbox.message_ids'), 'telegram', n::text, 'billing.notice', '{}', t, 0, true,
  'too_late', t
from generate_series(1, 20000) as n
cross join lateral (select now() - interval '29 days' * random()) as past (t);
"""


async def subscribe(connection: Connection, users: int) -> None:
    """Users 1 to `users`, each with an active subscription that is not due for a day."""
    # The data satisfies the foreign keys by construction; skipping their checks halves the time.
    await connection.execute("set session_replication_role = replica")
    for first in range(1, users + 1, _BATCH):
        for statement in _FILL:
            await connection.execute(statement, first, min(first + _BATCH - 1, users))
    await connection.execute("reset session_replication_role")
    await settle(connection)


async def end_together(connection: Connection, subscriptions: int) -> None:
    """Makes a number of them end in one minute, which has just passed."""
    await connection.execute(_END_TOGETHER, subscriptions)
    await settle(connection)


async def renew_together(
    connection: Connection, *, risen: int, short: int, amount: int = 14900
) -> None:
    """Makes all paid ones renew in one minute, which has just passed; given percentages of them
    were told a lower price, or have too little money; the others have this amount."""
    await connection.execute(_RENEW_TOGETHER, risen)
    await connection.execute(_ACCESS)
    await connection.execute("set session_replication_role = replica")
    await connection.execute(_FIRST_PERIODS)
    await connection.execute("reset session_replication_role")
    users = await connection.fetchval("select max(user_id) from billing.subscriptions")
    await pay(connection, users, every=2, short=short, amount=amount)


async def pay(
    connection: Connection, users: int, *, every: int = 1, short: int = 0, amount: int = 14900
) -> None:
    """Gives the first users, or every second one, an account and a top-up, of which a given
    percentage has spent all but a rouble."""
    await connection.execute(_OPEN_ACCOUNTS, users, every)
    await connection.execute(_TOP_UP, short, amount)
    await settle(connection)


async def reduce(connection: Connection, *, bonus: int) -> None:
    """Gives all who renew a discount of their own, and a bonus."""
    for statement in _REDUCE:
        await connection.execute(statement)
    await connection.execute(_OPEN_BONUS)
    await connection.execute(_GIVE_BONUS, bonus)
    await settle(connection)


async def remember(connection: Connection) -> None:
    """Gives the shop a history: runs of jobs, processed updates, notices that came too late."""
    await connection.execute(_HISTORY)
    await settle(connection)


async def settle(connection: Connection) -> None:
    """Makes the data look old: statistics are taken, nothing is left to vacuum or to write."""
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")
