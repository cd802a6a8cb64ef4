"""Webhooks of Remnawave: hints about accounts, which a call to the panel confirms."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from pydantic import SecretStr

from gateways.payments.port import BadSignature, Unreadable

SIGNATURE = "x-remnawave-signature"


def verify(raw: bytes, headers: Mapping[str, str], secret: SecretStr) -> list[str]:
    """Reads a webhook and returns the names of the accounts that it concerns. It is only a hint: it
    has no id by which to recognise a repetition, and some get lost, so ask the panel.

    Raises BadSignature, Unreadable. The signature is of the raw body; X-Remnawave-Timestamp is not
    signed."""
    signature = hmac.new(secret.get_secret_value().encode(), raw, hashlib.sha256).hexdigest()
    given = headers.get(SIGNATURE, "")
    if not hmac.compare_digest(signature.encode(), given.encode()):
        raise BadSignature("remnawave: the signature is wrong")
    try:
        data = json.loads(raw)["data"]
        user = data.get("user", data)
        name = user.get("username")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("remnawave: no event") from error
    return [name] if isinstance(name, str) else []
