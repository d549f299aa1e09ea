"""The only sender, over real HTTP against the double of LINE's API."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from bot.line.gateway import PUSH_TRIES, Gateway, Outcome
from bot.line.http import LineHttp, Unreachable
from bot.line.lookups import Content, GroupSummary, LineTrouble, NotReady
from bot.line.quota import RedisQuota, month_of
from bot.practice.double import LineDouble
from bot.practice.world import Content as Stored
from handlers.chat import Chat
from tests import line

GROUP = Chat(line.GROUP, "group")
HELLO: list[dict[str, Any]] = [{"type": "text", "text": "สวัสดี"}]
KEY = str(uuid.UUID(int=7))


class Clock:
    """The one clock of the test: of the gateway and of the double."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Meter:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.gauges: dict[str, float] = {}

    def add(self, name: str, n: int = 1) -> None:
        self.counts[name] += n

    def observe(self, name: str, seconds: float) -> None:
        assert seconds >= 0

    def gauge(self, name: str, value: float) -> None:
        self.gauges[name] = value


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def double(clock: Clock) -> Iterator[LineDouble]:
    with LineDouble(now=clock) as double:
        for user in (line.USER, line.OTHER_USER):
            double.world.person(user, "พี่แดง" if user == line.USER else "น้องเอ")
        double.world.group(line.GROUP, "กลุ่มงาน", [line.USER, line.OTHER_USER])
        yield double


@pytest.fixture
def meter() -> Meter:
    return Meter()


@pytest.fixture
def quota(redis: Redis, store_prefix: str) -> RedisQuota:
    return RedisQuota(redis, store_prefix)


@pytest.fixture
def gateway(double: LineDouble, clock: Clock, meter: Meter, quota: RedisQuota) -> Iterator[Gateway]:
    """Waits between tries pass on the test's clock, not on the wall."""
    gateway = Gateway(
        double.url, double.url, double.token, quota=quota, now=clock, wall=clock, meter=meter, pause=clock.pass_by
    )
    yield gateway
    gateway.close()


def answer(
    gateway: Gateway, double: LineDouble, clock: Clock, messages: list[dict[str, Any]] = HELLO, **more: Any
) -> Outcome:
    """A text arrives at LINE and at the bot now, and is answered."""
    event = line.text("ถาม")
    double.register([event])
    more = {"received_at": clock(), "event_at": clock(), **more}
    return gateway.reply(event["replyToken"], messages, **more)


def test_a_reply_arrives_and_says_its_ids(gateway: Gateway, double: LineDouble, clock: Clock, meter: Meter) -> None:
    """What was rendered stands in the chat as it is; the ids let later messages quote it."""
    outcome = answer(gateway, double, clock)
    (sent,) = double.sent
    assert outcome == Outcome("sent", sent.message_ids, outcome.request_id)
    assert outcome.request_id
    assert list(sent.messages) == HELLO
    assert sent.chat_id == line.GROUP
    assert meter.counts == {"replies": 1}


def test_a_reply_never_carries_a_retry_key(clock: Clock, quota: RedisQuota) -> None:
    """Surprise 5: X-Line-Retry-Key on a reply is a 400; on a push it is there from the first try."""
    seen: list[tuple[str, str | None]] = []
    with LineDouble(now=clock, before=lambda r: seen.append((r.path, r.headers.get("x-line-retry-key")))) as double:
        double.world.person(line.USER, "พี่แดง")
        double.world.group(line.GROUP, "กลุ่ม", [line.USER])
        gateway = Gateway(double.url, double.url, double.token, quota=quota, now=clock, wall=clock)
        assert answer(gateway, double, clock).status == "sent"
        assert gateway.push(line.GROUP, HELLO, members=1, retry_key=KEY).status == "sent"
        gateway.close()
    assert [key for path, key in seen if path.endswith("/reply")] == [None]
    assert [key for path, key in seen if path.endswith("/push")] == [KEY]


def test_standby_and_silence_send_nothing(gateway: Gateway, double: LineDouble, clock: Clock) -> None:
    """`mode: standby`: another channel leads. Nothing to say: no request with an empty list."""
    assert answer(gateway, double, clock, standby=True).status == "standby"
    assert answer(gateway, double, clock, []).status == "nothing"
    assert double.sent == double.api.refused == []


