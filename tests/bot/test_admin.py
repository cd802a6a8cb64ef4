"""The admin menu: who gets it, what roles may do, and how forms are filled in."""

from tests.bot.conftest import OLGA, make_admin
from tests.support import ANN
from tests.support.bot import Person, Shop, labels


async def number(shop: Shop, telegram_id: int) -> int:
    found: int = await shop.db.fetchval("select app.user_of($1)", telegram_id)
    return found


async def test_only_admins_have_the_menu(shop: Shop, ann: Person, olga: Person) -> None:
    assert "Admin" not in labels(await ann.asks("/start", "It takes two minutes"))
    await ann.asks("/admin", "It takes two minutes to set up")
    assert "Admin" in labels(await olga.asks("/start", "It takes two minutes"))
    menu = await olga.goes("Admin", "Your role: owner")
    assert "Admins" in labels(menu)


async def test_an_owner_makes_a_manager_and_takes_the_role_away(
    shop: Shop, ann: Person, olga: Person
) -> None:
    ann_is = await number(shop, ANN)
    await olga.asks("/admin", "Your role")
    await olga.goes("Admins", "owner", "Add an admin", "Who?")
    await olga.asks("Ann", "no answer")
    await olga.asks(str(ann_is), "Which role")
    await olga.goes("Manager: the daily business", "Why?")
    summary = await olga.asks("runs the shop from today", "Role: manager")
    assert "Confirm" in labels(summary)
    await olga.goes("Confirm", "The role is set")
    trace = "select actor, action, reason from app.audit where action ~ '^admin' order by id desc"
    olga_is = await number(shop, OLGA)
    assert tuple(await shop.db.fetchrow(trace) or ()) == (
        f"admin:{olga_is}",
        "admin.made",
        "runs the shop from today",
    )
    menu = await ann.asks("/admin", "Your role: manager")
    assert "Admins" not in labels(menu)
    await olga.goes("Back", "manager", "@ann · manager", "Which role")
    await olga.goes("No admin any more", "Why?")
    await olga.asks("left", "Role: none")
    await olga.goes("Confirm", "No admin any more")
    assert "Admin" not in labels(await ann.asks("/start", "It takes two minutes"))


async def test_the_last_owner_stays(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Admins", "owner")
    await olga.goes(labels(screen)[0], "Which role", "Support: customers", "Why?")
    await olga.asks("a slip", "Role: support")
    await olga.goes("Confirm", "Somebody has to stay")


async def test_an_old_confirmation_does_nothing(shop: Shop, ann: Person, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Admins", "owner", "Add an admin", "Who?")
    await olga.asks(str(await number(shop, ANN)), "Which role")
    await olga.goes("Manager: the daily business", "Why?")
    summary = await olga.asks("runs the shop", "Role: manager")
    confirm = next(b["data"] for row in summary["buttons"] for b in row if b["text"] == "Confirm")
    await olga.goes("Cancel", "nothing was done")
    await olga.tap_data(confirm, summary["message_id"])
    await olga.alert("out of date")
    assert await shop.db.fetchval("select count(*) from app.users where role = 'manager'") == 0


async def test_an_old_button_of_a_form_shows_how_it_stands(shop: Shop, olga: Person) -> None:
    """The toast says that it does."""
    await olga.asks("/admin", "Your role")
    old = await olga.goes("Admins", "owner", "Add an admin", "Who?")
    before = await olga.from_bot()
    await olga.tap_data(f"ac:{'0' * 32}", old["message_id"] + 1000)
    await olga.alert("Here is how it stands now")
    await olga.sees("Who?", beside=before)
    before = await olga.from_bot()
    await shop.db.execute("update app.conversations set data = data - 'form'")
    await olga.tap_data("ap:30:0", old["message_id"] + 1000)
    await olga.sees("It takes two minutes", beside=before)


async def test_an_old_answer_does_not_begin_a_form_that_is_done(shop: Shop, olga: Person) -> None:
    """All of it would be asked again, and its confirmation would do nothing and say it is done."""
    await olga.asks("/admin", "Your role")
    screen = max(message["message_id"] for message in await olga.from_bot())
    await olga.tap_data("af:incident", screen)
    await olga.sees("For whom?")
    await olga.tap_data("ap:en:0", screen)
    await olga.sees("What do you tell them?")
    await olga.asks("The servers are slow", "Why?")
    await olga.asks("they are", "Reason: they are")
    done = await olga.goes("Confirm", "reads it")
    await olga.tap_data("ap:en:0", done["message_id"])
    await olga.alert("out of date")


async def test_what_is_written_to_a_form_that_asks_nothing_is_answered(
    shop: Shop, ann: Person, olga: Person
) -> None:
    """Who corrects himself in words, below the summary, would not know whether that counts."""
    await olga.asks("/admin", "Your role")
    await olga.goes("Admins", "owner", "Add an admin", "Who?")
    await olga.asks(str(await number(shop, ANN)), "Which role")
    await olga.goes("Support: customers", "Why?")
    await olga.asks("helps out", "Role: support")
    assert "Confirm" in labels(await olga.asks("no, wait", "Role: support"))
    await shop.db.execute("update app.conversations set data = data - 'form'")
    await olga.asks("is anybody there?", "I only understand buttons")


async def test_what_is_handled_twice_is_done_and_answered_once(
    shop: Shop, ann: Person, olga: Person
) -> None:
    """A second tap, and an update that is handled again because its answer was lost."""
    ann_is = await number(shop, ANN)
    await olga.asks("/admin", "Your role")
    await olga.goes("Admins", "owner", "Add an admin", "Who?")
    asked = await olga.asks(str(ann_is), "customer")
    role = next(b["data"] for row in asked["buttons"] for b in row if "Manager" in b["text"])
    await olga.tap_data(role.removesuffix("1") + "0", asked["message_id"])
    assert await shop.db.fetchval("select admin.form($1) #> '{values,role}'", OLGA) is None
    await olga.goes("Manager: the daily business", "Why?")
    await olga.tap_data(role, asked["message_id"])
    summary = await olga.asks("runs the shop", "Role: manager")
    confirm = next(b["data"] for row in summary["buttons"] for b in row if b["text"] == "Confirm")
    done = await olga.goes("Confirm", "The role is set")
    await olga.goes("Back", "manager")
    await olga.tap_data(confirm, done["message_id"])
    await olga.sees("The role is set")
    made = "select count(*) from app.audit where action = 'admin.made' and subject_id = $1"
    assert await shop.db.fetchval(made, ann_is) == 1


async def test_a_role_that_was_taken_away_ends_at_once(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await make_admin(shop, ANN, "owner")
    await ann.asks("/admin", "Your role")
    await ann.goes("Admins", "owner", "Add an admin", "Who?")
    await shop.db.execute("select ops.make_admin($1, 'support')", ANN)
    await ann.asks("1", "Your role does not allow that")
