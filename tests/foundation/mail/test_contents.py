"""What is enclosed gives its bytes in pieces, whether it lies in the mail or was taken out of something."""

from __future__ import annotations

from kikitori.foundation.mail.contents import Attachment
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import of_parts


def test_attachment_within_the_mail_is_decoded_in_pieces():
    size = 300_000
    part = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + b"AAAA" * (size // 3)
    [attachment] = read_mail(of_parts(part)).attachments
    pieces = list(attachment.content())
    assert attachment.size == size == sum(map(len, pieces))
    assert len(pieces) > 1


def test_attachment_taken_out_of_something_gives_what_it_holds():
    assert b"".join(Attachment("a", "text/plain", 3, _data=b"abc").content()) == b"abc"
