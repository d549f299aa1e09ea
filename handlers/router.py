"""Which handler takes what happened, and what it receives.

Each file of this floor makes one Router; the Dispatcher joins them in one ordered list. A handler receives only
the arguments that it names; a name that nobody provides fails at start-up, not in front of a member."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, quote

from handlers.chat import ButtonPressed, Event, Replies, Text, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.held import Held
from knowledge.hearing import Heard, listen
from knowledge.marks import Mark, read_mark

_WAY_OUT = re.compile(r"(?:ขอ)?(?:ยกเลิก|cancel)\s*(?:นะ)?\s*(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ)?", re.IGNORECASE)
"""What ends any open dialogue."""

H = TypeVar("H", bound=Callable[..., Replies])
T = TypeVar("T")
_ENDS_A_VALUE = re.compile(r"[%&=+#;\s]")


class lazily(Generic[T]):
    """A property that is worked out when it is first asked for. `functools.cached_property` of Python 3.11 holds one
    lock for all instances: every chat would wait while one message is heard."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self._name = make, make.__name__

    def __get__(self, turn: Any, owner: type) -> T:
        found = turn.__dict__[self._name] = self._make(turn)
        return found


class NotLinked(Exception):
    """The handler needs an office, and this chat belongs to none."""


class NotMine(Exception):
    """A handler looked closer and leaves the event to the next route that matches; it has written nothing."""


class UnknownParameter(Exception):
    """A handler names something that nobody provides."""


def press(action: str, **values: str) -> str:
    """The data of a button: what `Router.button(action)` receives again as `pressed`."""
    pairs = "&".join(f"{name}={_escaped(value)}" for name, value in values.items())
    return f"{action}?{pairs}" if values else action


def _escaped(value: str) -> str:
    """Only what would end a value is escaped: each Thai letter would else take nine of the 300 that LINE allows."""
    return _ENDS_A_VALUE.sub(lambda found: quote(found.group()), value)


@dataclass(frozen=True)
class Pressed:
    """A button of ours that somebody pressed."""

    action: str
    values: Mapping[str, str]

    @classmethod
    def read(cls, data: str) -> Pressed:
        action, _, rest = data.partition("?")
        return cls(action, dict(parse_qsl(rest)))


def _nobody(name: str) -> Any:
    raise UnknownParameter(name)


@dataclass
class Turn:
    """One event, and what was understood of it."""

    event: Event
    now: datetime
    dialogs: DialogStore
    cache: dict[str, Any] = field(default_factory=dict)
    ask: Callable[[str], Any] = field(default=_nobody, repr=False)
    """What handlers can name, for routes that match by it; given by the Dispatcher."""

    @property
    def addressed(self) -> bool:
        """The bot is spoken to: by a real mention, or in a 1:1 chat."""
        return self.event.chat.private or (isinstance(self.event, TextSaid) and self.event.mentions_bot)

    @lazily
    def text(self) -> str:
        """What was said, without the mention of the bot."""
        if not isinstance(self.event, TextSaid):
            return ""
        text = self.event.text
        for mention in sorted((m for m in self.event.mentions if m.is_bot), key=lambda m: -m.start):
            text = text[: mention.start] + " " + text[mention.start + mention.length :]
        return text.strip()

    @lazily
    def mark(self) -> Mark | None:
        return read_mark(self.text)

    @lazily
    def heard(self) -> Heard:
        return listen(self.text, addressed=self.addressed)

    @lazily
    def pressed(self) -> Pressed | None:
        return Pressed.read(self.event.data) if isinstance(self.event, ButtonPressed) else None

    @lazily
    def dialog(self) -> Dialog | None:
        """The open dialogue with this person, else with the whole chat."""
        chat, user = self.event.chat.id, self.event.user_id
        mine = self.dialogs.load(DialogKey(chat, user)) if user else None
        return mine or self.dialogs.load(DialogKey(chat))


@dataclass(frozen=True)
class Route:
    """When a handler is called."""

    intent: str
    """What `hear` calls it."""
    matches: Callable[[Turn], bool]
    handler: Callable[..., Replies]
    dialog_step: str | None = None


