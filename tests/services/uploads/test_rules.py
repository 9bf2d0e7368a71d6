"""What is taken, what is not and why; what is left of a picture."""

import io
import zipfile

import pytest
from PIL import Image

from services.core.errors import Invalid
from services.uploads.rules import LARGEST, checked, pdf, shown_name
from tests.support.files import bomb, located, objects, photo
from tests.support.files import pdf as a_pdf

SCRIPT = b"4 0 obj\n<</S/JavaScript/JS(app.alert)>>\nendobj\n"


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("x.html", "<script>alert(1)</script>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"x" * (LARGEST + 1), "large"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"GIF89a/*\x00\x00*/=alert(1)", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
        (b"MZ\x90\x00", "kind"),
        (_zip(), "kind"),
        (b" %PDF-1.7\n" + a_pdf(), "kind"),
        (b"\xff\xd8\xff\xe0 no picture", "broken"),
        (photo()[:3000], "broken"),
        (bomb(7_100), "pixels"),
        (bomb(12_000), "pixels"),
        (bomb(60_000), "pixels"),
        (a_pdf()[:-40], "broken"),
        (b"%PDF-9.9 ", "broken"),
        (a_pdf(tail=_zip()), "tail"),
        (a_pdf(tail=b"<script>alert(1)</script>"), "tail"),
        (a_pdf(SCRIPT), "active"),
        (a_pdf(SCRIPT.replace(b"JavaScript", b"J#61va#53cript")), "active"),
        (a_pdf(objects(b"1 0 <</S/Launch/F(cmd.exe)>>")), "active"),
        (a_pdf(objects(b"1 0 <</S/Launch/F(cmd.exe)>>", b"Obj#53tm")), "active"),
        (a_pdf(b"4 0 obj\n<</EmbeddedFiles 5 0 R>>\nendobj\n"), "active"),
        (a_pdf(b"4 0 obj\n<</Encrypt 5 0 R>>\nendobj\n"), "locked"),
        (a_pdf(objects(b"\0" * (pdf.MOST_UNFOLDED + 1))), "broken"),
    ],
)
def test_what_is_not_taken_is_told_why(content: bytes, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(content)
    assert (refused.value.field, refused.value.why) == ("file", why)


@pytest.mark.parametrize("content", [a_pdf(), a_pdf(tail=b"\r\n"), a_pdf(objects(b"1 0 <</Type/Font>>"))])
def test_an_honest_pdf_is_kept_byte_by_byte(content: bytes) -> None:
    assert checked(content).content == content


def test_of_a_picture_only_the_picture_is_left() -> None:
    tail = b"<script>alert('polyglot')</script>" + _zip()
    paper = checked(located() + tail)
    assert paper.media == "image/jpeg"
    assert b"SecretCamera" not in paper.content
    assert b"polyglot" not in paper.content
    with Image.open(io.BytesIO(paper.content)) as picture:
        assert picture.size == (480, 640), "the camera's turn is done, not told"
        assert len(picture.getexif()) == 0


def test_a_large_or_transparent_picture_is_drawn_on_white_and_made_smaller() -> None:
    assert len(checked(photo(3200)).content) < len(photo(3200))
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(checked(clear.getvalue()).content)) as picture:
        assert picture.convert("RGB").getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\scan.jpg", "scan.jpg"),
        ("scan\u202egpj.exe", "scan gpj.exe"),
        ("a\0b\r\nSet-Cookie: x", "a b Set-Cookie: x"),
        ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
        ("д" * 500, "д" * 80),
        ("", ""),
    ],
)
def test_a_name_is_only_ever_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown
