"""Files that people send, and those that attackers do."""

import io
import struct
import zlib

from PIL import Image


def photo(side: int = 640, *, kind: str = "JPEG", exif: bytes = b"", noise: bool = False) -> bytes:
    """A picture with something to see in it; ``noise`` makes it as heavy as a camera's."""
    size = (side, side * 3 // 4)
    seen = Image.effect_noise(size, 30) if noise else Image.radial_gradient("L").resize(size)
    picture = seen.convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def located() -> bytes:
    """A photograph that says where it was taken, turned by its camera."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return photo(exif=exif.tobytes())


def pdf(body: bytes = b"", tail: bytes = b"") -> bytes:
    """A small PDF of one empty page, with more objects and something behind its end."""
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    head += b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
    whole = head + body
    return whole + b"xref\n0 1\ntrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(whole) + tail


def objects(inside: bytes, name: bytes = b"ObjStm") -> bytes:
    """A stream of objects, folded."""
    folded = zlib.compress(inside)
    return b"9 0 obj\n<</Type/%s/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        name,
        len(folded),
        folded,
    )


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it unfolds into side × side points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