@pytest.mark.parametrize(
    ("received_ago", "event_ago", "redelivered", "status"),
    [
        (59, 59, False, "sent"),
        (61, 61, False, "expired"),
        (1, 3_000, False, "sent"),
        (30, 1_000, True, "sent"),
        (1, 1_201, True, "expired"),
        (61, 100, True, "expired"),
    ],
)
def test_a_token_lives_a_minute_and_a_redelivered_one_never_beyond_twenty(
    gateway: Gateway,
    double: LineDouble,
    clock: Clock,
    received_ago: int,
    event_ago: int,
    redelivered: bool,
    status: str,
) -> None:
    """line-platform.md, Sending: a token that is too old is not even tried."""
    event = line.text("ถาม")
    if status == "sent":
        double.register([event])
    outcome = gateway.reply(
        event["replyToken"],
        HELLO,
        received_at=clock() - timedelta(seconds=received_ago),
        event_at=clock() - timedelta(seconds=event_ago),
        redelivered=redelivered,
    )
    assert outcome.status == status
    assert double.api.refused == []


def test_a_day_that_a_test_begins_elsewhere_lets_tokens_live(
    double: LineDouble, clock: Clock, quota: RedisQuota
) -> None:
    """LIKHIT_NOW moves timestamps and months, while arrivals are stamped in real time: a token's minute is real."""
    gateway = Gateway(double.url, double.url, double.token, quota=quota, now=clock)
    real = datetime.now(UTC)
    assert answer(gateway, double, clock, received_at=real, redelivered=True).status == "sent"
    assert answer(gateway, double, clock, received_at=real - timedelta(seconds=61)).status == "expired"
    gateway.close()


def test_a_token_that_line_refuses_is_the_end_of_it(
    gateway: Gateway, double: LineDouble, clock: Clock, meter: Meter
) -> None:
    """400 Invalid reply token is final and no failure of the turn: it is counted, not repeated."""
    outcome = gateway.reply("never-seen", HELLO, received_at=clock(), event_at=clock())
    assert outcome.status == "expired"
    assert len(double.api.refused) == 1
    assert meter.counts == {"replies_expired": 1}


def test_the_same_reply_again_answers_once(gateway: Gateway, double: LineDouble, clock: Clock) -> None:
    """After a crash the turn sends its stored reply again with the same token: LINE takes it once."""
    event = line.text("ถาม")
    double.register([event])
    outcomes = [
        gateway.reply(event["replyToken"], HELLO, received_at=clock(), event_at=clock()).status for _ in range(3)
    ]
    assert outcomes == ["sent", "expired", "expired"]
    assert len(double.accepted_replies(event)) == 1


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_passing_trouble_is_sat_out_while_the_token_lives(
    gateway: Gateway, double: LineDouble, clock: Clock, status: int | None
) -> None:
    """5xx, a rate limit and a lost connection are tried again, later each time, with the same token."""
    double.fail_next(status=status, times=3, path="/reply")
    begun = clock()
    assert answer(gateway, double, clock).status == "sent"
    assert len(double.sent) == 1
    assert 1 < (clock() - begun).total_seconds() < 3


def test_trouble_that_outlives_the_token_ends(gateway: Gateway, double: LineDouble, clock: Clock) -> None:
    """No send goes on for ever: when the minute is over the answer is given up, and says why."""
    double.fail_next(status=500, times=1_000, path="/reply")
    begun = clock()
    outcome = answer(gateway, double, clock)
    assert (outcome.status, outcome.detail) == ("expired", "status 500")
    assert (clock() - begun) <= timedelta(seconds=61)


@pytest.mark.parametrize("status", [500, None])
def test_a_reply_whose_answer_was_lost_counts_as_there(
    gateway: Gateway, double: LineDouble, clock: Clock, status: int | None
) -> None:
    """LINE took it, the answer got lost: the next try is told `Invalid reply token`, which then means: it is there."""
    double.fail_next(status=status, path="/reply", accepts=True)
    outcome = answer(gateway, double, clock)
    assert outcome.status == "used"
    assert outcome.delivered
    assert len(double.sent) == 1


