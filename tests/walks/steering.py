"""Walks of those who steer the shop from their phone."""

from tests.walks.walk import Walk, story

OWNER = "update app.users set role = 'owner' where id = $1"
# As a process that looks would note it, at the time of the walk.
BROKEN = """
    with began as (
      insert into jobs.alarm_groups (severity, began_at) values ('morning', app.now()) returning id
    )
    insert into jobs.alarm_spells (group_id, name, detail, began_at)
    select id, 'letters_dead', '2 dead, see ops.dead_letters', app.now() from began
"""


@story(
    "An owner steers the shop: looks, finds somebody, gives days, says that something is wrong",
    alone=True,
    menu=True,
)
async def steering(walk: Walk) -> None:
    await walk.begin()
    await walk.operator("Ann owns the shop", OWNER)
    await walk.write("/admin")
    walk.part("A look around")
    await walk.tap("a:stuck", "a:menu", "a:figures", "a:figures:::month", "a:owed", "a:menu")
    await walk.tap("a:catalog", "a:plan:::basic", "a:menu", "a:settings", "a:menu")
    walk.part("Somebody gets days")
    await walk.tap("a:customers", "af:find_customer")
    await walk.write("nobody")
    await walk.tap("af:find_customer")
    await walk.write("1")
    await walk.tap("af:give_time:1", "ap:7day", "ap:yes")
    await walk.write({"en": "sorry for the outage", "ru": "извините за перебой"})
    await walk.tap("ac", "a:customer:1", "a:operations:1", "a:menu")
    walk.part("Something is wrong")
    await walk.tap("a:incident", "af:incident", "ap:en")
    await walk.write("Germany is slow today.")
    await walk.write({"en": "a provider there", "ru": "там неполадки у провайдера"})
    await walk.tap("ac", "a:menu", "go:menu")
    walk.part("Something is broken")
    await walk.shop_does("Messages were given up", BROKEN)
    await walk.write("/admin")
    await walk.tap("a:alarms", "a:alarm", "ak", "a:alarms", "a:menu", "go:menu")
    walk.part("Another thought")
    await walk.write("/admin")
    await walk.tap("a:admins", "af:role")
    await walk.tap("ax")


@story(
    "A day of an owner: finds a customer, explains a charge, gives it back, changes a price, "
    "tells everybody, asks for a file",
    alone=True,
    menu=True,
)
async def owner_day(walk: Walk) -> None:
    await walk.begin()
    await walk.credit(20000)
    await walk.tap("go:plans", "plan:1", "price:1", "pay")
    await walk.operator("Ann owns the shop", OWNER)
    await walk.write("/admin")
    walk.part("Why was I charged?")
    await walk.tap("a:customers", "af:find_customer")
    await walk.write("1")
    await walk.tap("a:customer:1", "a:history:1", "a:charge")
    walk.part("The money goes back")
    await walk.tap("af:refund_period", "ap:", "ap:balance", "ap:no", "ap:yes")
    await walk.write({"en": "it never worked", "ru": "не заработало"})
    await walk.tap("ac", "a:customer:1", "a:notices_sent:1", "a:customer:1", "a:customer_audit:1")
    await walk.tap("a:customer:1", "a:story:1", "a:story:1:1", "a:menu")
    walk.part("A price rises")
    await walk.tap("a:catalog", "a:plan:::basic", "af:price", "ap:30 day")
    await walk.write("199")
    await walk.tap("ap:now", "ap:yes")
    await walk.write({"en": "servers cost more", "ru": "серверы подорожали"})
    await walk.tap("ac", "a:plan:::basic", "a:menu")
    walk.part("Everybody hears of it")
    await walk.tap("a:broadcasts", "af:broadcast_new", "ap:offer", "ap:all")
    await walk.write({"en": "We have new prices.", "ru": "У нас новые цены."})
    await walk.tap("ap:", "ac", "a:broadcast", "a:broadcasts", "a:menu")
    walk.part("A file for the accountant")
    await walk.tap("a:exports", "af:export::payments")
    await walk.write("2040")
    await walk.write({"en": "for the accountant", "ru": "для бухгалтера"})
    await walk.tap("ac")
    await walk.later("1 minute")
    await walk.tap("a:exports", "a:menu", "a:audit")
