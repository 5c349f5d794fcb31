"""What a file is by its first bytes; its name and what the mail says of it prove nothing. Pure, total.

Only kinds that are shown or told apart here are known; everything else is `application/octet-stream`, or plain text.
"""

_UNKNOWN = "application/octet-stream"
_BLANK = 0x20
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"#!", "text/x-script"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
)
#: Office documents are zip files that hold one of these near their beginning.
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.", "application/vnd.oasis.opendocument"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<iframe")


def kind_of(head: bytes) -> str:
    """The kind of a file that begins with these bytes (some thousands are enough)."""
    if not head:
        return "application/x-empty"
    for at, sign, kind in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return _zip_kind(head) if kind == "application/zip" else kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith(_MARKUP):
        return "image/svg+xml" if b"<svg" in head[:1000].lower() else "text/html"
    return "text/plain" if _is_text(head) else _UNKNOWN


def _zip_kind(head: bytes) -> str:
    return next((kind for sign, kind in _OFFICE if sign in head), "application/zip")


def _is_text(head: bytes) -> bool:
    """No control characters but those of lines; escape sequences of Japanese texts are none of them."""
    return not any(byte < _BLANK and byte not in b"\t\n\r\x0b\x0c\x1b\x0e\x0f" for byte in head)
