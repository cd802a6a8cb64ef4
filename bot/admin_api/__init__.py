"""What the admin menu calls: functions of schema `admin`, which check the permission themselves.

One file for each capability, with the rows that it returns and a class over `AdminCalls`.
"""

from bot.admin_api.calls import AdminCalls, NotAllowed, Refused

__all__ = ["AdminCalls", "NotAllowed", "Refused"]
