"""Takes messages from the lanes of the database and settles them, for the listener and the bot.

It knows leases, tokens and order, and nothing of what a message means: that is its handler's.
"""

from consumer.clock import MovableClock, refuse_movable_clock
from consumer.consumer import Consumer
from consumer.message import Handler, Message, Observer

__all__ = [
    "Consumer",
    "Handler",
    "Message",
    "MovableClock",
    "Observer",
    "refuse_movable_clock",
]
