"""The outside world in one process: Telegram, a VPN panel, payment providers, and a page.

The state of the outside world is kept in memory: chats, panel users, invoices. It is written
through to one SQLite file, so that a restart shows the same world; faults and the journal of
requests are not kept. Nothing in `bot/`, `gateways/` or `listener.py` knows that it talks to this
package.
"""