def test_a_stuck_line_does_not_hold_the_turn(double: LineDouble, quota: RedisQuota, clock: Clock) -> None:
    """A time-out stands on every call (the SDK has none)."""
    double.delay = 3
    http = LineHttp(double.token)
    start = time.perf_counter()
    with pytest.raises(Unreachable):
        http.call("GET", f"{double.url}/v2/bot/info", read_seconds=0.2)
    assert time.perf_counter() - start < 1
    http.close()


def test_nobody_at_the_address_is_no_crash(quota: RedisQuota, clock: Clock) -> None:
    """LINE unreachable for a minute: the turn ends with an outcome, not with an error."""
    gateway = Gateway(
        "http://127.0.0.1:9", "http://127.0.0.1:9", "t", quota=quota, now=clock, wall=clock, pause=clock.pass_by
    )
    assert gateway.reply("t", HELLO, received_at=clock(), event_at=clock()).status == "expired"
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "failed"
    assert gateway.profile(GROUP, line.USER) is None
    assert not gateway.leave(GROUP)
    with pytest.raises(LineTrouble):
        gateway.content("1")


def test_a_body_that_fails_the_check_never_leaves_as_it_is(
    gateway: Gateway, double: LineDouble, clock: Clock, meter: Meter
) -> None:
    """A bad card becomes its plain words before the token is spent; what has no words is not sent at all."""
    card = {"type": "flex", "altText": "แทนการ์ด", "contents": {"type": "bubble"}}
    assert answer(gateway, double, clock, [card, *HELLO]).status == "sent"
    assert double.texts() == ["แทนการ์ด", "สวัสดี"]
    assert answer(gateway, double, clock, [{"type": "image"}]).status == "refused"
    assert len(double.sent) == 1
    assert double.api.refused == []
    assert meter.counts["bodies_mended"] == 2


def test_stopping_ends_the_waiting(double: LineDouble, quota: RedisQuota) -> None:
    """A worker that is told to stop does not sit out a minute of trouble."""
    gateway = Gateway(double.url, double.url, double.token, quota=quota, now=lambda: datetime.now(UTC))
    double.fail_next(status=500, times=1_000, path="/reply")
    threading.Timer(0.3, gateway.stop).start()
    start = time.perf_counter()
    now = datetime.now(UTC)
    outcome = gateway.reply("t", HELLO, received_at=now, event_at=now)
    assert (outcome.status, outcome.detail) == ("failed", "stopping")
    assert time.perf_counter() - start < 3
    gateway.close()


# ---------------------------------------------------------------- pushes and quota


def test_a_push_costs_one_for_each_member(
    gateway: Gateway, double: LineDouble, quota: RedisQuota, meter: Meter
) -> None:
    """However many messages it carries (line-platform.md): our count and LINE's agree."""
    double.api.quota.limit = 10
    assert gateway.push(line.GROUP, HELLO * 3, members=2, retry_key=KEY).status == "sent"
    assert quota.used("2026-11") == double.used == 2
    state = gateway.quota_state()
    assert state is not None
    assert (state.limit, state.used, state.left) == (10, 2, 8)
    assert meter.gauges == {"quota_left": 8}
    assert meter.counts == {"pushes": 1, "push_people": 2}


def test_a_push_that_does_not_fit_is_not_sent(gateway: Gateway, double: LineDouble, quota: RedisQuota) -> None:
    """Counted before sending: what is over the limit never leaves, and does not spoil the rest."""
    double.api.quota.limit = 3
    other = str(uuid.uuid4())
    assert gateway.push(line.GROUP, HELLO, members=4, retry_key=KEY).status == "no_quota"
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=other).status == "sent"
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "no_quota"
    assert quota.used("2026-11") == 2
    assert double.api.refused == []


def test_the_same_push_again_is_counted_and_delivered_once(
    gateway: Gateway, double: LineDouble, quota: RedisQuota
) -> None:
    """The retry key is made once and kept with the push: 409 is success, and the quota knows the key too."""
    double.api.quota.limit = 10
    outcomes = [gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY) for _ in range(3)]
    assert [o.status for o in outcomes] == ["sent"] * 3
    assert len({o.message_ids for o in outcomes}) == 1
    assert len(double.sent) == 1
    assert quota.used("2026-11") == 2


