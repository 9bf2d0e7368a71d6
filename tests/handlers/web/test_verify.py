"""The certificate as PDF/A, and its check by page, by chat and by a link: nobody's name, no use in guessing."""

import re

import pypdfium2
import pytest
from aiogram.methods import SendDocument

from handlers.common.tries import GUESSES
from handlers.common.verify import router as verify
from handlers.parent.certificates.keyboards import CertificateFile, MyCase
from handlers.web import limits
from services.certificates.queries import certificate_of, unified_of
from services.certificates.rules import CHANCE, certificate_number
from services.contracts.actions import approve
from services.core.db import Database
from tests.handlers.web.test_staff import _at_desk
from tests.support.factories.certificates import NOW, add_application, add_other_group
from tests.support.hostile import SECRETS
from tests.support.journey import PARENT, STRANGER, Street, street
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def _approved(walk: Street) -> tuple[int, str]:
    async with walk.database.sessions() as session:
        number = await add_application(session, walk.town)
        await approve(session, walk.town.clerk, application_id=number, now=NOW)
        await session.commit()
        return number, (await certificate_of(session, number)).number


def _guesses(number: str) -> list[str]:
    year, case, end = number.split("-")
    return [certificate_number(int(year), int(case), (int(end[:7]) + step) % CHANCE) for step in range(1, 40)]


async def test_the_page_says_genuine_or_not_to_anybody_and_stops_who_guesses(database: Database) -> None:
    walk = await street(database)
    _case, number = await _approved(walk)
    async with site(database) as desk, desk.browser() as nobody, desk.parent(PARENT) as parent:
        page = await nobody.open(f"/verify?no={number}")
        assert page.status == 200
        assert "Подлинный" in page.text
        assert not [name for name in ("Орлова", "Мария", *SECRETS) if name in page.html]
        assert (await nobody.open("/verify?no=" + number.replace("-", "%20"))).status == 200
        for broken in ("2026-000123", "%00%ff", "<script>alert(1)</script>", "'--", "9" * 500, number[:-1] + "x"):
            page = await nobody.open(f"/verify?no={broken}")
            assert page.status == 422, broken
            assert "<script>" not in page.html
        refused = [(await nobody.open(f"/verify?no={one}")).status for one in _guesses(number)]
        assert refused == sorted(refused)
        assert set(refused) == {404, 429}
        assert refused.count(404) <= limits.MOST
        await _paper(parent, _case, number)


async def test_a_unified_certificate_names_every_service_on_paper_on_pages_and_in_the_check(database: Database) -> None:
    walk = await street(database)
    town = walk.town
    async with database.sessions() as session:
        group = await add_other_group(session, town)
        cases = [await add_application(session, town), await add_application(session, town, group_id=group)]
        for case in cases:
            await approve(session, town.clerk, application_id=case, now=NOW)
        await session.commit()
        whole = await unified_of(session, cases[0])
        assert whole is not None
    async with site(database) as desk, desk.browser() as nobody, desk.parent(PARENT) as parent:
        page = await nobody.open(f"/verify?no={whole.number}")
        assert page.text.count("Состояние: зарезервирован") == 3, "of the whole and of each service"
        page = await parent.open(f"/my/cases/{cases[0]}/certificate")
        assert page.text.count("осталось:") == 2 or page.text.count("Осталось") >= 2
        body = (await parent.open(f"/my/cases/{cases[0]}/certificate/file")).body
        with pypdfium2.PdfDocument(body) as document:
            words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
        assert f"Единый социальный сертификат № {whole.number}" in " ".join(words.split())
        assert [words.count(line.number) for line in whole.lines] == [1, 1]
        assert f"verify?no={whole.number}" in re.sub(r"\s", "", words)
        async with _at_desk(desk, town.clerk) as clerk:
            page = await clerk.open(f"/staff/cases/{cases[0]}")
            assert all(line.number in page.text for line in whole.lines)
            assert whole.number in page.text


async def _paper(parent: object, case: int, number: str) -> None:
    """The parent's own file has the name, the number and a QR code; it is PDF/A."""
    page = await parent.open(f"/my/cases/{case}/certificate/file")  # type: ignore[attr-defined]
    assert page.headers["Content-Type"] == "application/pdf"
    assert b"<pdfaid:part>2</pdfaid:part>" in page.body
    assert b"pdfaid:conformance>B<" in page.body
    with pypdfium2.PdfDocument(page.body) as document:
        assert len(document) == 1
        words = document[0].get_textpage().get_text_range()
    assert number in words
    assert f"https://desk.example/verify?no={number}" in re.sub(r"\s", "", words)
    assert "Орлова Мария" in words


async def test_the_number_may_be_sent_by_anybody_in_any_language_and_state(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_tries", verify.Tries(*GUESSES))
    walk = await street(database)
    case, number = await _approved(walk)
    walk.language[STRANGER] = "en"
    walk.data_words = ("городского округа", "Управление")
    found = await walk.desk.text(STRANGER, f"Certificate No. {number}", language="en")
    assert "Genuine" in str(found)
    assert "Мария" not in str(found)
    assert "Genuine" in str(await walk.desk.text(STRANGER, f"/start v_{number}", language="en"))
    assert "Подлинный" in (await walk.text(PARENT, number)).text
    assert "целиком" in (await walk.text(PARENT, number[:11])).text
    said = [(await walk.text(STRANGER + 1, one)).text for one in _guesses(number)[:22]]
    assert "Не подлинный" in said[0]
    assert "через час" in said[-1]
    assert "Подлинный" in (await walk.text(PARENT, number)).text
    walk.later(hours=2)
    assert "Не подлинный" in (await walk.text(STRANGER + 1, _guesses(number)[0])).text
    await walk.forge(PARENT, MyCase(application_id=case).pack())
    calls = await walk.desk.press(PARENT, CertificateFile(application_id=case).pack())
    (sent,) = [call for call in calls if isinstance(call, SendDocument)]
    assert bytes(sent.document.data).startswith(b"%PDF-1.7")  # type: ignore[union-attr]
    assert number in (sent.caption or "")
