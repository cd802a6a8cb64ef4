"""A walk from a message to many into the bot."""

from tests.walks.walk import Walk, story

OFFER = """
    select ops.announce(
      'We have <b>new prices</b>.', 'all', 'offer', p_texts => '{"ru": "У нас <b>новые цены</b>."}',
      p_buttons => '[{"place": "plans"}, {"label": "News", "url": "https://vpn.example/news"}]'
    );
    update broadcast.contents set tested_at = app.now();
    select ops.start_broadcast(b.id) from broadcast.broadcasts as b;
"""


@story("The shop offers something to everybody; who has read it wants no such messages")
async def broadcast(walk: Walk) -> None:
    await walk.begin()
    await walk.shop_does("writes an offer to everybody", OFFER)
    await walk.tap("bc", "go:notices", "tips:off", "close")
