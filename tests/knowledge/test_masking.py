"""Personal data is masked, and nothing else."""

from __future__ import annotations

import itertools
import time

import pytest

from knowledge.masking import INSTEAD, find, is_citizen_id, mask


def citizen(first12: str) -> str:
    """A well-formed number, made here, of nobody."""
    return next(first12 + d for d in "0123456789" if is_citizen_id(first12 + d))


NUMBER = citizen("110370207181")
GROUPED = f"{NUMBER[0]}-{NUMBER[1:5]}-{NUMBER[5:10]}-{NUMBER[10:12]}-{NUMBER[12]}"
THAI = NUMBER.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


@pytest.mark.parametrize("typed", [NUMBER, GROUPED, GROUPED.replace("-", " "), THAI])
def test_citizen_ids_are_masked_however_typed(typed: str) -> None:
    """Thirteen digits with the right check digit, in Arabic or Thai digits, with dashes or spaces."""
    masked = mask(f"แกชื่อสมหมาย {typed} มาขอใช้สิทธิ")
    assert masked.found == ("citizen_id",)
    assert masked.text == f"แกชื่อสมหมาย {INSTEAD['citizen_id']} มาขอใช้สิทธิ"


def test_a_wrong_check_digit_is_no_citizen_id_unless_it_is_called_one() -> None:
    """A bar code or a document number is not masked; a mistyped number of an identity card is."""
    wrong = NUMBER[:12] + str((int(NUMBER[12]) + 1) % 10)
    assert mask(f"รหัสสินค้า {wrong}").found == ()
    assert mask(f"เลขบัตรประชาชน {wrong}").found == ("citizen_id",)


@pytest.mark.parametrize(
    "typed",
    ["0810000042", "081-000-0042", "081 000 0042", "+66 81 000 0042", "๐๘๑-๐๐๐-๐๐๔๒", "043-000-042", "02-000-0042"],
)
def test_phone_numbers_are_masked(typed: str) -> None:
    """Mobile and fixed lines in the usual spellings."""
    assert mask(f"โทรหาช่างได้ที่ {typed} ครับ").text == f"โทรหาช่างได้ที่ {INSTEAD['phone']} ครับ"


@pytest.mark.parametrize("said", ["เลขบัญชี 123-4-56789-0", "โอนเข้า ธ.ก.ส. 012345678901", "ธนาคารกรุงไทย เลขที่ 1234567890"])
def test_bank_accounts_are_masked(said: str) -> None:
    """The dashed form always, a bare run of digits only near a word of banking."""
    assert mask(said).found == ("bank_account",)


@pytest.mark.parametrize("said", ["ป้าสมใจเป็นมะเร็งปอดระยะสุดท้าย", "ไปเยี่ยมลุงดำ ป่วยเป็นเบาหวาน", "น้องฟ้าติดเชื้อ hiv"])
def test_a_named_persons_illness_is_masked(said: str) -> None:
    """The remark goes, the name stays."""
    masked = mask(said)
    assert masked.found == ("health",)
    assert masked.text.startswith(said[:5])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("โทร.081-000-0042", "phone"),
        ("โทร.๐๘๑๐๐๐๐๐๔๒", "phone"),
        ("โทร.02-0000042", "phone"),
        ("โทร.043000042", "phone"),
        ("(081) 000-0042", "phone"),
        (f"ปชช.{NUMBER}", "citizen_id"),
        ("เลขบัญชี.0120000042", "bank_account"),
    ],
)
def test_a_full_stop_or_bracket_before_a_number_hides_nothing(said: str, kind: str) -> None:
    """Offices write โทร. with the number right behind it."""
    assert mask(said).found == (kind,)


def test_each_of_several_numbers_is_masked() -> None:
    """Lists with a comma or a stroke between, without a space."""
    for said in ("0810000042,0890000043", "081-0000042/089-0000043"):
        assert not any(c.isdigit() for c in mask(said).text)


@pytest.mark.parametrize("said", ["ผมเป็นเบาหวานเลยขอลงพื้นที่เช้า", "ตอนนั้น หนูติดโควิดอยู่พอดี"])
def test_a_remark_of_the_tellers_own_health_is_masked(said: str) -> None:
    """The note bears the teller's name, so it is a named person's health, too."""
    assert mask(said).found == ("health",)


@pytest.mark.parametrize(
    "said",
    [
        "หนังสือ ว.1187 ลงวันที่ 12 มี.ค. 2569",
        "งบ 1,250,000 บาท เบิกแล้ว 812,345.50",
        "รหัสโครงการ 67019123456 สัญญาเลขที่ 12/2568",
        "ประชากร 12345678 คน 9,842 ครัวเรือน",
        "08-12-2566 เวลา 09.00-16.30 น.",
        "โทร 1669 หรือ 191",
        "ผู้สูงอายุเป็นเบาหวาน 40 ราย ความดัน 112 ราย",
        "อบรมเรื่องมะเร็งเต้านมให้แม่บ้าน 50 คน",
        "ปิดบัญชี 35 หมู่บ้าน ปี 2566-2568",
        "ค่าไฟ 3 เดือน 12,500 15,300 18,900",
        "อาสาสมัครตรวจพบลูกน้ำยุงลาย 12 หลัง",
        "พี่สมใจเป็นหัวใจของทีมนี้เลย",
        "ผมติดไตรมาสสองเรื่องแผนเงิน",
        "ลุงดำมีความดันน้ำไม่พอ",
        "ราคาเฉลี่ย 1.0812345678 ต่อหน่วย",
    ],
)
def test_figures_of_work_stay(said: str) -> None:
    """Amounts, dates, document numbers, project codes, populations and illness in general are knowledge."""
    assert mask(said).text == said


def test_several_kinds_in_one_message() -> None:
    """Each is replaced where it stands; spans do not overlap."""
    said = f"ยายแก้ว {NUMBER} โทร 0810000042 บัญชี 123-4-56789-0"
    spans = find(said)
    assert [s.kind for s in spans] == ["citizen_id", "phone", "bank_account"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "text", ["0" * 5000, "08" * 2500, "1-" * 2500, "1 " * 2500, "พี่" * 1600, "พี่กก " * 900, "บัญชี 1" * 700]
)
def test_no_message_takes_long(text: str) -> None:
    """Hostile runs of digits and titles end quickly."""
    started = time.perf_counter()
    mask(text)
    assert time.perf_counter() - started < 0.4
