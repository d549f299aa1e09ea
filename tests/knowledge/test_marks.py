"""Marks: hashtags in all the ways people type them."""

from __future__ import annotations

import pytest

from knowledge.marks import keeps, kind_of_mark, read_mark

TYPED = [
    ("#เรื่องเล่า วันนี้ไปตลาด", "story", "วันนี้ไปตลาด"),
    ("# เคล็ดลับ ล้างหัวพ่นทุกครั้ง", "tip", "ล้างหัวพ่นทุกครั้ง"),
    ("＃บทเรียน ตรวจรับต้องเทียบตัวอย่าง", "lesson", "ตรวจรับต้องเทียบตัวอย่าง"),
    ("📌 #บทเรียน ลืมลงนาม", "lesson", "ลืมลงนาม"),
    ("#AARซ้อมหนีไฟเมื่อเช้า", "aar", "ซ้อมหนีไฟเมื่อเช้า"),
    ("#aar\nซ้อมหนีไฟ", "aar", "ซ้อมหนีไฟ"),
    ("#เคล็ดลับ: ถ่ายรูปซองก่อนเปิด", "tip", "ถ่ายรูปซองก่อนเปิด"),
    ("#เคล็ดลับครับ ถ่ายรูปซองก่อนเปิด", "tip", "ถ่ายรูปซองก่อนเปิด"),
    ("#เรื่องเล่าจ้า เมื่อวานฝนตก", "story", "เมื่อวานฝนตก"),
    ("#\u200bเคล็ดลับ\u200b ปักสลับฟันปลา", "tip", "ปักสลับฟันปลา"),
    ("#เรืองเล่า เมื่อวานฝนตก", "story", "เมื่อวานฝนตก"),
    ("#กองช่าง #เทคนิค วางแนวด้วยเชือกสองเส้น", "tip", "#กองช่าง วางแนวด้วยเชือกสองเส้น"),
    ("@คุณลิขิต #Bar พรุ่งนี้ออกตรวจตลาด", "bar", "พรุ่งนี้ออกตรวจตลาด"),
    ("ตักน้ำตัวอย่างก่อนหกโมงจะเห็นค่าคลอรีนจริง #เคล็ดลับ", "tip", "ตักน้ำตัวอย่างก่อนหกโมงจะเห็นค่าคลอรีนจริง"),
    ("ออกหน่วยเมื่อวาน\n#AAR\nเป้า 60 ราย ได้ 48", "aar", "ออกหน่วยเมื่อวาน\nเป้า 60 ราย ได้ 48"),
]


@pytest.mark.parametrize(("text", "kind", "rest"), TYPED)
def test_a_mark_is_read_however_it_is_typed(text: str, kind: str, rest: str) -> None:
    """A hashtag keeps the message whatever its spacing, case, particle, place or small typo; the rest is as typed."""
    mark = read_mark(text)
    assert mark is not None
    assert (kind_of_mark(mark.word), mark.rest) == (kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "อย่าลืมใส่ #บทเรียน ท้ายข้อความด้วยนะ",
        "ใครยังไม่ส่ง #AAR",
        "#เรื่องเล่าผี คืนนี้สามทุ่ม",
        "#บทเรียนชีวิต อย่าไว้ใจฝน",
        "#AAR คืออะไรคะ",
        "#AARP members",
        "#เคล็ดลับหน้าเด้ง ดูที่ https://example.com/x",
        "พิมพ์ #เรื่องเล่า #AAR #เคล็ดลับ อันไหนก็ได้",
        "#เรื่องเล่า หรือ #AAR หรือ #เคล็ดลับ ใช้อันไหน",
        "ข้อความธรรมดา",
        "",
        "#",
    ],
)
def test_talk_about_a_mark_keeps_nothing(text: str) -> None:
    """Naming a hashtag, asking about it, and hashtags that only look alike are talk."""
    assert not keeps(read_mark(text))


def test_other_hashtags_give_their_word_for_commands() -> None:
    """A command is matched by its word: particles gone, a glued code split off."""
    read = [read_mark(t) for t in ("#ช่วยเหลือครับ", "#เชื่อมAB12", "#ออกจากกลุ่ม", "#วงเล่า น้ำท่วม")]
    assert [(m.word, m.rest) for m in read if m] == [
        ("ช่วยเหลือ", ""),
        ("เชื่อม", "AB12"),
        ("ออกจากกลุ่ม", ""),
        ("วงเล่า", "น้ำท่วม"),
    ]


def test_keeping_by_content_has_no_kind_of_its_own() -> None:
    """#บันทึก only says that the message is to be kept."""
    mark = read_mark("#บันทึก ประชุมวันนี้ได้ข้อคิดมาก")
    assert keeps(mark)
    assert mark is not None
    assert kind_of_mark(mark.word) is None
