"""The answer that hands a file back: saved by the browser; never shown in our pages, run, or kept in a cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; sandbox"


def attachment(content: bytes, name: str, media: str) -> HttpResponse:
    """name: of the file as it will be saved; RFC 6266 and 5987 are Django's business."""
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    ) or ("attachment")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Length"] = str(len(content))
    return response
