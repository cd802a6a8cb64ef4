"""The shop in the admin menu: settings, texts, plans and prices, panels, what is stuck."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.conftest import OLGA, make_admin
from tests.support import ANN, Connection
from tests.support.bot import Person, Shop, labels
from texts import ADMIN_LANGUAGES, Catalog, Value
from texts.refresh import refresh


@pytest.fixture(autouse=True)
async def our_texts() -> AsyncIterator[None]:
    """Catalogues outlive a test."""
    yield
    Catalog.load().take(0, {})


async def audited(shop: Shop, action: str) -> tuple[str, str | None]:
    """Who did it last, and why."""
    found = await shop.db.fetchrow(
        "select actor, reason from app.audit where action = $1 order by id desc limit 1", action
    )
    assert found, action
    return found["actor"], found["reason"]


async def by_olga(shop: Shop) -> str:
    return f"admin:{await shop.db.fetchval('select app.user_of($1)', OLGA)}"


async def test_every_setting_and_every_editable_text_has_its_words(db: Connection) -> None:
    settings = [row["name"] for row in await db.fetch("select name from ops.settings")]
    texts = [row["name"] for row in await db.fetch("select name from app.editable_texts")]
    for language in {"en", *ADMIN_LANGUAGES.values()}:
        say = Catalog.load().translator(language)
        for name in settings:
            title, _, change = say(f"admin-setting-{name}").partition("\n")
            assert 2 < len(title) <= 40, name
            assert change.strip(), f"{language}/{name} does not say what it changes"
        for name in texts:
            assert say(f"admin-text-{name}")


async def test_editable_texts_are_texts_with_these_variables(db: Connection) -> None:
    """And none is a text that cannot be written without something that it does not name."""
    catalog = Catalog.load()
    samples: dict[str, Value] = {
        "expires_at": {"date": "2027-01-31T22:30:00+00:00"},
        "ends_at": "x",
        "plan": "Plus",
    }
    for row in await db.fetch("select * from app.editable_texts where name <> 'brand'"):
        args = {name: samples[name] for name in row["variables"]}
        assert catalog.format("en", row["name"], args), row["name"]
        for name in row["variables"]:
            fewer = {key: value for key, value in args.items() if key != name}
            with pytest.raises(ValueError, match=name):
                catalog.format("en", row["name"], fewer)


@pytest.mark.long
async def test_an_owner_finds_a_setting_and_changes_it(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Settings", "What you decide yourself")
    assert "Currency: RUB" in screen["text"]
    assert "Gifts wait" not in labels(screen)
    await olga.goes("🔎 Search", "One word is enough")
    await olga.asks("gifts wait", "1 setting found")
    await olga.goes("Gifts wait", "Usual: 30", "Change", "new value")
    await olga.asks("a month", "Not done")
    await olga.asks("60", "Why?")
    summary = await olga.asks("people travel", "After that: 60")
    assert "Now: 30" in summary["text"]
    await olga.goes("Confirm", "Changed", "Back", "Now: 60")
    assert await shop.db.fetchval("select app.setting('gift_days')") == "60"
    assert await audited(shop, "setting.changed") == (await by_olga(shop), "people travel")


@pytest.mark.long
async def test_a_wrong_value_is_refused_with_the_reason(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Settings", "What you decide", "Currency", "Usual: RUB", "Change", "new value")
    await olga.asks("eur", "Why?")
    await olga.asks("abroad", "After that: EUR")
    await olga.goes("Confirm", "no plan that is sold has a price in EUR")
    assert await shop.db.fetchval("select app.setting('currency')") == '"RUB"'


async def test_a_switch_says_what_happens(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Settings", "What you decide", "Free trials", "nobody can begin one")
    await olga.goes("Change", "new value", "off", "Why?")
    await olga.asks("a wave of abuse", "After that: off")
    await olga.goes("Confirm", "Changed")
    assert await shop.db.fetchval("select not app.flag('trials')")
    assert await audited(shop, "flag.changed") == (await by_olga(shop), "a wave of abuse")


@pytest.mark.long
async def test_sums_are_written_in_major_units(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Settings", "What you decide", "🔎 Search", "One word")
    await olga.asks("smallest", "1 setting found")
    await olga.goes("Smallest top-up", "Now: 100 ₽", "Change", "new value")
    await olga.asks("149,50", "Not done")
    await olga.asks("149,50 RUB, 5 USD", "Why?")
    summary = await olga.asks("fees", "After that: 149.50 ₽, 5 $")
    assert "14950" not in summary["text"]
    await olga.goes("Confirm", "Changed")
    assert await shop.db.fetchval("select app.setting('topup_min')") == '{"RUB": 14950, "USD": 500}'


async def test_a_channel_where_the_bot_is_no_administrator_is_refused(
    shop: Shop, olga: Person
) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Settings", "What you decide", "Required channels", "has to join")
    await olga.goes("Add a channel", "forwarded from it")
    await olga.asks("@nowhere", "Telegram does not know this channel")


async def test_the_shop_writes_a_text_itself(shop: Shop, ann: Person, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes(
        "Texts", "These you may write", "Welcome", "Our text", "Change", "which language"
    )
    await olga.goes("English", "The new text?")
    await olga.asks("<b>Hello", "is not closed")
    await olga.asks("Hello {friend}", "{friend} is nothing that this text knows")
    await olga.asks("Hello from {brand} & <b>friends</b>", "Telegram does not take &")
    await olga.asks("Hello from {brand} & friends", "Why?")
    summary = await olga.asks("friendlier", "This is what people will read")
    assert "Hello from Tickover VPN & friends" in summary["text"]
    await olga.goes("Confirm", "from now on", "Back", "Yours in: English")
    await ann.asks("/start", "Hello from Tickover VPN & friends")
    assert await audited(shop, "shop_text.added") == (await by_olga(shop), "friendlier")
    await olga.goes("Back to our text", "which language", "English", "Why?")
    await olga.asks("as it was", "Reason")
    await olga.goes("Confirm", "Our text is back")
    await ann.asks("/start", "Sites and apps open again")


async def test_the_name_of_the_shop_is_in_all_texts_and_languages(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Texts", "These you may write", "Name of the shop", "Our text")
    await olga.goes("Change", "which language", "All languages", "The new text?")
    await olga.asks("Fast & Free", "none of the characters")
    await olga.asks("Swift VPN", "Why?")
    await olga.asks("our name", "Swift VPN")
    await olga.goes("Confirm", "from now on")
    await ann.asks("/start", "Swift VPN")
    assert "Swift VPN" in Catalog.load().format("ru", "page-brand", {})


async def test_a_text_that_cannot_be_written_is_ours(db: Connection) -> None:
    catalog = Catalog.load()
    catalog.take(1, {"en": {"help": "Ask {nobody}"}})
    assert "How Tickover VPN works" in catalog.format("en", "help", {})
    assert list(catalog.taken.failed) == ["help/en"]


async def test_a_program_takes_texts_and_tells_of_those_that_fail(db: Connection) -> None:
    catalog = Catalog(Catalog.load().folder)

    async def ask(version: int | None, failed: str | None) -> str | None:
        found: str | None = await db.fetchval("select outbox.shop_texts($1, $2)", version, failed)
        return found

    async def written() -> str:
        await refresh(catalog, ask)
        return catalog.format("en", "never-connected", {"plan": "Plus", "ends_at": "Monday"})

    assert "Not connected yet?" in await written()
    own = "select ops.set_text('never-connected', 'en', '{plan}: \"<b>{ends_at}</b>\"', 'ours')"
    await db.execute(own)
    assert await written() == 'Plus: "<b>Monday</b>"'
    # As after a release that takes a variable away.
    await db.execute("update app.shop_texts set text = 'Ask {nobody}', version = 2")
    assert "Not connected yet?" in await written()
    await refresh(catalog, ask)
    told = await db.fetchval("select detail from ops.alarms where name = 'shop_text'")
    assert told.startswith("never-connected/en")


async def test_everybody_reads_of_an_incident(shop: Shop, ann: Person, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Incident", "Nothing is said", "Write what is wrong", "For whom")
    await olga.goes("Everybody", "What do you tell them")
    await olga.asks("Servers in <Germany> are slow", "Why?")
    await olga.asks("panel de1", "⚠️ Servers in <Germany> are slow")
    await olga.goes("Confirm", "Everybody reads it")
    await ann.asks("/start", "Servers in <Germany> are slow")
    await olga.asks("/admin", "An incident is shown to everybody")
    await olga.goes("Incident", "Everybody reads this", "It is over", "Why?")
    await olga.asks("works again", "Reason")
    await olga.goes("Confirm", "The text is gone")
    assert await audited(shop, "setting.changed") == (await by_olga(shop), "works again")
    await make_admin(shop, ANN, "support")
    assert "Incident" not in labels(await ann.asks("/admin", "Your role: support"))


@pytest.mark.long
async def test_a_price_is_tried_before_it_is_set(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Plans, prices", "Basic", "Basic", "30 days: 149 ₽")
    await olga.goes("New price", "For which length", "30 days", "How much")
    await olga.asks("cheap", "no amount in this currency")
    await olga.asks("199", "From when")
    await olga.asks("1.1.2020", "not in the future")
    await olga.goes("at once", "Who has the plan", "Keep the old price", "Why?")
    summary = await olga.asks("costs rose", "149 ₽ → 199 ₽")
    assert "0 have it" in summary["text"]
    assert "is told seven days before" in summary["text"]
    await olga.goes("Confirm", "The price is set", "Back", "30 days: 199 ₽")
    assert await audited(shop, "plan.changed") == (await by_olga(shop), "costs rose")
    assert await audited(shop, "price.added") == (await by_olga(shop), "costs rose")
    await olga.goes("New price", "For which length", "30 days", "How much")
    await olga.asks("1,000", "From when")
    asked = await olga.goes("at once", "Who has the plan")
    assert "As promised before" in labels(asked)
    await olga.goes("Pay the new one", "Why?")
    summary = await olga.asks("no more promises", "199 ₽ → 1,000 ₽")
    assert "That promise ends, for all its lengths" in summary["text"]
    await olga.goes("Confirm", "The price is set")
    keeps = "select bool_or(p.grandfathers) from billing.plans as p"
    assert await shop.db.fetchval(keeps) is False


@pytest.mark.long
async def test_a_plan_begins_is_changed_and_ends(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Plans, prices", "Basic", "New plan", "A short code")
    await olga.asks("family", "What is it called")
    await olga.asks("Family", "in one line")
    await olga.asks("For all of you", "On how many devices")
    await olga.asks("10", "How many GB")
    await olga.asks("200", "counted anew")
    await olga.goes("each month", "Why?")
    await olga.asks("asked for", "GB of traffic: 200")
    await olga.goes("Confirm", "as soon as it has a price", "Back", "Devices: 10")
    await olga.goes("What it gives", "On how many devices", "no limit", "How many GB")
    await olga.goes("no limit", "Why?")
    await olga.asks("generous", "Devices: no limit")
    await olga.goes("Confirm", "bought or renewed from now on", "Back", "Devices: no limit")
    await olga.goes("Its words", "which language", "Русский", "What is it called")
    await olga.asks("Семья", "in one line")
    await olga.asks("Для всех", "Why?")
    await olga.asks("Russian", "Name: Семья")
    await olga.goes("Confirm", "Changed", "Back", "Русский: Семья")
    await olga.goes("Stop selling", "For whom", "New customers only", "Why?")
    await olga.asks("a slip", "Nobody else can buy it")
    await olga.goes("Confirm", "not sold any more", "Back", "only for those who have it")
    await olga.goes("Sell again", "Why?")
    await olga.asks("after all", "Reason")
    await olga.goes("Confirm", "Changed")
    assert await audited(shop, "plan.changed") == (await by_olga(shop), "after all")


@pytest.mark.long
async def test_a_panel_is_added_checked_and_emptied(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Panels", "VPN panels")
    first = labels(screen)[0]
    await olga.goes("Add a panel", "A short name")
    await olga.asks("de9", "Which program")
    await olga.goes("marzban", "Its address")
    await olga.asks("https://admin:secret@de9.example", "In which country")
    await olga.asks("DE", "Why?")
    await olga.asks("more room", "Country: DE")
    await olga.goes("Confirm", "has a password in it", "Back", "VPN panels")
    await olga.goes("Add a panel", "A short name")
    await olga.asks("de9", "Which program")
    await olga.goes("marzban", "Its address")
    await olga.asks("https://de9.example", "In which country")
    await olga.asks("DE", "Why?")
    await olga.asks("more room", "Country: DE")
    await olga.goes(
        "Confirm", "PANEL_KEYS", "Back", "It was never reached", "Check", "test account"
    )
    await olga.asks("is it right", "Reason")
    await olga.goes("Confirm", "being checked", "Back", "⏳ running")
    assert await audited(shop, "panel.added") == (await by_olga(shop), "more room")
    await olga.goes("Back", "VPN panels", first, "Weight", "Empty it", "move to other panels")
    await olga.asks("old machine", "Reason")
    await olga.goes("Confirm", "being emptied", "Back", "is being emptied")
    assert await audited(shop, "panel.changed") == (await by_olga(shop), "old machine")


async def test_all_keys_are_replaced_after_a_count(shop: Shop, ann: Person, olga: Person) -> None:
    await shop.db.execute("select api.start_trial($1)", ANN)
    await olga.asks("/admin", "Your role")
    await olga.goes("Panels", "VPN panels", "New keys for all (1)", "All 1 keys on all panels")
    await olga.asks("a leak", "Reason")
    await olga.goes("Confirm", "1 are left")
    assert await audited(shop, "panel.keys_replaced") == (await by_olga(shop), "a leak")


async def test_a_notice_comes_at_another_time(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Settings", "What you decide", "Reminders", "within a day")
    await olga.goes("Subscription ends soon", "3 days before the end of the period")
    await olga.goes("Another time", "Before or after", "before", "How many hours")
    await olga.asks("96", "Why?")
    await olga.asks("earlier", "After that: 4 days before")
    await olga.goes("Confirm", "Changed", "Back", "4 days before")
    await olga.goes("Turn off Subscription ends soon", "is not sent any more")
    await olga.asks("quieter", "Reason")
    await olga.goes("Confirm", "Changed", "Back", "🔕")
    assert await audited(shop, "notice_rule.changed") == (await by_olga(shop), "quieter")


async def test_a_way_to_pay_is_turned_off(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Settings", "What you decide", "Payment ways", "Ways to pay")
    switch = next(label for label in labels(screen) if label.startswith("Turn off"))
    await olga.goes(switch, "is not offered any more")
    await olga.asks("fees", "Reason")
    await olga.goes("Confirm", "Changed")
    assert await audited(shop, "provider.changed") == (await by_olga(shop), "fees")


async def test_an_old_switch_does_what_it_says(shop: Shop, olga: Person) -> None:
    """It carries the wanted state: tapped once more, it does not switch back."""
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Settings", "What you decide", "Payment ways", "Ways to pay")
    switch = next(b for row in screen["buttons"] for b in row if b["text"].startswith("Turn off"))
    off = "select count(*) from app.audit where action = 'provider.changed'"
    for told in ("✅ Changed", "It was like that before"):
        await olga.tap_data(switch["data"], screen["message_id"])
        await olga.sees("is not offered any more")
        await olga.asks("fees", "Reason")
        await olga.goes("Confirm", told)
        assert await shop.db.fetchval(off) == 1


DEAD = """
insert into outbox.dead_letters (
  id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason, error, destination
)
select n, 'telegram', $1::text, 'telegram.notice',
  jsonb_build_object('text', 'menu-hint-try', 'user_id', $2::bigint),
  now(), 9, false, 'attempts', 'Telegram was away', 'main'
