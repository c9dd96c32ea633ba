"""Files as people send them, made here: none of anybody."""

from __future__ import annotations

import io

from PIL import Image

SECRET_PLACE = "achter de schuur in Utrecht"
"""Stands in the EXIF of every photo of ours, beside the coordinates."""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 20), *, orientation: int = 1, mode: str = "RGB") -> bytes:
    """A picture, red on the left and blue on the right, that says where it was taken."""
    picture = Image.new(mode, size, "red" if mode in ("RGB", "RGBA") else None)
    if mode in ("RGB", "RGBA"):
        picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET_PLACE
    exif[0x8825] = {1: "N", 2: (52.0, 5.0, 26.0), 3: "E", 4: (5.0, 7.0, 18.0)}
    out = io.BytesIO()
    more = {"comment": SECRET_PLACE.encode()} if form == "JPEG" else {}
    picture.save(out, form, exif=exif, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture in a file."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture
