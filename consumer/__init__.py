"""Takes messages from the lanes of the database and settles them, for the listener and the bot.

A consumer knows leases, tokens and order. The handler knows what a message means.
"""

from consumer.consumer import Consumer
from consumer.message import Handler, Message, Observer, by_kind
from consumer.session import is_transient, label

__all__ = ["Consumer", "Handler", "Message", "Observer", "by_kind", "is_transient", "label"]
