"""Chat Thai made plain for hearing: the spellings of asking (ไคร, มั่ง, มั้ย, ไผ…แหน่), particles, filler."""

from __future__ import annotations

import re

from knowledge import thai

_KEEP = re.compile("[^a-z0-9ก-๙\\s./?%+&'_#@:()\\n-]")
_PARTICLES = (
    r"(?:(?<![ชา])นะ|น้า|ล่ะ|หละ|อ่ะ|อะ)?(?:ครับผม|ครับ|คับ|ครัช|ค้าบ|ค๊าบ|คร้าบ|งับ|ฮะ|ค่ะ|คะ|ข่ะ|จ้า|จ๊า|จ้ะ|จ๊ะ|จร้า|เด้อ|เน้อ|ขอรับ)"
)
_PARTICLE = re.compile(rf"{_PARTICLES}(?:พี่ๆ|พี่|ทุกคน|เพื่อนๆ)?(?=$|[\s?.)#@:])")
_LAST_PARTICLE = re.compile(
    r"\s*(?:(?<![ชา])นะ|น้า|ค่า|ค้า|เจ้า(?<!ระเจ้า)|จ้ะ|ล่ะ|น้อ|เนาะ|เนอะ|เลย|\b(?:na|ka|kha|krub|krap|kub|krab|jaa?|plz|please|pls)\b)[\s.?]*$"
)
_LATIN_PARTICLE = re.compile(r"\b(?:krub|krap|khrap|krab|kub|kha|ka|na|jaa?|plz|pls|please)\b")

_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"(?<!ตะ)(?:ไคร|ใคล|ไคล|ครัย|ใค(?!ร)|คัย|คราย)(?![่้๊๋์])", "ใคร"),
        (
            r"(?<!ห้วย)(?<!กอ)(?:ไผ|ใผ)(?=\s?(?:ฮู้|รู้|เก่ง|เคย|เฮ็ด|ทำ|ถนัด|พอ|แม่น|มี|ซำนาญ|ชำนาญ|สอน|เป็น|ดี|แน|แด่|บ้าง|เยียะ|เข้าใจ|ใช้|ช่วย|ซ่อย|\s|$))",
            "ใคร",
        ),
        (r"(?:มั่ง|มั้ง|บ่าง|บ้าาง|บาง(?=$|\s)|บั้ง|แหน่|แน(?=$|\s)|แน่(?=$|\s)|แด่(?=$|\s)|พ่อง)(?!คั่ง|มี|คับ)", "บ้าง"),
        (
            r"(?:มั้ย|มั๊ย|ไม๊|ไม้(?=$|\s)|มัย(?=$|\s)(?<!สมัย)(?<!นามัย)|ไหมม|หมัย|หม้าย|บ่(?=$|\s)|ก่อ(?=$)|ปะ(?=$|\s)|ป่ะ|รึเปล่า|หรือป่าว|รึป่าว|ป่าว(?=$|\s))",
            "ไหม",
        ),
        (r"ปรึก(?:ษ|ศ)า|ปรึ(?:กสา|ษา|กษ|กา)|ปรึกสา|ปฤกษา|ปรึกกษา", "ปรึกษา"),
        (r"(?:เรือง|เรี่อง|เริ่อง|เรื่ง|เรื่อ(?=$|\s))(?!แสง|วิทย์|ไร)", "เรื่อง"),
        (r"ชำนาน|ชำนวน|ชํานาญ", "ชำนาญ"),
        (r"ถนัท|ถนัต|ทนัด", "ถนัด"),
        (r"เชียวชาญ|เชี่ยวชาน|เชียวชาน|เชี่ยวขาญ", "เชี่ยวชาญ"),
        (r"เก้ง|เก๋ง(?=เรื่อง|[a-z\s])|เกง(?=เรื่อง)", "เก่ง"),
        (r"แนะนํา|แนะนะ|แนะนั้ม", "แนะนำ"),
        (r"เคยๆ|เค้ย", "เคย"),
        (r"(?:ฮู้|ฮุ้|รุ้|รุู้|ลู้)(?=จัก|เรื่อง|วิธี|บ้าง|การ|จั๊ก|\s)", "รู้"),
        (r"เฮ็ด|เยียะ", "ทำ"),
        (r"จั่งใด๋?|จั่งได๋|จะได(?=$|\s|ดี)|พรือ(?=$|\s|ดี)|ยังงัย|ยังไงง|ยังงัยดี|ไงอ่ะ|หยั่งไง|อย่างไงร?", "ยังไง"),
        (r"ซอย(?=แนะ|แหน่|สอน|เบิ่ง)|ช่อย", "ช่วย"),
    )
)


