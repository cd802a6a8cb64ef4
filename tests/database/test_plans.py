"""What runs all day is planned by index, in a shop where a scan would show.

Plans are taken from the statements inside the functions, as PostgreSQL ran them: a query that is
fast because a test has ten rows is not looked at by anybody until there are a million.
"""

import pytest

from bench.plans import explained
from tests.support import Connection
from tests.support.plans import read_whole

NOTICES = """
insert into billing.notices (subscription_id, period_number, kind, created_at, ends_at)
select s.id, 1, 'ending', now(), s.ends_at from billing.subscriptions as s;
"""
# Users with a subscription and an order each, a tenth of them expired; a few messages that wait,
# dropped letters and runs of jobs.
MANY = """
set session_replication_role = replica;
update app.settings set value = '"RUB"' where name = 'currency';
insert into vpn.panels (code, kind, base_url) values ('tap', 'xray-api', 'http://panel');
insert into app.users (identity_hash, created_at)
select sha256(n::text::bytea), now() from generate_series(1, 20000) as n;
insert into app.telegram_identities (user_id, telegram_id, updated_at)
select id, 1000000 + id, now() from app.users;
insert into ledger.accounts (user_id, name, currency, floor, balance, version, created_at)
select id, 'cash', 'RUB', 0, 0, 0, now() from app.users;
insert into billing.subscriptions (
  user_id, plan_id, status, source, price_id, renewal_price_id, announced_amount, anchor_at,
  anchor_number, period_number, ends_at, expires_at, renew_at, begin_at, created_at
)
select
  u.id, r.plan_id, case when u.id % 10 = 0 then 'expired' else 'active' end, 'paid', r.id, r.id,
  r.amount, e.at, 1, 1, e.at, e.at, case when u.id % 10 > 0 then e.at end,
  case when u.id % 10 > 0 then e.at end, now()
from app.users as u
cross join lateral (select now() + u.id * interval '2 minutes' as at) as e
cross join (select * from billing.prices order by id limit 1) as r;
insert into billing.notice_watch (subscription_id, look_at, looked_at)
select s.id, s.expires_at, now() from billing.subscriptions as s;
insert into app.told (at, user_id, what) select now(), id, 'menu' from app.users;
insert into app.told (at, subscription_id, what)
select now(), s.id, 'renewed' from billing.subscriptions as s;
insert into broadcast.broadcasts (request, kind, segment, created_by, created_at)
select gen_random_uuid(), 'offer', 'all', 'test', now() from generate_series(1, 2);
insert into broadcast.recipients (broadcast_id, user_id, variant, state, not_before, sent_at)
select b.id, u.id, 'a', 'sent', now(), now()
from broadcast.broadcasts as b cross join app.users as u;
insert into app.audit (at, actor, action, subject, subject_id)
select now(), 'job:renew_due', 'subscription.renewed', 'subscription', s.id
from billing.subscriptions as s;
insert into vpn.desired (subscription_id, present, expires_at, missing)
select s.id, s.status = 'active', s.expires_at, 0 from billing.subscriptions as s;
insert into vpn.access (subscription_id, panel_id, key)
select s.id, p.id, 's_' || s.id
from billing.subscriptions as s cross join (select * from vpn.panels limit 1) as p;
insert into billing.orders (
  user_id, kind, status, subscription_id, price_id, list_amount, amount, currency, created_at,
  expires_at, paid_at, fulfilled_at
)
select
  s.user_id, 'purchase', 'fulfilled', s.id, s.price_id, 100, 100, 'RUB', now(),
  now() + interval '1 hour', now(), now()
from billing.subscriptions as s;
insert into outbox.lanes (topic, lane, priority, destination, ready_at, waiting)
select 'telegram', telegram_id::text, 'notice', outbox._destination('telegram', 'main'),
  now() + interval '1 hour', 1
from app.telegram_identities where user_id % 200 = 0;
insert into outbox.messages (topic, lane, priority, kind, payload)
select 'telegram', lane, 'notice', 'telegram.notice', '{}' from outbox.lanes;
insert into outbox.dead_letters (
  id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason
)
select -n, 'telegram', (1000000 + n)::text, 'telegram.notice', '{}', now(), 1, n > 5, 'untrue'
from generate_series(1, 20000) as n;
insert into jobs.run (job, status, started_at, finished_at)
select j.name, 'ok', now() - n * interval '1 minute', now() - n * interval '1 minute'
from generate_series(1, 3000) as n
join jobs.jobs as j on j.schedule = '* * * * *' or n % 1440 = 700
order by n desc;
set session_replication_role = origin;
analyze;
"""

EACH_MINUTE = "select name from jobs.jobs where schedule = '* * * * *'"


HOT = (
    "select billing.due_to_renew(1000)",
    "select billing.due_to_expire(1000)",
    "select billing.due_to_begin(50)",
    "select billing.due_to_notify(1000)",
    "select billing.notify_apply((select array_agg(n::bigint) from generate_series(1, 100) as n))",
    "select * from ops.notices_due('1 hour')",
    "select outbox.claim('telegram', 20)",
    "select outbox.claim('vpn', 20)",
    "select inbox.claim('inbox', 20)",
    "select vpn.reapply_batch(1000)",
    "select billing.purge_orders(1000)",
    "select * from ops.jobs",
    "select inbox.watch()",
    "select * from ops.explain('500')",
    "select * from ops.due",
    "select * from api.home(1000500)",
    "select * from api.profile(1000500)",
)
FIGURES = "select * from ops.metrics"
BY_CHAT = ("select subject from ops.lanes", "select subject from ops.dead_letters")


