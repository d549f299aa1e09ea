"""The signed, short-lived address of a person's file.

The token is the whole secret: who holds it may read. It names the office's own id of the member, never the LINE id,
and is signed with a key made from the channel's secret, so that nothing is stored for it and any web process can
judge it. The link belongs on a button, not in a text: LINE fetches links in texts for a preview."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

LIFE = timedelta(minutes=15)
PATH = "/me/"
_PURPOSE = b"likhit personal file 1"
"""The key is of no use for anything else that is signed with the same secret."""


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)


def token(secret: str, office_id: str, member_id: str, now: datetime) -> str:
    """A token for the file of a member, good for LIFE from `now`; letters, digits, `-` and `_` only."""
    claim = json.dumps([office_id, member_id, int((now + LIFE).timestamp())], separators=(",", ":")).encode()
    signed = hmac.digest(_key(secret), claim, hashlib.sha256)[:16] + claim
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def read_token(secret: str, text: str, now: datetime) -> tuple[str, str] | None:
    """The office id and member id of a token; None when it isn't ours, was changed, or is too old."""
    try:
        signed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    mac, claim = signed[:16], signed[16:]
    if not hmac.compare_digest(mac, hmac.digest(_key(secret), claim, hashlib.sha256)[:16]):
        return None
    office_id, member_id, until = json.loads(claim)
    return (office_id, member_id) if now.timestamp() < until else None


def link(public_url: str, secret: str, office_id: str, member_id: str, now: datetime) -> str:
    """The address of the file. LINE's own browser can't save files, so the phone's is asked for
    (`openExternalBrowser`, a parameter of LINE's for any link)."""
    return f"{public_url}{PATH}{token(secret, office_id, member_id, now)}?openExternalBrowser=1"
