"""QR codes as pictures: black on white in both themes, since cameras want it so."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Response

SVG = "image/svg+xml"
QUIET = 4  # modules of white around it (ISO/IEC 18004, 6.3.8)


def qr_picture(text: str) -> Response:
    """An answer with the picture; without a style of its own, so that the policy of contents allows it."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(
        out, kind="svg", border=QUIET, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    return Response(out.getvalue(), mimetype=SVG)