from generate_series(900000001, 900000002) as n
"""


async def nothing_is_stuck(shop: Shop) -> None:
    """There is no pg_cron, so jobs are overdue once the server runs for a while."""
    await shop.db.execute("delete from jobs.alarms")
    await shop.db.execute("update jobs.jobs set enabled = false")


async def test_what_is_stuck_is_told_and_sent_again(shop: Shop, ann: Person, olga: Person) -> None:
    await nothing_is_stuck(shop)
    assert "Stuck" in labels(await olga.asks("/admin", "Your role"))
    await olga.goes("Stuck", "Nothing is stuck")
    ann_is = await shop.db.fetchval("select app.user_of($1)", ANN)
    await shop.db.execute(DEAD, str(ANN), ann_is)
    await olga.asks("/admin", "Your role")
    await olga.goes(
        "Stuck 1", "telegram.notice: 2 messages were given up", "Look: telegram.notice", ""
    )
    await olga.sees("Telegram was away")
    await olga.goes("900000001", "It failed too often", "Delete", "are deleted and never sent")
    await olga.asks("nobody waits", "Reason")
    await olga.goes("Confirm", "Deleted: 1", "Back", "1 messages were given up")
    assert await audited(shop, "message.discarded") == (await by_olga(shop), "nobody waits")
    await olga.goes("Look: telegram.notice", "Telegram was away", "Send all again (1)", "go back")
    await olga.asks("it is back", "Reason")
    await olga.goes("Confirm", "Sent again: 1")
    assert await audited(shop, "message.redriven") == (await by_olga(shop), "it is back")


async def test_what_holds_is_let_through(shop: Shop, olga: Person) -> None:
    await nothing_is_stuck(shop)
    await shop.db.execute("select ops.pause('telegram', 'a test', 'main')")
    await shop.db.execute(
        "update app.brakes set held = 7, held_since = app.now(), held_at = app.now() "
        "where name = 'reward'"
    )
    parked = "insert into jobs.parked (job, row_id, sqlstate, error) values ($1, 1, 'XX000', 'x')"
    await shop.db.execute(parked, "renew_due")
    await olga.asks("/admin", "Your role")
    await olga.goes(
        "Stuck 3", "telegram main is paused", "Send again: telegram main", "ends at once"
    )
    await olga.asks("it is back", "Reason")
    await olga.goes("Confirm", "being sent", "Back", "Brake reward: 7 are held")
    assert await audited(shop, "destination.resumed") == (await by_olga(shop), "it is back")
    await olga.goes("Let through: reward", "everything of its kind for an hour")
    await olga.asks("a campaign", "Reason")
    await olga.goes("Confirm", "Let through until", "Back", "What is stuck")
    assert await audited(shop, "brake.released") == (await by_olga(shop), "a campaign")
    await olga.goes("Try again: renew_due", "at its next run")
    await olga.asks("repaired", "Reason")
    await olga.goes("Confirm", "Tried again: 1")
    assert await audited(shop, "job.unparked") == (await by_olga(shop), "repaired")


async def test_a_manager_changes_prices_and_no_settings(shop: Shop, ann: Person) -> None:
    await make_admin(shop, ANN, "manager")
    menu = await ann.asks("/admin", "Your role: manager")
    assert "Plans, prices" in labels(menu)
    assert not {"Settings", "Texts", "Panels"} & set(labels(menu))
    await ann.tap_data("a:settings", menu["message_id"])
    await ann.alert("Your role does not allow that")
