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

    def taxonomy_copies(self) -> str:
        """hash: taxonomy id → TOML text, as the folder had it at the last backup."""
        return f"{self.prefix}{{all}}:taxonomy_copies"

    def erase(self) -> str:
        """string: set when text was taken back, so that the clock has the append-only file rewritten."""
        return f"{self.prefix}{{all}}:erase"

    def quota(self, month: str) -> str:
        """hash: pushes of a month (`used`, `full`, `key:UUID`); named by bot/line/quota.py (TTL)."""
        return f"{self.prefix}{{quota}}:{month}"

    def opted_out(self) -> str:
        """hash: digest of a LINE user id → OptedOut, for those who asked not to be kept; never the id itself."""
        return f"{self.prefix}{{all}}:opted_out"

    def wakes(self) -> str:
        """sorted set: "OFFICE GROUP" by when the clock looks at what waits there (s)."""
        return f"{self.prefix}{{all}}:wakes"

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

    def past_sets(self, office: str) -> str:
        """hash: fiscal year and taxonomy → PastSet."""
        return f"{self.prefix}{{o:{office}}}:past_sets"

    def filing_words(self, office: str) -> str:
        """hash: category and word → accepted or left, as the facilitator decided."""
        return f"{self.prefix}{{o:{office}}}:filing_words"

    def rules(self, office: str) -> str:
        """string: Rules."""
        return f"{self.prefix}{{o:{office}}}:rules"

    def held(self, office: str, user: str) -> str:
        """list: texts that wait for one person's next word in 1:1 (TTL)."""
        return f"{self.prefix}{{o:{office}}}:held:{user}"

    def circle(self, office: str, circle: str) -> str:
        """string: Circle."""
        return f"{self.prefix}{{o:{office}}}:circle:{circle}"

    def circles(self, office: str) -> str:
        """sorted set: circle id by the time it was opened (s)."""
        return f"{self.prefix}{{o:{office}}}:circles"

    def circle_open(self, office: str, chat: str) -> str:
        """string: id of the circle that is open in a group."""
        return f"{self.prefix}{{o:{office}}}:circle_open:{chat}"

    def circle_messages(self, office: str) -> str:
        """hash: LINE message id that opened a circle, or in which a point was reworded → circle id."""
        return f"{self.prefix}{{o:{office}}}:circle_messages"

    def points(self, office: str, circle: str) -> str:
        """hash: point id → Point, proposed from a circle's stories."""
        return f"{self.prefix}{{o:{office}}}:points:{circle}"

    # ---- reviews of one office
    def review(self, office: str, review: str) -> str:
        """string: Review, with the answers of its members (TTL while it is not done)."""
        return f"{self.prefix}{{o:{office}}}:review:{review}"

    def review_messages(self, office: str) -> str:
        """hash: LINE message id → id of the review that it called for or answers."""
        return f"{self.prefix}{{o:{office}}}:review_messages"

    def reviews_of(self, office: str, chat: str) -> str:
        """set: ids of a chat's reviews that are not done."""
        return f"{self.prefix}{{o:{office}}}:reviews_of:{chat}"

    def reviews_open(self, office: str) -> str:
        """sorted set: id of an open review by the time of its last word (s), for pausing it."""
        return f"{self.prefix}{{o:{office}}}:reviews_open"

    def outcomes(self, office: str) -> str:
        """hash: id of an AAR's note → Outcomes (which feared things came true; no text)."""
        return f"{self.prefix}{{o:{office}}}:outcomes"

    def followups(self, office: str) -> str:
        """hash: note id → list of FollowUp."""
        return f"{self.prefix}{{o:{office}}}:followups"

    # ---- reminders and thanks of one office
    def reminders(self, office: str) -> str:
        """hash: reminder id → Reminder."""
        return f"{self.prefix}{{o:{office}}}:reminders"

    def reminded(self, office: str) -> str:
        """hash: what was said of reminders, see knowledge.reminders.Told (ids and days; no text)."""
        return f"{self.prefix}{{o:{office}}}:reminded"

    def reuses(self, office: str) -> str:
        """hash: NOTE.READER.MONTH → Reuse: a colleague used a telling (ids and times; no text)."""
        return f"{self.prefix}{{o:{office}}}:reuses"

    def thanked(self, office: str) -> str:
        """hash: "group ID" → the month last thanked for; "member ID" → up to when an author has heard of uses."""
        return f"{self.prefix}{{o:{office}}}:thanked"

    # ---- unasked words in the groups of one office
    def due(self, office: str, group: str) -> str:
        """hash: rider → when it has something to say (s); `riding` → the event that says it just now."""
        return f"{self.prefix}{{o:{office}}}:due:{group}"

    def talk(self, office: str, group: str) -> str:
        """sorted set: what was said unasked ("KIND EVENT") by its time (s) (TTL 3 days)."""
        return f"{self.prefix}{{o:{office}}}:talk:{group}"

    def hush(self, office: str) -> str:
        """hash: LINE group id → Hush, where a group asked for less unasked talk."""
        return f"{self.prefix}{{o:{office}}}:hush"

    # ---- who knows, in one office
    def declarations(self, office: str) -> str:
        """hash: LINE message id → Declaration, what it said of a person's own card."""
        return f"{self.prefix}{{o:{office}}}:declarations"

    def helped(self, office: str) -> str:
        """hash: id of an inquiry and a member → Helped."""
        return f"{self.prefix}{{o:{office}}}:helped"

    def endorsed(self, office: str) -> str:
        """hash: id → Endorsement."""
        return f"{self.prefix}{{o:{office}}}:endorsed"

    def credited(self, office: str) -> str:
        """string: a figure that changes with each credit, so that what was made of them before is known to be old."""
        return f"{self.prefix}{{o:{office}}}:credited"

    def inquiry(self, office: str, inquiry: str) -> str:
        """string: Inquiry, a question that is followed (TTL 14 days)."""
        return f"{self.prefix}{{o:{office}}}:inquiry:{inquiry}"

    def inquiries(self, office: str) -> str:
        """sorted set: id of an inquiry by the time it was asked (s) (TTL 14 days)."""
        return f"{self.prefix}{{o:{office}}}:inquiries"

    def inquiry_of(self, office: str, message: str) -> str:
        """string: id of the inquiry that a LINE message asked or answered (TTL 14 days)."""
        return f"{self.prefix}{{o:{office}}}:inquiry_of:{message}"

    def gaps(self, office: str) -> str:
        """hash: id → Gap, with digests of those who asked."""
        return f"{self.prefix}{{o:{office}}}:gaps"

    def digests(self, office: str) -> str:
        """hash: LINE group id → Log: times and weeks of the digests it was given, no text."""
        return f"{self.prefix}{{o:{office}}}:digests"

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

    def dialogs_in(self, home: str, chat: str) -> str:
        """sorted set: who is in an open Dialog in a chat (digests, * for all of it) by its end (s) (TTL 1 day)."""
        return f"{self.prefix}{{{home}}}:dialogs_in:{digest(chat)}"

    def seen(self, home: str, what: str) -> str:
        """string: something said once in a while has been said (TTL), such as the line to a group that isn't linked."""
        return f"{self.prefix}{{{home}}}:seen:{what}"

    def said(self, home: str, message: str) -> str:
        """string: a message that may still be quoted or belong to a telling, sealed (TTL 72 h or less)."""
        return f"{self.prefix}{{{home}}}:said:{message}"

    def said_in(self, home: str, chat: str) -> str:
        """sorted set: ids of a group's remembered messages by their end (s) (TTL)."""
        return f"{self.prefix}{{{home}}}:said_in:{digest(chat)}"

    def said_by(self, home: str, user: str) -> str:
        """sorted set: ids of a person's remembered messages by their end (s) (TTL)."""
        return f"{self.prefix}{{{home}}}:said_by:{digest(user)}"

    def shown(self, home: str, chat: str, user: str) -> str:
        """sorted set: ids of pictures and files that somebody sent just now (TTL 6 minutes)."""
        return f"{self.prefix}{{{home}}}:shown:{digest(chat)}:{digest(user)}"

    def telling(self, home: str, chat: str, user: str | None) -> str:
        """string: note id and time of what somebody (None: the last one of the group) told just now (TTL 5 minutes)."""
        return f"{self.prefix}{{{home}}}:telling:{digest(chat)}:{digest(user) if user else '*'}"
