"""A file is what its first bytes say, whatever it is called and whatever the mail says of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.magic import kind_of
from kikitori.interfaces.desk.mails.mail_words import can_act, file_word


def zipped(*names: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return into.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xff\xd8\xff\xe1", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (b"\x7fELF\x02", "application/x-executable"),
        (b"#!/bin/sh\n", "text/x-script"),
        (b"BEGIN:VCARD\n", "text/vcard"),
        (b"{\\rtf1", "application/rtf"),
        (b"", "application/x-empty"),
        (b"\x00\x01\x02", "application/octet-stream"),
        ("届いた皿".encode(), "text/plain"),
        ("届いた皿".encode("cp932"), "text/plain"),
        ("届いた皿".encode("iso2022_jp"), "text/plain"),
        (b"name,number\r\n", "text/plain"),
    ],
)
def test_first_bytes_tell_the_kind(head: bytes, kind: str):
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("word/document.xml",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (("xl/workbook.xml",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (("ppt/slides.xml",), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (("photo.jpg", "read.txt"), "application/zip"),
        ((), "application/zip"),
    ],
)
def test_office_documents_are_told_from_other_archives(names: tuple[str, ...], kind: str):
    assert kind_of(zipped(*names)) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf<html>",
        b"  \r\n<HTML>",
        b"<script>alert(1)</script>",
        b"<iframe src=x>",
        b"<body onload=x>",
        b'<?xml version="1.0"?><html/>',
    ],
)
def test_page_that_could_act_is_known_however_it_begins(head: bytes):
    assert kind_of(head) == "text/html"
    assert can_act(kind_of(head))


@pytest.mark.parametrize(
    "head", [b"<svg onload=x>", b'<?xml version="1.0"?>\n<svg/>', b'<?xml version="1.0"?><!-- x --><SVG/>']
)
def test_drawing_is_known_behind_its_declaration(head: bytes):
    assert kind_of(head) == "image/svg+xml"
    assert can_act(kind_of(head))


@settings(max_examples=50)
@given(st.binary(max_size=80))
def test_any_bytes_have_a_kind_and_the_kind_a_word(head: bytes):
    kind = kind_of(head)
    assert kind.count("/") == 1
    assert file_word(kind)
