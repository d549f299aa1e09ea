"""What a topic is not: the name of a person."""

from __future__ import annotations

import re

_PERSON = re.compile(
    r"(?:เรื่อง\s?)?(?:พี่|น้อง|ป้า|ลุง|น้า|อา|ตา|ยาย|คุณ|นางสาว|นาง|นาย|น\.\s?ส\.|ผอ\.?|ครู|หมอ|ผู้ใหญ่|กำนัน|ปลัด|หัวหน้า|ท่าน|"
    r"อาจารย์|อ\.)\s?(?P<name>[^\s]{2,30}(?:\s[^\s]{2,30})?)"
)


def person_named(topic: str) -> str | None:
    """The name in a topic that is nothing but a person, said with the word before a name (พี่แดง); it may still be
    nobody's."""
    found = _PERSON.fullmatch(topic.strip())
    return found["name"] if found else None
