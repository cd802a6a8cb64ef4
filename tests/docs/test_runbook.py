"""Everything that can be raised says what to do: in Telegram, in the runbook, in Prometheus and in
the doctor, in the same words."""

import json
import re

from bot.handlers.admin import ENTRIES, PLACES
from gateways.alarms import alarm_title, what_to_do
from scripts import runbook
from tests.support import REPOSITORY, Connection
from texts import Catalog

# What only /ready and the bot's watchdog know (bot/readiness.py).
OF_READY = {"database", "migrations", "telegram", "payment", "page"}


async def raised(db: Connection) -> set[str]:
    """The names of all alarms, checks and troubles, from the code that raises them."""
    sources = [file.read_text() for file in (REPOSITORY / "sql").glob("[fj]*/**/*.sql")]
    names = {name for text in sources for name in re.findall(r"\bnote_alarm\(\s*'(\w+)'", text)}
    troubles = (REPOSITORY / "sql/functions/jobs/alarms/_troubles.sql").read_text()
    names |= set(re.findall(r"^\s*(?:select )?'(\w+)',", troubles, re.MULTILINE))
    withdrawals = "sql/functions/billing/withdrawals/withdrawal_troubles.sql"
    names |= set(
        re.findall(r"'((?:withdrawals|payouts)_\w+)'", (REPOSITORY / withdrawals).read_text())
    )
    seen = json.loads(await db.fetchval("select outbox.watch()"))
    names |= {check["name"] for check in seen["checks"]} | OF_READY
    for query in (
        "select 'job_failing_' || name from jobs.jobs",
        "select 'job_overdue_' || name from jobs.jobs",
        "select 'brake_' || name from app.brakes",
        "select name from ops.check_definitions",
    ):
        names |= {row[0] for row in await db.fetch(query)}
    return names


async def test_everything_that_can_be_raised_is_a_kind_of_alarm(db: Connection) -> None:
    names = await raised(db)
    assert {"rows_parked", "withdrawals_late", "pg_cron", "topic_vpn", "brake_expire"} <= names
    unknown = {
        name
        for name in names
        if await db.fetchval("select (jobs.kind_of_alarm($1)).name", name) == "other"
    }
    assert unknown == set()


async def test_every_kind_says_what_it_is_and_what_to_do(db: Connection) -> None:
    """In both languages of the admin menu, and no text is about nothing."""
    catalog = Catalog.load()
    kinds = await db.fetch("select k.name, k.help from ops.alarm_kinds as k")
    for locale in ("en", "ru"):
        say = catalog.translator(locale, "UTC")
        for kind in kinds:
            alarm = {"kind": kind["name"], "name": kind["name"], "help": kind["help"]}
            assert len(alarm_title(say, alarm)) < 80 or kind["name"] == "other"
            assert what_to_do(say, alarm) != what_to_do(say, {"help": "none"}) or (
                kind["help"] == "other"
            )
    source = (REPOSITORY / "texts/en/admin_alarms.ftl").read_text()
    helps = set(re.findall(r"^admin-alarm-do-(\w+)", source, re.MULTILINE))
    titles = set(re.findall(r"^admin-alarm-(?!do-)(\w+)", source, re.MULTILINE))
    assert titles == {kind["name"] for kind in kinds}
    assert helps == {kind["help"] for kind in kinds} | set(runbook.alerts())


async def test_the_runbook_is_as_the_database_and_the_texts_are(db: Connection) -> None:
    assert runbook.PAGE.read_text() == await runbook.page(db), "run `make schema`"


def test_alerts_of_prometheus_have_the_words_of_the_runbook() -> None:
    rules = runbook.RULES.read_text().split("- alert: ")[1:]
    assert len(rules) > 10
    for rule in rules:
        action = re.search(r'action: "(.*)"\n', rule)
        section = re.search(r"runbook: docs/runbook\.md#(\S+)", rule)
        assert action
        assert section
        assert action[1].replace('\\"', '"') == runbook.what_to_do(section[1])


async def test_the_place_that_mends_an_alarm_opens_for_who_sees_its_button(db: Connection) -> None:
    """Places inside others need what those need."""
    inside = {"providers": "settings", "suspense": "payments"}
    rows = await db.fetch("select k.* from ops.alarm_kinds as k where k.place is not null")
    for kind in rows:
        place = kind["place"]
        assert place in PLACES
        assert ENTRIES[inside.get(place, place)] == kind["permission"], kind["name"]


async def test_causes_are_kinds_of_alarms_and_come_first(db: Connection) -> None:
    wrong = await db.fetch(
        """
        select c.cause, c.effect
        from ops.alarm_causes as c
        left join ops.alarm_kinds as k on k.name = c.cause
        left join ops.alarm_kinds as e on e.name = c.effect
        where (k.position < e.position) is not true
        """
    )
    assert {(row["cause"], row["effect"]) for row in wrong} == {("panel_version", "topic_vpn")}
