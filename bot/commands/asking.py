"""classify, search, who, hear: what the bot knows and would answer, asked from a terminal or a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.context import Desk, desk
from bot.commands.errors import WrongUse
from bot.commands.lines import Said, json_option, read_said, say, say_json

if TYPE_CHECKING:
    from knowledge.classifier import Filing
    from knowledge.experts import Evidence, Ranking
    from knowledge.neighbours import Neighbour
    from knowledge.people import Office
    from knowledge.search import Found

HITS = 10
"""Notes that `search` lists; in a chat the bot shows fewer."""
EXPERTS = 5
LONGEST_QUERY = 5_000
"""Characters: LINE's own limit for one message."""


# ---------------------------------------------------------------- classify


@click.command(short_help="จัดหมวดข้อความ")
@click.option("--taxonomy", "taxonomy_id", required=True, metavar="ID", help="ชุดหมวดความรู้ เช่น cdd-2561")
@json_option
def classify(taxonomy_id: str, as_json: bool) -> None:
    """จัดหมวดข้อความจาก stdin บรรทัดละ {"id","text"} พิมพ์หมวดที่เข้าที่สุดก่อน พร้อมคำที่เป็นหลักฐาน"""
    from bot.commands.taxonomies import load_named
    from knowledge.classifier import Classifier

    taxonomy = load_named(taxonomy_id)
    asked = read_said()
    classifier = Classifier(taxonomy)
    for said in asked:
        say_json({"id": said.id, **filing_json(classifier.classify(said.text))})


def filing_json(filing: Filing) -> dict[str, Any]:
    """A filing as the contract shows it."""
    return {
        "categories": [
            {"id": c.id, "score": round(c.score, 4), "evidence": list(c.evidence)} for c in filing.categories
        ],
        "abstained": filing.abstained,
    }


# ---------------------------------------------------------------- search, who


def _asked(query: str) -> list[Said] | None:
    """The lines of stdin for `-`, else None; WrongUse for a query that says nothing or is no message."""
    if query == "-":
        return read_said()
    if not query.strip() or len(query) > LONGEST_QUERY:
        raise WrongUse(f"คำถามต้องมี 1 ถึง {LONGEST_QUERY} ตัวอักษร · ใส่คำถามใหม่ หรือ - เพื่ออ่านจาก stdin")
    return None


@click.command(short_help="ค้นเรื่องที่เก็บไว้")
@click.argument("query", metavar="QUERY|-")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--limit", type=click.IntRange(1, 100), default=HITS, show_default=True, help="จำนวนเรื่องมากที่สุด")
@json_option
def search(query: str, office_named: str, limit: int, as_json: bool) -> None:
    """ค้นเรื่องที่ OFFICE เก็บไว้ ด้วยคำค้นหรือคำถาม (- คืออ่าน stdin บรรทัดละ {"id","text","user_id"})"""
    asked = _asked(query)
    with desk() as at:
        office = at.office(office_named)
        if asked is not None:
            for said in asked:
                say_json({"id": said.id, **_search_json(_search(at, office, said.text, said.user_id, limit))})
            return
        found = _search(at, office, query, None, limit)
        if as_json:
            say_json(_search_json(found))
            return
        if not found.hits:
            say("ไม่พบเรื่องที่ตรงกับคำค้นนี้")
        names = {m.id: m.full_name for m in at.people.members(office.id)}
        for n, hit in enumerate(found.hits, start=1):
            teller = names.get(hit.note.member_id, hit.note.user_id)
            say(f"{n}. {hit.snippet}", f"   {teller} · {hit.note.told_at:%Y-%m-%d} · {hit.note.id}")


def _search(at: Desk, office: Office, text: str, user_id: str | None, limit: int) -> Found:
    return at.indexed.library.search(
        office.id, topic_of(text), asker_user_id=user_id, limit=limit, now=at.settings.now()
    )


def _search_json(found: Found) -> dict[str, Any]:
    return {
        "hits": [
            {
                "note_id": hit.note.id,
                "message_ids": list(hit.note.message_ids),
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
            }
            for hit in found.hits
        ],
        "abstained": found.abstained,
    }