@pytest.mark.parametrize("status", [500, None])
def test_a_push_whose_answer_was_lost_is_not_sent_twice(
    gateway: Gateway, double: LineDouble, quota: RedisQuota, status: int | None
) -> None:
    """Time-outs and 5xx are tried again with the same key; LINE says 409, and it is there once."""
    double.fail_next(status=status, path="/push", accepts=True)
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "sent"
    assert len(double.sent) == 1
    assert quota.used("2026-11") == 2


def test_two_kinds_of_429(gateway: Gateway, double: LineDouble, quota: RedisQuota, clock: Clock) -> None:
    """`rate limit`: wait and try again. `monthly limit`: stop, and remember it until the month ends."""
    double.fail_next(status=429, times=2, path="/push")
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "sent"
    gateway.quota_state()
    double.api.quota.limit = 2  # LINE counts less for us than we knew: the console was used as well
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=str(uuid.uuid4())).status == "no_quota"
    assert [message for _, _, message in double.api.refused] == ["You have reached your monthly limit."]
    assert gateway.push(line.GROUP, HELLO, members=1, retry_key=str(uuid.uuid4())).status == "no_quota"
    assert len(double.api.refused) == 1
    assert quota.used("2026-11") == 2
    clock.pass_by(11 * 24 * 3600)  # 2 December
    double.api.quota.used = 0
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=str(uuid.uuid4())).status == "sent"
    assert quota.used("2026-12") == 2


def test_a_push_that_was_refused_gives_its_count_back(gateway: Gateway, double: LineDouble, quota: RedisQuota) -> None:
    """A group that the bot has left costs nothing; a rate limit that never ends neither."""
    assert gateway.push("C" + "9" * 32, HELLO, members=15, retry_key=KEY).status == "refused"
    assert quota.used("2026-11") == 0
    double.limit_rate()
    gateway.quota_state()
    assert gateway.push(line.GROUP, HELLO, members=15, retry_key=KEY).status == "failed"
    assert quota.used("2026-11") == 0


def test_a_push_that_may_have_arrived_keeps_its_count(gateway: Gateway, double: LineDouble, quota: RedisQuota) -> None:
    """After lost answers nobody knows: rather one digest too few than one over the limit."""
    double.fail_next(status=500, times=PUSH_TRIES, path="/push")
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "failed"
    assert quota.used("2026-11") == 2
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "sent"
    assert quota.used("2026-11") == 2


def test_what_others_sent_from_the_account_counts_too(gateway: Gateway, double: LineDouble, quota: RedisQuota) -> None:
    """The office may send from LINE's console: LINE's own count is taken over when it is larger."""
    double.api.quota.limit, double.api.quota.used = 300, 299
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "no_quota"
    assert quota.used("2026-11") == 299


def test_without_a_known_limit_nothing_is_pushed(gateway: Gateway, double: LineDouble, quota: RedisQuota) -> None:
    """A push must never go over the plan because the plan could not be asked; it may be tried later."""
    double.fail_next(status=500, times=2, path="/quota")
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "failed"
    assert double.sent == []
    assert gateway.push(line.GROUP, HELLO, members=2, retry_key=KEY).status == "sent"


def test_a_retry_key_that_is_none_is_a_mistake_of_ours(gateway: Gateway) -> None:
    """LINE takes UUIDs only; found in tests, not in production."""
    with pytest.raises(ValueError, match="badly formed"):
        gateway.push(line.GROUP, HELLO, members=2, retry_key="digest-1")