def plain(text: str) -> str:
    """`text` normalised, in lower case, with the spellings of asking put right and polite particles left out."""
    text = _KEEP.sub(" ", thai.normalise(text).replace("’", "'"))
    text = _PARTICLE.sub(" ", text)
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    text = _LATIN_PARTICLE.sub(" ", text)
    text = re.sub(r"[ \t]+", " ", text).strip()
    for _ in range(3):
        text = _LAST_PARTICLE.sub("", text)
    return text.strip()


_LEAD = re.compile(
    r"^(?:\s|[-:.,?/]|สวัสดี|ดีครับ|รบกวน|ขออนุญาต|ขอ|สอบถาม(?:หน่อย|ด้วย|เพิ่มเติม)?|ถาม(?:หน่อย|ด้วย|นิด)?|อยากรู้(?:ว่า|จัก)?|อยากทราบว่า|อยากถาม(?:ว่า)?|คือว่า|คือ|พอดี(?:ว่า)?|"
    r"ปรึกษาหน่อย|ปรึกษา|หน่อย|ว่า|เรื่องของ|เรื่อง(?!เล่า|ราว)|เกี่ยวกับ|ทางด้าน|ด้าน(?!หน้า|หลัง)|ด้วย(?=\s)|วิธี(?:การ)?|ขั้นตอน(?:การ)?|ถ้า(?:หาก)?(?:จะ)?|หาก|เวลา(?:จะ)?|กำลังจะ|กำลัง|"
    r"อยากจะ|อยากได้คน|อยากให้|อยาก|ต้องการ|ต้องไป|ต้อง|จะต้อง|จะ|พี่ๆ|น้องๆ|พี่น้อง|ทุกคน|ทุกท่าน|เพื่อนๆ|เรา(?=จะ|อยาก|ต้อง)|ผม(?=จะ|อยาก|ต้อง)|หนู(?=จะ|อยาก|ต้อง)|"
    r"ด่วนๆ?|ด่วนมาก|help|need help|hello|hi|ช่วยด้วย|ช่วยหน่อย|มี(?=เรื่อง)|กับ(?=\s)|ใน(?=เรื่อง|ด้าน)|ที่(?=จะ|เกี่ยวกับ)|ที่เก่ง|เก่งๆ?|ทำเรื่อง|งานเรื่อง|"
    r"(?:the|a|an|about|with|how to|do|make|using|use|in|on|of|for|any)\b|ทำ(?=[a-z\s])|(?<![ก-ฮ])ใช้(?=\s?[a-z])|(?<![ก-ฮ])เล่น(?=\s?[a-z])|สอน(?=\S{4})|คนสอน|คนทำ|คนช่วย)\s*"
)
_TAIL = re.compile(
    r"\s*(?:\s|[-:.,?/]|ด่วนๆ?|need help|help|หน่อย|ด้วย|ทีหน่อย|ให้หน่อย|ให้ที|ให้ได้|ให้|เป็น|ได้|อยู่(?!ไม่)|กันบ้าง|บ้าง|ไหม|หรือเปล่า|กัน(?<!ประกัน)(?<!ป้องกัน)(?<!ค้ำประกัน)(?<!ด้วยกัน)|"
    r"จริงๆ|จริงจัง|เก่งๆ?|คล่องๆ?|แม่นๆ?|สำเร็จ|มาก่อน|มาแล้ว|เยอะๆ?|ขั้นเทพ|ที่สุด|ไว้|เอาไว้|ดี(?<=\sดี)|ต่อ(?<=\sต่อ)|ที่นี่|แถวนี้|ในกลุ่ม(?:เรา|นี้)?|ในทีม|ในออฟฟิศ|ในสำนักงาน|บ้านเรา(?=$)|"
    r"วาน|ถามเผื่อ\S*|มา(?<=\sมา)|อ่ะ|อะ(?<=\sอะ)|งับ|จ้า|(?:well|please|pls|thanks|thx|asap|here)\b)$"
)


def topic(text: str) -> str:
    """The matter in a stretch of plain text: lead-ins, filler and tails of asking cut off, never from within."""
    for cut in (_LEAD, _TAIL):
        for _ in range(12):
            shorter = cut.sub("", text).strip()
            if shorter == text:
                break
            text = shorter
    return text


def with_case(topic_: str, typed: str) -> str:
    """`topic_` with its Latin words as they were typed (plain text is in lower case)."""
    as_typed = {run.lower(): run for run in re.findall(r"[A-Za-z][A-Za-z0-9]*", typed)}
    return re.sub(r"[a-z][a-z0-9]*", lambda m: as_typed.get(m.group(), m.group()), topic_)
