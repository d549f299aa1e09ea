"""The name of a job told from a telling: what follows the mark of a review opens a dialogue, or is kept as it is.

A name that is missed is merely kept as a note; a telling taken for a name would not be kept at all, so in doubt it
is none. The rule, phrase by phrase as Thai puts its spaces: a name is one activity, and whatever stands behind it
only says when, where, with whom, which round. A phrase that begins anew ("อบรม… วิทยากร…") tells something."""

from __future__ import annotations

import re

from knowledge import reviews, thai
from knowledge.marks import PARTICLES
from knowledge.review_jobs import LONGEST_NAME, WHEN

MOST_WORDS = 16
BARE_WORDS = 5
"""Words of an answer to "which job?" that begins with no activity."""
PLAIN_WORDS = 6
"""More than a plain name of a job may be a telling after all."""
MOST_BEHIND = 5
"""Words of one phrase behind the activity."""

_ACTIVITY = re.compile(
    r"^(?:การ|งาน|โครงการ|กิจกรรม|พิธี|เวที|วัน(?!นี้|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)|"
    r"ประชุม|ประชาคม|อบรม|สัมมนา|จัด|ลง(?:พื้นที่|นา|หมู่บ้าน|ชุมชน)|ออก(?:หน่วย|บูธ|บูท|ตรวจ|ร้าน|"
    r"เยี่ยม|สำรวจ)|ตรวจ|เยี่ยม|ประกวด|"
    r"ติดตาม|สำรวจ|รับ(?=ตรวจ|มอบ|คณะ|การ|เสด็จ|เรื่อง|สมัคร|ผู้)|ต้อนรับ|ซ้อม|ฝึก|ศึกษาดูงาน|ดูงาน|"
    r"ปลูก|ซ่อม|เก็บ|มอบ|แจก|ทำ(?!ไม|ให้|งานได้)|เปิด|ปิด|คัด|ขับเคลื่อน|"
    r"ส่งเสริม|พัฒนา|รณรงค์|"
    r"เลือกตั้ง|สอบ|ประเมิน|เบิก|จ่าย|จัดซื้อ|จัดจ้าง|ขุด|สร้าง|ก่อสร้าง|ขน|ย้าย|บริการ|คลินิก|"
    r"ตลาด(?!ล่าง|บน)|แข่ง(?:ขัน)?|แถลง|นำเสนอ|ถอด|ทบทวน|เตรียม|ไกล่เกลี่ย|พ่น|ฉีด|ล้าง|ทำความสะอาด|คืนข้อมูล|ทอด(?:ผ้าป่า|กฐิน)|"
    r"กฐิน|ผ้าป่า|แห่|ถ่ายทำ|ลงนาม|(?:ขึ้น|ลง)ทะเบียน|ติว|ค่าย|นิทรรศการ|(?:ปฐม|ปัจฉิม)นิเทศ|ตัด|ถนนคนเดิน|"
    r"บวช|ปล่อย|เดินรณรงค์|ศูนย์|สอน|เวร|สงกรานต์|ลอยกระทง|เทศกาล|ประเพณี|เปลี่ยน|กีฬา|ติดตั้ง|ตั้ง(?=ด่าน|จุด|โรง)|"
    r"บริจาค|เลี้ยง|วาง|นัด(?=พบ|ไกล่)|วิ่ง|เดิน(?=วิ่ง|ป่า|เท้า)|มหกรรม|ปิดทอง|ค้นหา|กู้ภัย|[a-z]{2}|[0-9๐-๙]\s?ส(?:\s|$))",
    re.IGNORECASE,
)
_TELLS_WORDS = (
    "ไม่ ไม่ได้ ไม่มี แล้ว แต่ เพราะ เลย ต้อง อย่า ควร คือ ปรากฏ ปรากฏว่า ว่า ก็ กว่า จะ เคย ได้ "
    "เสร็จ ทัน ครบ หมด เหลือ ขาด เกิน ล้น พัง ล่ม หาย ช้า เร็ว "
    "ดี ดีมาก เยอะ น้อย มาก หนัก ร้อน สนุก แน่น เงียบ งง บ่น ตก ลืม พลาด แค่ เพียง เกือบ ครึ่ง ทุกคน "
    "ฝนตก ผลคือ เพราะว่า อยากให้ ให้ทุก ถ้า ตอนแรก สุดท้าย เดี๋ยว "
    "น่าจะ อาจ อาจจะ เจอ พบว่า ทำให้ ขอให้ ขอบคุณ สรุป เสียดาย ปัญหา เรียบร้อย ผ่าน สำเร็จ ระวัง "
    "กังวล เสี่ยง กลัว เยอะมาก ร้อนมาก เพิ่งรู้ อีก ยัง ยังไม่ ชอบ ที่สุด พอใจ แทน"
)
_TELLS = frozenset(_TELLS_WORDS.split())
_IMPERATIVE = re.compile(
    r"^(?:(?:ครั้ง|คราว|รอบ)(?:หน้า|ต่อไป)|จะ|ให้(?!บริการ|ความรู้|คำปรึกษา|การ)|อย่า|ขอ|ช่วย|ฝาก|อยาก|ถ้า|เวลา|พอ|ทุกคน|เรา|ผม|หนู|ฉัน)"
)
_PUNCTUATION = re.compile(r"[\n→=?!:：;…]|=>|->|\.\.|(?:^|\s)[1-9๑-๙][.)]\s?\S|,.*,|https?:")
_ENDING = re.compile(rf"(?:{PARTICLES}|นะ|หน่อย|กัน(?=$)|[\s🙏😊]|(?<!\.[ก-ฮ])\.)++$", re.IGNORECASE)
"""Never given back (`++`): ครับครับครับ can be read in many ways."""
_INNER_PARTICLE = re.compile(r"(?:ครับ|ค่ะ|คะ|จ้า|คับ)\s")
_HAPPENS_WORDS = (
    "มา ไป เอา เสนอ เลื่อน ถาม ตกลง เสีย รั่ว ดับ ล้ม หลุด ขอ ลืม ยอม เจอ พบ ติดหล่ม ติดฝน มาสาย ถึง พอ เต็ม"
)
_HAPPENS = _TELLS | frozenset(_HAPPENS_WORDS.split())
"""Words that tell what somebody did or what went wrong, wherever they stand."""
_BEHIND_WORDS = (
    "นัด เข้า ออก เริ่ม ใช้ มี เป็น ถูก โดน บอก แจ้ง ส่ง สั่ง ซื้อ ขาย นั่ง รอ กลับ ลา เลือก เพิ่ม ลด แบ่ง จอง ยืม ใส่ เห็น "
    "อยู่ ทำ เสร็จสิ้น เย็น แพง ยาว สูง ไกล เล็ก ใหญ่ แตก เลิก หยุด ปิด เปิด ค้าง เตรียม ดูแล คุม"
)
_BEHIND = _HAPPENS | frozenset(_BEHIND_WORDS.split())
"""Behind the activity these make a sentence of it."""
_COUNT = re.compile(
    r"(?<!ที่)(?<!ที่ )(?<![0-9๐-๙.])(?:[0-9๐-๙][0-9๐-๙,.]*|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ครึ่ง|ร้อย|พัน|หมื่น|แสน)\s?"
    r"(?:คน|ราย|ชุด|หลัง|คัน|ใบ|เล่ม|แผ่น|จุด|แห่ง|ร้าน|แผง|ต้น|ตัว|ถุง|กล่อง|บาท|แสน|ล้าน|ครัวเรือน|ครัว|"
    r"เครื่อง|ที่(?!\s?[0-9๐-๙])|ท่าน|รูป|โต๊ะ|ถัง|กก|กิโล|เมตร|กม|ไร่|ตัน|ทีม|เรื่อง|ข้อ|นาที|ชั่วโมง|ชม|เปอร์เซ็นต์|%|ซี่|ผืน)"
)
"""A count is news of how it went, or what is to be brought."""
_ORDINAL = re.compile(
    r"(?:ที่|หมู่|ม\.|ซอย|ซ\.|สาย|ชั้น|รุ่น|เทอม|ปี|ไตรมาส|อาคาร\S*|ห้อง|รอบ|สมัย|ภาค\S*|เฟส|เขต|แปลง|หน่วย|โซน|ครั้ง|ระยะ|"
    r"ป\.|บ้าน\S*|เดือน)$"
)
"""What has a number behind it that counts nothing."""
_NUMBER = re.compile(r"[0-9๐-๙]+(?:[./-][0-9๐-๙]+)*")
_LINKS = re.compile(r"(?:^|(?<=[\s]))(?:กับ|และ|หรือ|ของ|โดย|ที่|ใน|ณ|เพื่อ|สำหรับ|[+/&-])$|ฯ$")
"""What ends a phrase that goes on in the next."""
_WHERE = re.compile(
    r"(?:ณ|ที่|ใน|จาก|ของ|กับ|และ|โดย|ผ่าน|เพื่อ|สำหรับ|ให้แก่|แก่|ด้าน|เรื่อง|ตาม|ประจำ|ระหว่าง|ก่อน|ช่วง|ภาค|ระดับ|รอบ|รุ่น|"
    r"ครั้ง|สมัย|ชุด|ไตรมาส|เทอม|ปี|เดือน|สัปดาห์|วัน|เช้า|บ่าย|เย็น|ต\.|อ\.|จ\.|ม\.|ซ\.|ถ\.|บ\.|หมู่|บ้าน|ตำบล|อำเภอ|จังหวัด|เขต|"
    r"แขวง|โซน|ซอย|ถนน|สาย|ริม|หน้า|วัด|โรงเรียน|รร\.|รพ|โรงพยาบาล|ศาลา|อาคาร|ห้องประชุม|ห้องเรียน|หอประชุม|ชั้น|ตึก|ลาน|สนาม|"
    r"หาด|ป่า|หนอง|คลอง|แม่น้ำ|ดอย|เกาะ|ชุมชน|เทศบาล|ทต\.|ทม\.|อบต|อบจ|สำนักงาน|สนง|กอง|ฝ่าย|แผนก|กรม|ศูนย์|มหาวิทยาลัย|"
    r"วิทยาลัย|โครงการ|หลักสูตร|งาน|กิจกรรม|พิธี|การ)"
)
"""What says where, when, of whom or under which heading."""
_SHORT = re.compile(r"(?:[ก-ฮ]{1,5}\.)+[ก-๎0-9๐-๙]*|[ก-ฮ]{2,6}|[A-Za-z][A-Za-z0-9/&'-]*|\([^()]*\)")
"""An abbreviation, a word in Latin letters, something in brackets."""


