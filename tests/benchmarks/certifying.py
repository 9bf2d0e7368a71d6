"""A certificate as PDF/A, warm: its facts, its QR code and its layout; the baseline is an empty sheet of typst."""

import time
from statistics import median

import typst

from handlers.parent.certificates.paper import Paper, Part
from handlers.web.papers import certificate
from tests.benchmarks.table import Row

ROUNDS = 60
BARE = b'#set page(paper: "a4")\n#sys.inputs.data'


def _paper(at: int) -> Paper:
    """As full as a certificate is: eight facts, four of the service, the contract."""
    number = f"2026-{at:06d}-48217735"
    door = f"https://desk.example/verify?no={number}"
    rows = tuple(((f"Название строки {row}", ""), (f"Значение строки {row}, № {number}", "")) for row in range(8))
    parts = tuple(Part((name, ""), rows) for name in ("Общие сведения", "Услуга", "Договор"))
    text = "Сертификат удостоверяет право ребёнка на получение муниципальной услуги в социальной сфере. " * 4
    head = (f"Социальный сертификат № {number}", "")
    return Paper(head[0], head, (text, ""), parts, (f"Проверка: {door}", ""), ("Не выплачивается деньгами.", ""), door)


async def certificate_rows(_wanted: frozenset[str]) -> list[Row]:
    """Milliseconds of one certificate, each another one; and of a bare sheet, in turns."""
    certificate(_paper(0))
    ours, bare = [], []
    for at in range(1, ROUNDS):
        began = time.perf_counter()
        certificate(_paper(at))
        between = time.perf_counter()
        typst.compile(BARE, format="pdf", sys_inputs={"data": str(at)}, ignore_system_fonts=True)
        ours.append((between - began) * 1000)
        bare.append((time.perf_counter() - between) * 1000)
    warm, sheet = median(ours), median(bare)
    return [
        Row("certificate PDF, warm", "ms", ours=warm, baseline=sheet, ratio=warm / sheet, most=30.0, of_ratio=False)
    ]
