"""Walks through what may stand before a trial or a first purchase, and the form for companies."""

from tests.walks.walk import Walk, story

CHANNEL = -1001
GATES = """
    update app.settings as s set value = d.value::jsonb
    from (values
      ('required_channels', '[{"id": -1001, "url": "https://t.me/news", "title": "News"}]'),
      ('terms', '{"en": "One account, one person.", "ru": "Один аккаунт, один человек."}'),
      ('terms_version', '"1"')
    ) as d (name, value)
    where s.name = d.name
"""


@story("Terms to accept and a channel to join, before a trial", setup=GATES)
async def terms_and_channels(walk: Walk) -> None:
    await walk.begin()
    body = {"title": "News", "has_bot": True}
    await walk.shop.sandbox.http.put(f"/sandbox/channels/{CHANNEL}", json=body)
    walk.part("The terms stand before the trial")
    await walk.tap("go:more", "go:help", "go:terms", "go:menu", "trial", "accept")
    walk.part("And a channel")
    await walk.tap("joined")
    for chat in walk.chats:
        member = {"telegram_id": chat.person.id, "status": "member"}
        await walk.shop.sandbox.post(f"channels/{CHANNEL}/members", member)
    await walk.tap("joined")
    walk.part("What was accepted")
    await walk.write("/terms")


@story(
    "A company asks for an offer, and nobody of the shop is there to read it yet",
    # A ticket's number is the shop's: of two people at once either may be the first.
    alone=True,
)
async def company(walk: Walk) -> None:
    await walk.begin()
    await walk.tap("go:plans", "go:company")
    for words in ("A", "ACME", "many", "25", "ann@acme.example"):
        await walk.write(words)
    await walk.tap("company:skip", "company:again")
    for words in ("ACME", "25", "ann@acme.example", "Ten months"):
        await walk.write(words)
    await walk.tap("company:send")