@click.command(short_help="ใครรู้เรื่องนี้")
@click.argument("query", metavar="QUERY|-")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--limit", type=click.IntRange(1, 50), default=EXPERTS, show_default=True, help="จำนวนคนมากที่สุด")
@json_option
def who(query: str, office_named: str, limit: int, as_json: bool) -> None:
    """บอกคนใน OFFICE ที่ถามเรื่องนี้ได้ พร้อมหลักฐาน (- คืออ่าน stdin บรรทัดละ {"id","text","user_id"})"""
    asked = _asked(query)
    with desk() as at:
        office = at.office(office_named)
        if asked is not None:
            for said in asked:
                ranking = _who(at, office, said.text, said.user_id, limit)
                say_json({"id": said.id, **_who_json(ranking, _elsewhere(at, office, ranking, said.user_id, limit))})
            return
        ranking = _who(at, office, query, None, limit)
        elsewhere = _elsewhere(at, office, ranking, None, limit)
        if as_json:
            say_json(_who_json(ranking, elsewhere))
            return
        if not ranking.experts:
            say(f"ยังไม่พบคนที่รู้เรื่อง “{ranking.topic}”" + (" · ในจังหวัดมี" if elsewhere else ""))
        for each in elsewhere:
            why = " · ".join(_evidence_line(evidence) for evidence in each.expert.evidence)
            say(f"- {each.expert.member.full_name} {each.office.name} · {why}")
        for n, expert in enumerate(ranking.experts, start=1):
            member = expert.member
            called = f" ({member.spoken_name})" if member.spoken_name != member.full_name else ""
            say(f"{n}. {member.full_name}{called} {member.position}".rstrip())
            for evidence in expert.evidence:
                say(f"   {_evidence_line(evidence)}")


def _evidence_line(evidence: Any) -> str:
    from handlers.wording import evidence_line

    return evidence_line(evidence)


def _who(at: Desk, office: Office, text: str, user_id: str | None, limit: int) -> Ranking:
    return at.indexed.directory.who(
        office.id, topic_of(text), asker_user_id=user_id, group_id=None, now=at.settings.now(), limit=limit
    )


def _elsewhere(
    at: Desk, office: Office, ranking: Ranking, user_id: str | None, limit: int
) -> tuple[Neighbour, ...]:
    """As in the chat: other offices are asked where the own one knows nobody."""
    if ranking.experts or ranking.empty:
        return ()
    now = at.settings.now()
    return at.indexed.neighbours().who(office, ranking.topic, asker_user_id=user_id, now=now, limit=limit)


def _who_json(ranking: Ranking, elsewhere: tuple[Neighbour, ...] = ()) -> dict[str, Any]:
    near = [
        {
            "office": each.office.id,
            "office_name": each.office.name,
            "full_name": each.expert.member.full_name,
            "score": round(each.expert.score, 4),
            "evidence": [_evidence_json(v) for v in each.expert.evidence],
        }
        for each in elsewhere
    ]
    return {
        "topic": ranking.topic,
        "experts": [
            {
                "member": e.member.id,
                "user_id": e.member.user_id,
                "full_name": e.member.full_name,
                "score": round(e.score, 4),
                "evidence": [_evidence_json(v) for v in e.evidence],
            }
            for e in ranking.experts
        ],
        "abstained": ranking.abstained,
        **({"elsewhere": near} if near else {}),
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind,
        "detail": evidence.detail,
        "count": evidence.count,
        "latest": evidence.latest.isoformat() if evidence.latest else None,
        "note_ids": list(evidence.note_ids),
    }


def topic_of(text: str) -> str:
    """What a message asks about, heard as one that is spoken to the bot; the whole text where it asks nothing
    (a bare topic such as `งบประมาณ`)."""
    from knowledge.hearing import listen

    heard = listen(text, addressed=True)
    return heard.topic if heard.intent in {"who", "search"} and heard.topic else text


# ---------------------------------------------------------------- hear


@click.command(short_help="บอทจะเข้าใจข้อความว่าอย่างไร")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--group", "group_id", required=True, metavar="GROUP_ID", help="รหัสกลุ่มของ LINE")
@json_option
def hear(office_named: str, group_id: str, as_json: bool) -> None:
    """บอกว่าบอทจะเข้าใจแต่ละข้อความจาก stdin ({"id","text","user_id","mention"}) ว่าอย่างไร โดยไม่เก็บและไม่ตอบ"""
    asked = read_said()
    with desk() as at:
        office = at.office(office_named)
        for said in asked:
            heard = at.services.interpret(
                said.text, user_id=said.user_id, mention=said.mention, group_id=group_id, office=office
            )
            say_json({"id": said.id, **heard})