def test_two_processes_never_share_the_last_push(quota: RedisQuota) -> None:
    """Counting is one script: of 40 that want one of 10 places at once, 10 get one."""
    taken: list[bool] = []
    threads = [
        threading.Thread(target=lambda n=n: taken.append(quota.take("2026-11", f"k{n}", 1, 10))) for n in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 10
    assert quota.used("2026-11") == 10


def test_a_larger_plan_ends_the_stop(quota: RedisQuota) -> None:
    """After `You have reached your monthly limit` the office may buy a plan: then the month goes on."""
    quota.fill("2026-11", 300)
    assert not quota.take("2026-11", "a", 1, 300)
    assert quota.take("2026-11", "a", 1, 15_000)


def test_the_month_is_bangkoks() -> None:
    """30 November 18:00 UTC is 1 December in Thailand."""
    assert month_of(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == "2026-11"
    assert month_of(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == "2026-12"


# ---------------------------------------------------------------- lookups


def test_names_of_people_and_groups(gateway: Gateway, double: LineDouble) -> None:
    """A member's name is asked in the group (works for non-friends), a friend's in 1:1; unknown is None."""
    assert gateway.profile(GROUP, line.USER) == "พี่แดง"
    assert gateway.profile(Chat(line.USER, "user"), line.USER) == "พี่แดง"
    assert gateway.profile(GROUP, "U" + "0" * 32) is None
    assert gateway.group_summary(line.GROUP) == GroupSummary(line.GROUP, "กลุ่มงาน")
    assert gateway.group_summary(line.OTHER_GROUP) is None
    assert gateway.members_count(GROUP) == 2
    assert gateway.members_count(Chat(line.USER, "user")) == 1
    assert gateway.members_count(Chat(line.OTHER_GROUP, "group")) is None


def test_an_id_stays_one_segment_of_the_address(gateway: Gateway) -> None:
    """An id from outside can't reach another endpoint."""
    assert gateway.profile(GROUP, "../../info") is None
    assert gateway.group_summary("../message/quota?") is None


def test_a_name_is_asked_once_more_after_trouble(gateway: Gateway, double: LineDouble) -> None:
    """Reading twice does no harm."""
    double.fail_next(status=None, path="/member/")
    assert gateway.profile(GROUP, line.USER) == "พี่แดง"


def test_leaving_a_group(gateway: Gateway, double: LineDouble) -> None:
    """Leaving twice is left; a 1:1 chat can't be left."""
    assert gateway.leave(GROUP)
    assert not double.world.rooms[line.GROUP].bot_inside
    assert gateway.leave(GROUP)
    assert not gateway.leave(Chat(line.USER, "user"))


def test_content_is_waited_for_and_gone_when_it_is_gone(gateway: Gateway, double: LineDouble) -> None:
    """202 while LINE prepares it, then the bytes; nothing after an unsend or of a message never seen."""
    double.world.contents["77"] = Stored(b"\xff\xd8jpeg", "image/jpeg", preparing=1)
    with pytest.raises(NotReady):
        gateway.content("77")
    assert gateway.content("77") == Content(b"\xff\xd8jpeg", "image/jpeg")
    double.world.contents["77"].gone = True
    assert gateway.content("77") is None
    assert gateway.content("78") is None


def test_a_forked_process_opens_its_own_connections(double: LineDouble) -> None:
    """A connection shared by two processes mixes their answers: the pool is made anew after a fork."""
    http = LineHttp(double.token)
    http.call("GET", f"{double.url}/v2/bot/info")
    before = http._connections()
    http._pid = os.getpid() + 1  # as the child finds it
    assert http._connections() is not before
    http.close()


def test_no_words_and_no_secrets_reach_the_log(
    gateway: Gateway, double: LineDouble, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ids only: neither what is sent, nor the channel's token, nor a reply token, in good times and in bad."""
    secret = "ความลับของกลุ่ม"
    messages = [{"type": "text", "text": secret}]
    answer(gateway, double, clock, messages)
    gateway.reply("reply-token-x", messages, received_at=clock(), event_at=clock())
    gateway.reply("reply-token-x", messages, received_at=clock() - timedelta(hours=1), event_at=clock())
    answer(gateway, double, clock, [{"type": "text", "text": secret, "odd": secret}])
    gateway.push("C" + "9" * 32, messages, members=1, retry_key=KEY)
    logged = capsys.readouterr()
    said = logged.out + logged.err
    assert "reply_not_sent" in said
    assert "request_id" in said
    assert not [word for word in (secret, double.token, "reply-token-x") if word in said]
