"""failed, backup, restore, quota: looking after the store and the channel."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from bot.commands.context import Desk, desk
from bot.commands.errors import Failed, WrongUse
from bot.commands.lines import json_option, say, say_json
from bot.commands.taxonomies import own_folder


@click.command(short_help="สำรองข้อมูลทั้งหมดลงแฟ้ม")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """สำรองข้อมูลทั้งหมดลง FILE (อ่านได้เฉพาะเจ้าของ) ทำได้ขณะบอทเปิดอยู่ ย้ายระหว่าง Redis กับ Valkey ได้"""
    from bot.store.backup import BackupError, write_backup
    from bot.store.taxonomy_copies import take_copies

    if not file.parent.is_dir():
        raise WrongUse(f"ไม่มีโฟลเดอร์ {file.parent} · สร้างก่อน หรือใช้ที่อื่น")
    with desk() as at:
        take_copies(at.redis, at.keys, own_folder())
        try:
            contents = write_backup(at.redis, file, at.settings.now().isoformat(timespec="seconds"))
        except BackupError as wrong:
            raise Failed(str(wrong)) from None
    if as_json:
        say_json({"file": str(file), "keys": contents.keys, "bytes": file.stat().st_size, "made_at": contents.made_at})
    else:
        say(f"สำรองข้อมูล {contents.keys:,} คีย์ลง {file} แล้ว ({file.stat().st_size:,} ไบต์) เก็บแฟ้มนี้ไว้ในที่ปลอดภัย")


@click.command(short_help="นำข้อมูลสำรองกลับ")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="แทนที่ข้อมูลที่มีอยู่ทั้งหมด")
@json_option
def restore(file: Path, force: bool, as_json: bool) -> None:
    """ตรวจ FILE ทั้งแฟ้ม แล้วนำข้อมูลกลับเข้าคลังที่ว่าง (หยุดบอทก่อน)"""
    from bot.store.backup import BackupError
    from bot.store.restore import check_file, restore_backup
    from bot.store.taxonomy_copies import put_back

    try:
        check_file(file)
        with desk() as at:
            before = _everything(at)
            contents = restore_backup(at.redis, file, force=force)
            _tell_indexes(at, before)
            put_back(at.redis, at.keys, own_folder())
    except BackupError as wrong:
        raise WrongUse(str(wrong)) from None
    if as_json:
        say_json({"file": str(file), "keys": contents.keys, "made_at": contents.made_at})
    else:
        say(f"นำข้อมูล {contents.keys:,} คีย์ (สำรองเมื่อ {contents.made_at}) กลับแล้ว · เปิดบอทใหม่ถ้าเปิดอยู่")


def _everything(at: Desk) -> dict[str, set[tuple[str, str]]]:
    """What a search index may hold of each office: ids of notes and of members."""
    return {
        office.id: {("note", note.id) for note in at.notes(office.id).all()}
        | {("member", member.id) for member in at.people.members(office.id)}
        for office in at.people.offices()
    }


def _tell_indexes(at: Desk, before: dict[str, set[tuple[str, str]]]) -> None:
    """Writes into the feeds whatever was there before or is there now, so that indexes on any machine read it
    again: what is gone is dropped there, what came back is found."""
    from bot.store.redis_stores import FEED_LENGTH

    for office_id, now in _everything(at).items():
        feed = at.keys.feed(office_id)
        with at.redis.pipeline(transaction=False) as pipe:
            for kind, which in sorted(now | before.get(office_id, set())):
                pipe.xadd(feed, {kind: which}, maxlen=FEED_LENGTH, approximate=True)
            pipe.execute()


@click.group(no_args_is_help=False, short_help="ข้อความที่ทำไม่สำเร็จ: list, replay")
def failed() -> None:
    """ข้อความที่บอทลองทำหลายครั้งแล้วไม่สำเร็จ เก็บไว้พร้อมสาเหตุ"""


@failed.command("list", short_help="แสดงรายการและสาเหตุ")
@json_option
def list_(as_json: bool) -> None:
    """แสดงข้อความที่ทำไม่สำเร็จ จากเก่าไปใหม่ (ไม่แสดงสิ่งที่คนพูด)"""
    from bot.store.inbox import Inbox

    with desk() as at:
        kept = Inbox(at.redis).failed()
    if as_json:
        say_json(
            {
                "failed": [
                    {
                        "id": f.item.id,
                        "event_id": f.item.event_id,
                        "chat": f.item.chat,
                        "type": f.item.raw.get("type"),
                        "received_at": f.item.received_at.isoformat(),
                        "failed_at": f.failed_at.isoformat(),
                        "attempts": f.item.attempts,
                        "reason": f.reason,
                    }
                    for f in kept
                ]
            }
        )
        return
    if not kept:
        say("ไม่มีข้อความที่ทำไม่สำเร็จ")
    for f in kept:
        say(f"{f.item.id}  {f.failed_at:%Y-%m-%d %H:%M}Z  {f.item.raw.get('type')}  {f.item.chat}", f"    {f.reason}")


@failed.command("replay", short_help="ให้ทำใหม่")
@click.argument("item_id", metavar="[ID]", required=False)
@json_option
def replay(item_id: str | None, as_json: bool) -> None:
    """ส่งข้อความ ID (หรือทั้งหมด) ให้บอททำใหม่"""
    from bot.store.inbox import Inbox

    with desk() as at:
        count = Inbox(at.redis).replay(item_id)
    if item_id and not count:
        raise WrongUse(f"ไม่มีข้อความ {item_id} ที่ทำไม่สำเร็จ · ดูรายการด้วย failed list")
    if as_json:
        say_json({"replayed": count})
    else:
        say(f"ส่งให้ทำใหม่ {count} ข้อความ")


@click.command(short_help="โควตาข้อความของเดือน")
@json_option
def quota(as_json: bool) -> None:
    """แสดงจำนวนข้อความที่บอทส่งเองในเดือนนี้ เพดาน และที่เหลือ (การตอบกลับไม่นับ)"""
    from bot.line.quota import RedisQuota, month_of

    with desk() as at:
        month = month_of(at.settings.now())
        state = None
        if not at.settings.practice:
            with contextlib.closing(at.services.gateway) as gateway:
                state = gateway.quota_state()
        used = state.used if state else RedisQuota(at.redis).used(month)
        limit = state.limit if state else None
    left = None if limit is None else max(0, limit - used)
    if as_json:
        say_json({"month": month, "used": used, "limit": limit, "left": left, "known": state is not None})
    elif state is None:
        say(f"เดือน {month}: ส่งไปแล้ว {used} ข้อความ (ถามเพดานจาก LINE ไม่ได้)")
    elif limit is None:
        say(f"เดือน {month}: ส่งไปแล้ว {used} ข้อความ ไม่มีเพดาน")
    else:
        say(f"เดือน {month}: ส่งไปแล้ว {used} จาก {limit} ข้อความ เหลือ {left}")
