"""Every kind of key in the store, in one place: what it holds, and for whom.

A key's `{tag}` keeps what belongs together on one node of a cluster. New kinds are listed here first: the
privacy test walks all keys and fails on a kind that it does not know."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.privacy import digest

PREFIX = "lk:"


@dataclass(frozen=True)
class Keys:
    """Makes keys under one prefix (tests use a random one)."""

    prefix: str = PREFIX

    # ---- all offices
    def offices(self) -> str:
        """hash: office id → Office."""
        return f"{self.prefix}{{all}}:offices"

    def codes(self) -> str:
        """hash: invitation code → office id."""
        return f"{self.prefix}{{all}}:codes"

    def groups(self) -> str:
        """hash: LINE group id → Group."""
        return f"{self.prefix}{{all}}:groups"

    def homes(self) -> str:
        """hash: LINE user id → id of the office that the person belongs to."""
        return f"{self.prefix}{{all}}:homes"

    def erase(self) -> str:
        """string: set when text was taken back, so that the clock has the append-only file rewritten."""
        return f"{self.prefix}{{all}}:erase"

    def quota(self, month: str) -> str:
        """hash: pushes of a month (`used`, `full`, `key:UUID`); named by bot/line/quota.py (TTL)."""
        return f"{self.prefix}{{quota}}:{month}"

    def opted_out(self) -> str:
        """hash: digest of a LINE user id → OptedOut, for those who asked not to be kept; never the id itself."""
        return f"{self.prefix}{{all}}:opted_out"

    # ---- one office
    def members(self, office: str) -> str:
        """hash: member id → Member."""
        return f"{self.prefix}{{o:{office}}}:members"

    def users(self, office: str) -> str:
        """hash: LINE user id → member id."""
        return f"{self.prefix}{{o:{office}}}:users"

    def note(self, office: str, note: str) -> str:
        """string: Note."""
        return f"{self.prefix}{{o:{office}}}:note:{note}"

    def notes(self, office: str) -> str:
        """sorted set: note id by the time it was told (s)."""
        return f"{self.prefix}{{o:{office}}}:notes"

    def messages(self, office: str) -> str:
        """hash: LINE message id → note id."""
        return f"{self.prefix}{{o:{office}}}:messages"

    def notes_of(self, office: str, member: str) -> str:
        """set: ids of a member's notes."""
        return f"{self.prefix}{{o:{office}}}:of:{member}"

    def feed(self, office: str) -> str:
        """stream: {note} or {member} ids that changed, for the search index."""
        return f"{self.prefix}{{o:{office}}}:feed"

    def rules(self, office: str) -> str:
        """string: Rules."""
        return f"{self.prefix}{{o:{office}}}:rules"

    def held(self, office: str, user: str) -> str:
        """list: texts that wait for one person's next word in 1:1 (TTL)."""
        return f"{self.prefix}{{o:{office}}}:held:{user}"

    # ---- one chat
    def home(self, office: str | None, chat: str) -> str:
        """The tag of what a turn in this chat writes: its office's, or its own while it has none. A 1:1 chat has
        the person's id, which must not stay where nothing else of the person is kept."""
        return f"o:{office}" if office else f"c:{digest(chat)}"

    def done(self, home: str, event: str) -> str:
        """string: the kept outcome of one event (TTL 3 days)."""
        return f"{self.prefix}{{{home}}}:done:{event}"

    def dialog(self, home: str, chat: str, user: str | None) -> str:
        """string: an open Dialog (TTL)."""
        return f"{self.prefix}{{{home}}}:dialog:{chat}:{user or '*'}"

    def seen(self, home: str, what: str) -> str:
        """string: something said once in a while has been said (TTL), such as the line to a group that isn't linked."""
        return f"{self.prefix}{{{home}}}:seen:{what}"
