"""The structure of a mail."""

from __future__ import annotations

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.structure import DEEPEST, MOST_PARTS, structure_of
from tests.foundation.mail.mails import of_parts


def contents(raw: bytes) -> list[bytes]:
    found = structure_of(raw)
    return [b"".join(found.content(part)) for part in found.root.walk() if not part.children]


def test_parts_are_places_in_the_bytes():
    assert contents(of_parts(b"\none", b"\ntwo")) == [b"one", b"two"]


def test_part_without_a_type_is_text_and_in_a_digest_a_mail():
    assert structure_of(of_parts(b"\nx")).root.children[0].type == "text/plain"
    assert structure_of(of_parts(b"\nx", kind="digest")).root.children[0].type == "message/rfc822"


def test_missing_end_is_said():
    raw = of_parts(b"\none", b"\ntwo")
    assert Flaw.TRUNCATED in structure_of(raw[:-4]).flaws
    assert Flaw.TRUNCATED not in structure_of(raw).flaws


def test_wrong_boundary_is_found_all_the_same():
    raw = of_parts(b"\none", b"\ntwo", boundary="right").replace(b"boundary=right", b"boundary=wrong")
    assert contents(raw) == [b"one", b"two"]
    assert Flaw.BAD_HEADER in structure_of(raw).flaws


def test_depth_and_number_have_an_end():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000))
    found = structure_of(deep)
    assert max(part.depth for part in found.root.walk()) == DEEPEST
    assert Flaw.TOO_DEEP in found.flaws
    many = structure_of(of_parts(*[b"\nx"] * 5_000))
    assert len(list(many.root.walk())) == MOST_PARTS
    assert Flaw.TOO_MANY_PARTS in many.flaws


def test_comments_of_the_encoding_are_left_out():
    raw = b"Content-Transfer-Encoding: Base64 (really)\n\naGVsbG8="
    assert contents(raw) == [b"hello"]


def test_content_can_be_had_up_to_a_length():
    found = structure_of(b"Subject: x\n\n" + b"a" * 100)
    assert found.content_up_to(found.root, 10) == (b"a" * 10, False)
    assert found.content_up_to(found.root, 100) == (b"a" * 100, True)
