"""Load on a webhook: as many requests as are taken (`flood`), and events at a given rate (`Talkers`)."""

from __future__ import annotations

import http.client
import json
import queue
import random
import select
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.product import Product
from bench.words import Writer
from bench.world import Place
from bot.practice.double import BOT_ID, signature
from bot.practice.happenings import Happenings
from bot.practice.wire import Request

# ---------------------------------------------------------------- as many as are taken


@dataclass
class Flood:
    """What `flood` saw: seconds of the whole, seconds of each answered request, and answers that weren't 200."""

    seconds: float
    latencies: list[float]
    refused: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds


def requests(make: Happenings, secret: str, count: int, chats: Sequence[tuple[str, str]]) -> list[bytes]:
    """Signed webhooks of one chatter event each, ready for the wire."""
    writer, found = Writer(3), []
    for n in range(count):
        group, user = chats[n % len(chats)]
        event = make.text(group, user, writer.chatter())
        body = json.dumps({"destination": BOT_ID, "events": [event]}, ensure_ascii=False).encode()
        head = (
            "POST /callback HTTP/1.1\r\nHost: localhost\r\nUser-Agent: LineBotWebhook/2.0\r\n"
            "Content-Type: application/json; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nx-line-signature: {signature(secret, body)}\r\n\r\n"
        )
        found.append(head.encode() + body)
    return found


def flood(port: int, wire: Sequence[bytes], *, connections: int) -> Flood:
    """Sends all requests over so many connections that stay open, one at a time on each, from one thread."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    by_fd = {one.fileno(): one for one in sockets}
    poller = select.poll()
    sent_at: dict[int, float] = {}
    latencies: list[float] = []
    refused, following = 0, 0
    began = time.perf_counter()
    try:
        for one in sockets:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            poller.register(one, select.POLLIN)
            if following < len(wire):
                sent_at[one.fileno()] = time.perf_counter()
                one.sendall(wire[following])
                following += 1
        while sent_at:
            ready = poller.poll(10_000)
            if not ready:
                raise TimeoutError("no answer within 10 s")
            for fd, _ in ready:
                one = by_fd[fd]
                answer = one.recv(4096)
                while answer and not _complete(answer):
                    answer += one.recv(4096)
                latencies.append(time.perf_counter() - sent_at.pop(fd))
                refused += not answer.startswith(b"HTTP/1.1 200")
                if not answer or b"onnection: close" in answer:
                    poller.unregister(fd)
                    one.close()
                    del by_fd[fd]
                    one = socket.create_connection(("127.0.0.1", port))
                    by_fd[one.fileno()] = one
                    poller.register(one, select.POLLIN)
                if following < len(wire):
                    sent_at[one.fileno()] = time.perf_counter()
                    one.sendall(wire[following])
                    following += 1
        return Flood(time.perf_counter() - began, latencies, refused)
    finally:
        for one in by_fd.values():
            one.close()


def _complete(answer: bytes) -> bool:
    head, ended, body = answer.partition(b"\r\n\r\n")
    if not ended:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.partition(b":")[2])
    return True


# ---------------------------------------------------------------- at a given rate

KINDS = (("chatter", 70), ("capture", 10), ("who", 10), ("search", 10))
"""What is said, in percent."""


@dataclass
class Heard:
    """One run of talk: seconds from sending a webhook to the reply's arrival by kind, and what went wrong."""

    seconds: float = 0.0
    said: dict[str, int] = field(default_factory=dict)
    delays: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    unanswered: int = 0
    answered_chatter: int = 0
    cpu: dict[str, float] = field(default_factory=dict)
    """Process → CPU seconds that it used."""
    late: list[float] = field(default_factory=list)
    """Seconds by which webhooks were sent later than planned: the fault of the load, not of the product."""

    @property
    def all_delays(self) -> list[float]:
        return [one for delays in self.delays.values() for one in delays]


class ReplyTimes:
    """Notes when each reply request reaches the double: give its `see` to LineDouble as `before`."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def see(self, request: Request) -> None:
        """The time of a reply, by its token; everything goes on as it would."""
        if request.path.endswith("/message/reply"):
            moment = time.perf_counter()
            self.at.setdefault(request.json()["replyToken"], moment)


def talk(
    product: Product, places: Sequence[Place], replies: ReplyTimes, *, rate: float, seconds: float, seed: int
) -> Heard:
    """People of many groups talk at `rate` events a second, at random moments (a Poisson process), whether the
    bot keeps up or not; waits for the last replies."""
    line, port, cpu = product.line, product.port, product.cpu()
    dice, writer, heard = random.Random(seed), Writer(seed), Heard()
    plan: queue.Queue[tuple[float, str, str, str, str] | None] = queue.Queue()
    kinds, weights = zip(*KINDS, strict=True)
    at, count = 0.0, 0
    while (at := at + dice.expovariate(rate)) < seconds:
        place = dice.choice(places)
        kind = dice.choices(kinds, weights)[0]
        plan.put((at, kind, dice.choice(place.groups), dice.choice(place.users), _text(kind, writer)))
        heard.said[kind] = heard.said.get(kind, 0) + 1
        count += 1
    sent: dict[str, tuple[str, float]] = {}
    lock = threading.Lock()
    began = time.perf_counter() + 0.1

    def speak() -> None:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while (one := plan.get()) is not None:
            due, kind, group, user, text = one
            event = line.make.text(group, user, text)
            body, headers = line.signed([event])
            time.sleep(max(0.0, began + due - time.perf_counter()))
            moment = time.perf_counter()
            wire.request("POST", "/callback", body, headers)
            answer = wire.getresponse()
            answer.read()
            with lock:
                heard.late.append(moment - began - due)
                sent[event["replyToken"]] = kind, moment
                heard.refused += answer.status != 200
        wire.close()

    threads = [threading.Thread(target=speak, daemon=True) for _ in range(16)]
    for _ in threads:
        plan.put(None)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    product.wait_until_done()
    heard.seconds = time.perf_counter() - began
    heard.cpu = {name: seconds - cpu.get(name, 0.0) for name, seconds in product.cpu().items()}
    for token, (kind, moment) in sent.items():
        if token in replies.at:
            heard.delays.setdefault(kind, []).append(replies.at[token] - moment)
            heard.answered_chatter += kind == "chatter"
        else:
            heard.unanswered += kind != "chatter"
    return heard


def _text(kind: str, writer: Writer) -> str:
    match kind:
        case "capture":
            return writer.note()
        case "who":
            return f"ใครรู้เรื่อง{writer.topic()}บ้างครับ"
        case "search":
            return f"ค้น {writer.topic()}"
        case _:
            return writer.chatter()
