"""Seals text that is kept for a while only, so that who sees the store or its files can't read it."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

KEY_FILE = "seal.key"
KEY_BYTES = 32


class Seal(Protocol):
    """Closes and opens texts."""

    def close(self, text: str) -> str: ...
    def open(self, sealed: str) -> str | None:
        """The text again; None when another key closed it."""
        ...


class FernetSeal:
    """AES-128-CBC with HMAC-SHA256 (the Fernet of `cryptography`), its key derived by HKDF-SHA256 from `secret`."""

    def __init__(self, secret: bytes) -> None:
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"likhit said v1").derive(secret)
        self._box = Fernet(base64.urlsafe_b64encode(derived))

    def close(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        from cryptography.fernet import InvalidToken

        with suppress(InvalidToken):
            return self._box.decrypt(sealed.encode()).decode()
        return None


def seal(folder: Path, *, shared_secret: str | None) -> Seal:
    """The seal of this installation. Machines that share a store share the channel secret, too, and give it here;
    one machine alone has a random key in a file of its own, which no backup of the store holds."""
    return FernetSeal(shared_secret.encode() if shared_secret else _key_of(folder / KEY_FILE))


def _key_of(file: Path) -> bytes:
    """The key in the file, made at the first call. Several processes may come at once: one of them makes it."""
    with suppress(FileNotFoundError):
        return file.read_bytes()
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(secrets.token_bytes(KEY_BYTES))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(new, file)  # whole or not at all, and never over another's
    except FileExistsError:
        pass
    finally:
        new.unlink()
    return file.read_bytes()
