"""Walks of people who ask, of support, and of those who leave."""

from tests.walks.buying import has
from tests.walks.walk import Walk, story


@story("A question is asked and answered; support's side is in it", alone=True)
async def support(walk: Walk) -> None:
    await walk.support_begins()
    await walk.begin()
    walk.part("Answers to common questions")
    await walk.tap("go:support")
    for question in ("pay", "connect", "slow", "devices", "refund"):
        await walk.tap(f"faq:{question}", "go:support")
    walk.part("What it can be about")
    await walk.tap("ask:payment", "go:support", "ask:other", "go:support", "go:menu")
    walk.part("A ticket")
    with walk.job("write to support"):
        await walk.tap("go:support", "ask:access")
        await walk.write({"en": "It does not work", "ru": "Не работает"})
    await walk.write({"en": "the log", "ru": "журнал"}, document="error.log")
    await walk.support_replies({"en": "Restart the app", "ru": "Перезапустите приложение"})
    await walk.tap("reply")
    await walk.write({"en": "Now it works", "ru": "Заработало"})
    await walk.support_taps("ticket:history")
    await walk.tap("go:menu", "go:support")
    walk.part("It is solved; or support closes it")
    await walk.tap("solved")
    await walk.tap("reply")
    await walk.write({"en": "Again not", "ru": "Опять нет"})
    await walk.support_taps("ticket:close")
    await walk.write("/support")


@story("Words, files and buttons that nobody waits for")
async def unknown_words(walk: Walk) -> None:
    await walk.write({"en": "hello", "ru": "привет"})
    await walk.begin()
    await walk.write({"en": "it does not work", "ru": "не работает"})
    await walk.write("/unknown")
    await walk.write("receipt", document="receipt.pdf")
    await walk.tap("go:more", "go:help", "go:menu")


@story("Something is wrong, and operators say so on the screens")
async def incident(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.shop_does(
        "An operator announces an incident",
        """
        select ops.set_incident(
          'Servers in Germany are slow, we are on it.',
          '{"ru": "Серверы в Германии работают медленно, чиним."}'
        )
        """,
    )
    await walk.write("/start")
    await walk.tap("go:access", "go:menu")
    await walk.shop_does("It is over", "select ops.clear_incident()")
    await walk.write("/start")


@story("My data as a file, and the account deleted")
async def privacy(walk: Walk) -> None:
    await walk.begin()
    await has(walk)
    await walk.credit(5000)
    await walk.tap("go:more", "go:privacy", "data", "data")
    walk.part("Deleting is asked twice")
    await walk.tap("go:delete", "go:privacy", "go:delete")
    await walk.credit(100)
    await walk.tap("erase", "erase")
    walk.part("Afterwards")
    await walk.tap_stale("go:menu", "an old button")
    await walk.start()
