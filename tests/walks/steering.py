"""Walks of those who steer the shop from their phone."""

from tests.walks.walk import Walk, story

OWNER = "update app.users set role = 'owner' where id = $1"


@story(
    "An owner steers the shop: looks, finds somebody, gives days, says that something is wrong",
    alone=True,
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
    walk.part("Another thought")
    await walk.write("/admin")
    await walk.tap("a:admins", "af:role")
    await walk.tap("ax")
