"""The processes of the bot, and talking with it in the terminal."""

from __future__ import annotations

import click

from bot.commands.lines import json_option


@click.command(short_help="เปิดทุกส่วนพร้อมกัน (make run)")
@json_option
def serve(as_json: bool) -> None:
    """เปิดเว็บฮุก ตัวทำงาน นาฬิกา และคลังข้อมูลในเครื่องพร้อมกัน แล้วบอกที่อยู่ที่เปิดดูได้"""
    from bot.config import settings
    from bot.serve import main

    raise SystemExit(main(settings()) or 0)


@click.command(short_help="รับเว็บฮุกจาก LINE")
@json_option
def web(as_json: bool) -> None:
    """รับเว็บฮุกจาก LINE ที่ PORT แล้วเก็บเข้าคิว"""
    from bot.app import main
    from bot.config import settings

    raise SystemExit(main(settings()) or 0)


@click.command(short_help="ตอบข้อความจากคิว")
@json_option
def worker(as_json: bool) -> None:
    """หยิบข้อความจากคิวมาทำงานและตอบกลับ"""
    from bot.config import settings
    from bot.worker import main

    raise SystemExit(main(settings()) or 0)


@click.command(short_help="งานตามเวลา")
@json_option
def clock(as_json: bool) -> None:
    """ทำงานตามเวลา เช่น ล้างข้อมูลที่ถูกลบ และนับจำนวนข้อความของเดือน"""
    from bot.clock import main
    from bot.config import settings

    raise SystemExit(main(settings()) or 0)


@click.command(short_help="คุยกับบอทในหน้าจอนี้")
@json_option
def chat(as_json: bool) -> None:
    """คุยกับบอทในหน้าจอนี้ ในกลุ่มสมมติของห้องซ้อม ไม่ต้องมีบัญชี LINE"""
    from bot.practice.terminal import main

    raise SystemExit(main() or 0)


@click.command(hidden=True)
@json_option
def practice(as_json: bool) -> None:
    """ห้องซ้อมและตัวแทนของ LINE (serve เปิดให้เอง)"""
    from bot.config import settings
    from bot.practice.main import main

    raise SystemExit(main(settings()) or 0)
