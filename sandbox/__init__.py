"""The outside world in one process: Telegram, a VPN panel, payment providers, and a page.

What lives outside the shop lives here in memory, as it would on other people's machines: chats,
panel users, invoices. It is written through to one SQLite file, so that a restart shows the same
world; faults and the journal of requests are not kept. Nothing in `bot/`, `gateways/` or
`listener.py` knows that it talks to this package.
"""
