"""Posters of the longest and of the oddest words: one page, and no markup in it is obeyed."""

from io import BytesIO

import pypdfium2
import pytest

from bot.posters import code, render
from handlers.parent.programs.posters import Leaflet

EVIL = '#panic("x") *bold* $x$ <a> @b \\ "q" [c] // '
LINK = "https://t.me/kruzhok_bot?start=p_9007199254740992_qr"


@pytest.mark.parametrize("piece", ["Ш", "Ширина ", EVIL, "😀中ﷺ"])
def test_any_words_make_one_page(piece: str) -> None:
    words = (piece * 160)[:120]
    facts = tuple((name, "\n".join([words[:100]] * 3)) for name in ("Возраст", "Дни", "Место", "Стоимость", "Проводит"))
    leaflet = Leaflet(words, words[:40], facts, words, LINK, (piece * 160)[:160])
    with pypdfium2.PdfDocument(BytesIO(render(leaflet, "ru"))) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    if piece == EVIL:
        assert '#panic("x") *bold* $x$' in " ".join(text.split())
    assert LINK[:20] in text


def test_a_code_is_plain_svg() -> None:
    drawn = code(LINK)
    assert drawn.startswith("<svg")
    assert "script" not in drawn
