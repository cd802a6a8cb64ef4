"""Takes messages from the lanes of the database and settles them, for the listener and the bot.

A consumer knows leases, tokens and order. What a message means is its handler's business.
"""

from consumer.consumer import Consumer
from consumer.message import Handler, Message, Observer, by_kind
from consumer.session import is_transient, label

__all__ = ["Consumer", "Handler", "Message", "Observer", "by_kind", "is_transient", "label"]