@pytest.mark.long
async def test_what_runs_all_day_reads_no_whole_table(db: Connection) -> None:
    await db.execute(MANY + NOTICES + "analyze;")
    scans = {}
    jobs = [f"select jobs.{row['name']}(1)" for row in await db.fetch(EACH_MINUTE)]
    assert len(jobs) > 5
    for statement in (*HOT, *BY_CHAT, FIGURES, *jobs):
        plan = "".join(await explained(db, statement))
        assert "plan:" in plan
        if found := read_whole(plan):
            scans[statement] = found
    # A view of all that waits reads all that waits, and finds the users of it by index.
    assert scans.pop(BY_CHAT[0], ["lanes"]) == ["lanes"]
    # Of figures, how many subscriptions run is counted, and what waits, and nothing else.
    assert set(scans.pop(FIGURES)) == {"subscriptions", "lanes"}
    # It looks at two hundred lanes, whichever they are.
    assert scans.pop("select jobs.watch_delivery(1)", ["lanes"]) == ["lanes"]
    assert scans == {}


# What was paid for three years ago, and what ten people paid for a month ago.
LONG_AGO = """
set session_replication_role = replica;
insert into billing.periods (
  subscription_id, number, kind, plan_version, starts_at, ends_at, price_id, transfer_id, created_at
)
select s.id, 1, 'paid', 1, e.at - interval '30 days', e.at, s.price_id, s.id, e.at
from billing.subscriptions as s
cross join lateral (select now() - s.id * interval '1 minute' - interval '3 years' as at) as e
union all
select
  s.id, 2, 'paid', 1, now() - interval '31 days', now() - interval '1 day', s.price_id, -s.id, now()
from billing.subscriptions as s
where s.id % 2000 = 0;
insert into ledger.transfers (kind, idempotency_key, content_hash, created_at)
select 'renewal', format('renewal:%s', n), sha256(n::text::bytea), now() - interval '3 years'
from generate_series(1, 20000) as n;
set session_replication_role = origin;
"""
SCREENS = "ops.broken_promises_of_screens as b where b.promise = 'screens_tell_the_truth'"


@pytest.mark.long
async def test_a_figure_that_is_counted_again_and_again_reads_no_history(db: Connection) -> None:
    await db.execute(MANY + LONG_AGO)
    await db.execute("vacuum analyze")
    for figure in ("ops.retention(6)", "ops.figures_by_day(90)", "ops.mrr_by_day(90)", SCREENS):
        plan = "".join(await explained(db, f"select * from {figure}"))
        assert "periods" in plan
        assert "Seq Scan on periods" not in plan
    for figure in ("ops.metrics_of_money", "ops.money_today"):
        plan = "".join(await explained(db, f"select * from {figure}"))
        assert "transfers_by_time" in plan
        assert "Rows Removed by Filter: 20000" not in plan
    purge = "".join(await explained(db, "select jobs.purge_history(1000)"))
    assert "delete from app.told" in purge
    assert "told" not in read_whole(purge)


ATTEMPT = """
select billing.defer_renewals(array[jsonb_populate_record(null::billing.renewal, '{
  "subscription_id": 501, "number": 1, "outcome": "short", "chat": "1", "expires_at": "2100-01-01Z"
}')], 'job:renew_due')
"""
READ = "select pg_stat_get_xact_tuples_returned('billing.notices_pkey'::regclass)"


SENT = """
select billing.notices_sent(
  array['1'],
  array['{"notice": "announced", "subscription_id": 501, "period_number": 1, "amount": 5}'::jsonb],
  array['{}'::jsonb]
)
"""
DROPPED = """
insert into outbox.dead_letters (
  id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason
)
values (
  $1, 'telegram', '1', 'billing.notice',
  '{"notice": "ending", "subscription_id": 501, "period_number": 1}', now(), 0, true, 'too_late'
)
"""
SCANNED = """
select sum(pg_stat_get_xact_tuples_returned(t))
from unnest('{app.told,billing.notices,billing.subscriptions}'::regclass[]) as t
"""


@pytest.mark.long
async def test_what_was_sent_is_found_by_index(db: Connection) -> None:
    await db.execute(SENT)
    await db.execute(DROPPED, 1)
    await db.execute(MANY + NOTICES)
    await db.execute("set session_replication_role = origin")
    async with db.transaction():
        await db.execute(SENT)
        await db.execute(DROPPED, 2)
        assert await db.fetchval(SCANNED) < 100


@pytest.mark.long
async def test_a_plan_made_for_an_empty_table_serves_a_full_one(db: Connection) -> None:
    """A session keeps its plans, and a run of renewals fills the table that they were made for."""
    await db.execute(MANY)
    await db.execute(ATTEMPT)
    await db.execute(NOTICES)
    async with db.transaction():
        before = await db.fetchval(READ)
        await db.execute(ATTEMPT)
        assert await db.fetchval(READ) - before < 100