def job_name(rest: str, *, asked: bool = False) -> str | None:
    """The name of the job where `rest`, what follows the mark of a review, is nothing but that; None for a
    telling, which is kept as it is. `asked`: we asked for the name, so a few plain words are one.

    A name is one short line without parts of a review, stops, lists, counts and words that tell what happened or
    should; it is an activity, with nothing behind it but its when and where."""
    name = _ENDING.sub("", rest.strip()).strip(" \"'“”-–")
    if not 2 <= len(name) <= LONGEST_NAME or _PUNCTUATION.search(name) or _INNER_PARTICLE.search(name):
        return None
    words = thai.words(name)
    if not words or len(words) > MOST_WORDS or _TELLS & set(words) or _IMPERATIVE.match(name):
        return None
    found = reviews.parts(name)
    if any((found.expected, found.actual, found.went_well, found.to_improve, found.next)):
        return None
    starts = _ACTIVITY.match(name) or _ACTIVITY.match(WHEN.sub("", name).strip())
    if asked:
        return name if starts or len(words) <= BARE_WORDS else None
    if not starts or _HAPPENS & set(words) or _COUNT.search(name):
        return None
    first, *behind = name.split()
    before = [first]
    for phrase in behind:
        if not _belongs(phrase, before):
            return None
        before.append(phrase)
    return name


def says_more(opening: str) -> bool:
    """Whether what followed the mark is longer than a plain name, so that its words shall not be lost."""
    return len(thai.words(opening)) > PLAIN_WORDS


def _belongs(phrase: str, before: list[str]) -> bool:
    """Whether a phrase behind the activity only says more of the same job."""
    if not WHEN.sub("", " ".join(before)).strip() or _LINKS.search(" ".join(before)):
        return True  # "พรุ่งนี้ ประชุมประชาคม", "อบรมครู และผู้ปกครอง"
    if _NUMBER.fullmatch(phrase) or not WHEN.sub("", phrase).strip(" .-–"):
        return True
    counts = _NUMBER.fullmatch(before[-1]) and not (len(before) > 1 and _ORDINAL.search(before[-2]))
    if _SHORT.fullmatch(phrase):
        return not counts
    if counts and phrase == "ส":
        return True  # กิจกรรม 5 ส
    words = thai.words(phrase)
    return bool(_WHERE.match(phrase)) and len(words) <= MOST_BEHIND and not _BEHIND & set(words)