class Router:
    """The routes of one file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.routes: list[Route] = []
        self.commands: dict[str, tuple[str, ...]] = {}
        """intent → the hashtags that call it, for the help text and for the test of the docs."""
        self.ways_out: dict[str, Callable[..., Replies]] = {}
        """dialogue → what is done when somebody wants out of it, where closing it is not enough."""

    def command(self, intent: str, *words: str) -> Callable[[H], H]:
        """A message that begins with one of these hashtags (without the #), in any case."""
        wanted = frozenset(word.lower() for word in words)
        self.commands[intent] = words
        return self._route(intent, lambda turn: bool(turn.mark and turn.mark.word in wanted))

    def heard(self, *intents: str) -> Callable[[H], H]:
        """A text that `knowledge.hearing.listen` takes for one of these intents."""
        return self._route(intents[0], lambda turn: type(turn.event) is TextSaid and turn.heard.intent in intents)

    def button(self, action: str) -> Callable[[H], H]:
        """A postback of a button made with `press(action, …)`."""
        return self._route(action, lambda turn: turn.pressed is not None and turn.pressed.action == action)

    def step(self, name: str) -> Callable[[H], H]:
        """The next text in the open dialogue `dialog.step`."""

        def register(handler: H) -> H:
            self.routes.append(Route("answer", lambda turn: False, handler, dialog_step=name))
            return handler

        return register

    def way_out(self, dialog: str) -> Callable[[H], H]:
        """Somebody said "ยกเลิก" in this dialogue; the handler closes it, or asks."""

        def register(handler: H) -> H:
            self.ways_out[dialog] = handler
            return handler

        return register

    def when(self, intent: str, matches: Callable[[Turn], bool]) -> Callable[[H], H]:
        """Whatever `matches` says, where none of the others fits."""
        return self._route(intent, matches)

    def on(self, kind: type[Event]) -> Callable[[H], H]:
        """Anything else that happens in a chat."""
        return self._route(kind.__name__, lambda turn: type(turn.event) is kind)

    def _route(self, intent: str, matches: Callable[[Turn], bool]) -> Callable[[H], H]:
        def register(handler: H) -> H:
            self.routes.append(Route(intent, matches, handler))
            return handler

        return register


Provider = Callable[[Turn], Any]

ONLY_A_WORD = frozenset({"hello", "unclear"})
"""Intents of somebody who comes to hear what waits (สวัสดีค่ะ, ครับ): what waits is the answer."""

OF_THE_TURN: dict[str, Provider] = {
    "event": lambda turn: turn.event,
    "chat": lambda turn: turn.event.chat,
    "now": lambda turn: turn.now,
    "heard": lambda turn: turn.heard,
    "mark": lambda turn: turn.mark,
    "text": lambda turn: turn.text,
    "addressed": lambda turn: turn.addressed,
    "pressed": lambda turn: turn.pressed,
    "dialog": lambda turn: turn.dialog,
    "dialogs": lambda turn: turn.dialogs,
}
"""What every handler can name."""


class Dispatcher:
    """Finds the route of an event and calls its handler with what it names.

    Order: a way out of an open dialogue, commands, the dialogue's next step, then the first route that matches,
    else silence."""

    def __init__(
        self,
        routers: Iterable[Router],
        provides: Mapping[str, Provider],
        *,
        cancelled: Callable[[], Replies],
        not_linked: Callable[..., Replies],
        stale: Callable[[], Replies] = lambda: None,
        opted_out: Callable[[Turn], bool] = lambda turn: False,
        still: Mapping[str, bool] | None = None,
    ) -> None:
        """`opted_out`: whether the turn is of somebody who asked not to be kept. For those only the intents in
        `still` are open, and only where its value is True may the turn write anything."""
        self._opted_out, self._still = opted_out, still or {}
        self._provides = {**OF_THE_TURN, "opted_out": self.opted_out, **provides}
        self._cancelled = cancelled
        self._not_linked = not_linked
        self._stale = stale
        self._commands: list[Route] = []
        self._others: list[Route] = []
        self._steps: dict[str, Route] = {}
        self._ways_out: dict[str, Callable[..., Replies]] = {}
        self._names: dict[Callable[..., Replies], tuple[str, ...]] = {}
        """What each handler names: reading it off anew costs more than most calls."""
        for router in routers:
            for route in router.routes:
                self._check(router, route.handler)
                if route.dialog_step is not None:
                    self._steps[route.dialog_step] = route
                elif route.intent in router.commands:
                    self._commands.append(route)
                else:
                    self._others.append(route)
            for dialog, way_out in router.ways_out.items():
                self._check(router, way_out)
                self._ways_out[dialog] = way_out
        self._check(Router("linking"), not_linked)

    def find(self, turn: Turn) -> Route | None:
        """The route that this turn takes first; None is silence."""
        return next(self._routes(turn), None)

    def _routes(self, turn: Turn) -> Iterator[Route]:
        """The routes that match, in the order in which they are asked."""
        self.bound(turn)
        closed = self.opted_out(turn)
        if type(turn.event) is TextSaid:
            yield from (route for route in self._open(self._commands, closed) if route.matches(turn))
            if not closed and turn.heard.intent != "capture" and (step := self._step(turn)):
                yield step
        yield from (route for route in self._open(self._others, closed) if route.matches(turn))

    def bound(self, turn: Turn) -> Turn:
        """The turn, which can now be asked for what handlers can name."""
        turn.ask = lambda name: self._value(name, turn)
        return turn

    def opted_out(self, turn: Turn) -> bool:
        """Whether the turn is of somebody who asked not to be kept."""
        if "opted_out" not in turn.cache:
            turn.cache["opted_out"] = self._opted_out(turn)
        return bool(turn.cache["opted_out"])

    def may_keep(self, turn: Turn) -> bool:
        """Whether what the turn's handler wrote may be kept."""
        if not self.opted_out(turn):
            return True
        route = self.find(turn)
        return route is not None and self._still.get(route.intent, False)

    def _open(self, routes: list[Route], closed: bool) -> Iterable[Route]:
        return (route for route in routes if route.intent in self._still) if closed else routes

    def intent(self, turn: Turn) -> str:
        """What the bot takes a message for, in one word."""
        route = self.find(turn)
        return route.intent if route else "silence"

    def take(self, turn: Turn) -> Replies:
        """Calls the handler. TellMember becomes its text; anything else that is raised is the caller's."""
        waiting = [Text(text) for text in self._waiting(turn)]
        answer = self._answer(turn)
        if not waiting:
            return answer
        if self.intent(turn) in ONLY_A_WORD:
            return [*waiting]
        said = answer if isinstance(answer, list) else [answer] if answer else []
        return [*waiting, *said]

    def _waiting(self, turn: Turn) -> list[str]:
        """Words held for this person, who now speaks to the bot alone."""
        if not (turn.event.chat.private and turn.event.user_id and turn.event.reply_token and "held" in self._provides):
            return []
        try:
            held: Held = self._value("held", turn)
        except NotLinked:
            return []
        return held.take(turn.event.user_id)

    def _answer(self, turn: Turn) -> Replies:
        if self._wants_out(turn):
            assert turn.dialog is not None
            if (way_out := self._ways_out.get(turn.dialog.name)) is not None:
                return self._call(way_out, turn)
            turn.dialogs.close(turn.dialog.key)
            return self._cancelled()
        for route in self._routes(turn):
            try:
                return self._call(route.handler, turn)
            except NotMine:
                continue
            except NotLinked:
                wants = turn.pressed is not None or type(turn.event) is TextSaid
                return self._call(self._not_linked, turn) if wants else None
        return self._stale() if turn.pressed and not self.opted_out(turn) else None

    def _wants_out(self, turn: Turn) -> bool:
        if self.opted_out(turn):
            return False
        if type(turn.event) is not TextSaid:
            return bool(turn.pressed and turn.pressed.action == "cancel" and turn.dialog)
        word = turn.mark.word if turn.mark else turn.text
        return _WAY_OUT.fullmatch(word.strip()) is not None and turn.dialog is not None

    def _step(self, turn: Turn) -> Route | None:
        dialog = turn.dialog
        return self._steps.get(f"{dialog.name}.{dialog.step}") if dialog else None

    def _call(self, handler: Callable[..., Replies], turn: Turn) -> Replies:
        return handler(**{name: self._value(name, turn) for name in self._names[handler]})

    def _value(self, name: str, turn: Turn) -> Any:
        if name not in turn.cache:
            turn.cache[name] = self._provides[name](turn)
        return turn.cache[name]

    def _check(self, router: Router, handler: Callable[..., Replies]) -> None:
        self._names[handler] = tuple(inspect.signature(handler).parameters)
        for name in self._names[handler]:
            if name not in self._provides:
                raise UnknownParameter(
                    f"handlers/{router.name}.py: {handler.__name__}() names {name!r}, which nobody provides; "
                    f"known names: {', '.join(sorted(self._provides))}"
                )
