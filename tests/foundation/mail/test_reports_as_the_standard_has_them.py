"""Reports about mails that did not arrive: RFC 3464 field by field, and what servers write where they do not keep to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.reports import NOTHING, Failure, gone_report, status_report, text_report

HEAD = "Reporting-MTA: dns; mx.carrier.example\nArrival-Date: Fri, 20 Nov 2026 10:12:00 +0900\n\n"
OURS = "Message-ID: <letter-7@desk.example>\nSubject: ご返信\n"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.carrier.example>"


def one(*fields: str) -> str:
    """A report about one address."""
    return HEAD + "\n".join(fields) + "\n"


@pytest.mark.parametrize(
    "recipient",
    [
        "Final-Recipient: rfc822; a@carrier.example",
        "Final-Recipient: rfc822;a@carrier.example",
        "Final-Recipient: RFC822; a@carrier.example",
        "Final-Recipient: rfc822; <a@carrier.example>",
        "Final-Recipient: a@carrier.example",
        "final-recipient: rfc822; a@carrier.example",
        "FINAL-RECIPIENT : rfc822; a@carrier.example",
        "Final-Recipient: rfc822;\n  a@carrier.example",
        "Final-Recipient: LOCAL; a@carrier.example",
        "Original-Recipient: rfc822; a@carrier.example",
    ],
)
def test_recipient_is_found_however_it_is_written(recipient: str):
    report = status_report(one(recipient, "Action: failed", "Status: 5.1.1"), OURS, "")
    assert report.failures == (Failure("a@carrier.example", temporary=False, status="5.1.1"),)
    assert (report.about, report.is_bounce) == ("<letter-7@desk.example>", True)


def test_address_we_wrote_to_counts_and_not_the_one_it_was_passed_on_to():
    """RFC 3464 §2.3.1: Original-Recipient is the one the sender knows."""
    fields = (
        "Original-Recipient: rfc822; a@carrier.example",
        "Final-Recipient: rfc822; real-box@inside.example",
    )
    report = status_report(one(*fields, "Action: failed", "Status: 5.2.2"), OURS, "")
    assert [failure.address for failure in report.failures] == ["a@carrier.example"]


def test_address_in_other_letters_than_ours_is_read():
    """RFC 6533: utf-8 as a type of address."""
    fields = ("Final-Recipient: utf-8; 森@例え.example", "Action: failed", "Status: 5.6.7")
    assert [failure.address for failure in status_report(one(*fields), OURS, "").failures] == [
        "森@例え.example"
    ]


@pytest.mark.parametrize(
    ("action", "status", "bounces", "temporary"),
    [
        # RFC 3464 §2.3.3, one by one.
        ("failed", "5.0.0", True, False),
        ("delayed", "4.4.7", True, True),
        ("delivered", "2.1.5", False, False),
        ("relayed", "2.0.0", False, False),
        ("expanded", "2.0.0", False, False),
        # A comment behind it, blanks around it, any case.
        ("failed (mailbox full)", "5.2.2", True, False),
        ("  Delayed  ", "4.2.2", True, True),
        ("DELIVERED", "2.0.0", False, False),
        # What the action says counts more than the code beside it.
        ("failed", "4.4.7", True, False),
        ("delayed", "5.0.0", True, True),
        # What servers write in its place.
        ("failure", "5.1.1", True, False),
        ("error", "5.1.1", True, False),
        ("rejected", "5.7.1", True, False),
        ("deferred", "4.7.1", True, True),
        ("warning", "4.4.1", True, True),
    ],
)
def test_action_says_what_became_of_it(action: str, status: str, bounces: bool, temporary: bool):
    fields = ("Final-Recipient: rfc822; a@carrier.example", f"Action: {action}", f"Status: {status}")
    report = status_report(one(*fields), OURS, "")
    assert (report.is_bounce, report.temporary) == (bounces, temporary)
    assert bool(report.failures) is bounces


@pytest.mark.parametrize(
    ("fields", "status", "temporary"),
    [
        (("Status: 5.1.1",), "5.1.1", False),
        (("Status: 4.2.2",), "4.2.2", True),
        (("Status: 5.1.1 (bad destination mailbox address)",), "5.1.1", False),
        (("Diagnostic-Code: smtp; 550 5.1.1 <a@carrier.example>: User unknown",), "5.1.1", False),
        (("Diagnostic-Code: smtp; 452 4.2.2\n  The mailbox is over quota",), "4.2.2", True),
        (("Status: 5.7.26", "Diagnostic-Code: smtp; 421 4.7.0 later"), "5.7.26", False),
    ],
)
def test_code_alone_says_it_where_there_is_no_action(fields: tuple[str, ...], status: str, temporary: bool):
    report = status_report(one("Final-Recipient: rfc822; a@carrier.example", *fields), OURS, "")
    assert report.failures == (Failure("a@carrier.example", temporary=temporary, status=status),)
    assert report.temporary is temporary


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_recipient_has_a_group_of_its_own(end: str):
    groups = [
        "Reporting-MTA: dns; mx.carrier.example",
        "Final-Recipient: rfc822; a@carrier.example\nAction: failed\nStatus: 5.1.1",
        "Final-Recipient: rfc822; b@carrier.example\nAction: delayed\nStatus: 4.2.2",
        "Final-Recipient: rfc822; c@carrier.example\nAction: delivered\nStatus: 2.1.5",
    ]
    report = status_report("\n\n".join(groups).replace("\n", end), OURS, "")
    assert [(each.address, each.temporary) for each in report.failures] == [
        ("a@carrier.example", False),
        ("b@carrier.example", True),
    ]
    assert report.told == ("a@carrier.example", "b@carrier.example", "c@carrier.example")
    assert report.action == "failed"
    assert not report.temporary


def test_all_delayed_is_delayed_and_one_failed_is_failed():
    delayed = "Final-Recipient: rfc822; {}@carrier.example\nAction: delayed\nStatus: 4.4.1\n\n"
    assert status_report(HEAD + delayed.format("a") + delayed.format("b"), OURS, "").temporary
    failed = "Final-Recipient: rfc822; c@carrier.example\nAction: failed\nStatus: 5.1.1\n"
    assert not status_report(HEAD + delayed.format("a") + failed, OURS, "").temporary


@pytest.mark.parametrize(
    "returned",
    [
        "Message-ID: <letter-7@desk.example>",
        "message-id:<letter-7@desk.example>",
        "Received: x\nMessage-Id:\n <letter-7@desk.example>\nSubject: x",
        "MESSAGE-ID : <letter-7@desk.example>",
    ],
)
def test_letter_it_is_about_is_found_in_what_came_back(returned: str):
    fields = ("Final-Recipient: rfc822; a@carrier.example", "Action: failed", "Status: 5.1.1")
    assert status_report(one(*fields), returned, "").about == "<letter-7@desk.example>"


@pytest.mark.parametrize(
    "returned", ["", "Subject: x", "X-Message-ID: <a@desk.example>", "In-Reply-To: <a@desk.example>"]
)
def test_letter_it_is_about_is_never_guessed(returned: str):
    fields = ("Final-Recipient: rfc822; a@carrier.example", "Action: failed", "Status: 5.1.1")
    assert status_report(one(*fields), returned, "").about == ""


@settings(max_examples=50)
@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=200),
    st.text(max_size=60),
    st.text(max_size=60),
)
def test_any_texts_have_a_report(status: str, returned: str, words: str):
    report = status_report(status, returned, words)
    assert all(failure.address for failure in report.failures)
    assert len(report.failures) <= 200
    assert report.about == "" or report.about.startswith("<")


@settings(max_examples=40)
@given(st.permutations(["a", "b", "c", "d"]), st.integers(1, 3))
def test_order_and_repetition_of_groups_change_nobody(names: list[str], times: int):
    group = "Final-Recipient: rfc822; {}@carrier.example\nAction: failed\nStatus: 5.1.1\n\n"
    report = status_report(HEAD + "".join(group.format(name) for name in names) * times, OURS, "")
    assert [failure.address for failure in report.failures] == [f"{name}@carrier.example" for name in names]


@pytest.mark.parametrize(
    ("words", "addresses", "temporary"),
    [
        (
            (
                "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
                "<a@carrier.example>: host mx.carrier.example[192.0.2.1] said: 550 5.1.1 unknown user"
            ),
            ["a@carrier.example"],
            False,
        ),
        (
            (
                "A message that you sent could not be delivered to all of its recipients.\n\n"
                "  a@carrier.example\n    SMTP error from remote mail server: 550 mailbox unavailable\n"
                "  b@carrier.example\n    retry timeout exceeded: giving up"
            ),
            ["a@carrier.example", "b@carrier.example"],
            False,
        ),
        (
            "次の受信者への配信に失敗しました:\n\n   * a@carrier.example\n\n宛先のメールアドレスが見つかりません。",
            ["a@carrier.example"],
            False,
        ),
        (
            (
                "お客様が送信されたメールは、下記の宛先に配信できませんでした。\n<a@carrier.example>\n"
                "容量オーバーのため受信できません。"
            ),
            ["a@carrier.example"],
            False,
        ),
        (
            (
                "This is a warning message only. You do not need to resend your message.\n\n"
                "Delivery to the following recipient has been delayed:\n\n     a@carrier.example"
            ),
            ["a@carrier.example"],
            True,
        ),
        (
            "メールはまだ配信されていません。再送を試みます。\n\n<a@carrier.example>",
            ["a@carrier.example"],
            True,
        ),
        (
            "再送は行いません。メールは配信できませんでした。\n\n<a@carrier.example>",
            ["a@carrier.example"],
            False,
        ),
        (
            "Delivery to the following recipients failed.\n\n       a@carrier.example\n       A@CARRIER.example\n",
            ["a@carrier.example", "A@CARRIER.example"],
            False,
        ),
    ],
)
def test_words_of_a_machine_name_who_was_not_reached(words: str, addresses: list[str], temporary: bool):
    report = text_report(words, DAEMON, "failure notice")
    assert report.is_bounce
    assert [failure.address for failure in report.failures] == addresses
    assert report.temporary is temporary


@pytest.mark.parametrize(
    "sender", ["Postmaster <postmaster@mx.carrier.example>", "MAILER-DAEMON", "<mdaemon@x.example>"]
)
def test_machine_is_believed_by_its_address(sender: str):
    assert text_report("<a@carrier.example>: user unknown", sender, "").is_bounce


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("メールが届きません", "御社にメールを送ると「User unknown」と返ってきます。なぜですか。"),
        ("Undelivered Mail Returned to Sender", "I keep getting this when I write to you. Please help!"),
        ("配信不能", "荷物が配信不能と表示されます。困っています。"),
        ("Delivery problem", "The delivery of my plates failed. Nobody answers."),
        ("Mail error", "Why does your shop say my address is unknown?"),
        ("送信エラー", "問い合わせフォームが送信できませんでした。直してください。"),
        ("Returned mail", "I returned the mail-order kettle last week."),
        ("Delayed", "My parcel is delayed. It was not delivered after two weeks."),
    ],
)
def test_complaint_about_mails_is_never_taken_for_a_report(subject: str, words: str):
    assert text_report(words, "森 愛子 <aiko@shop.example>", subject, own=words) is NOTHING


def test_servers_own_address_is_nobody_who_was_not_reached():
    words = "postmaster@mx.carrier.example reports:\n<a@carrier.example>: User unknown\n<MAILER-DAEMON@mx.carrier.example>"
    assert [failure.address for failure in text_report(words, DAEMON, "").failures] == ["a@carrier.example"]


def test_addresses_of_the_mail_that_came_back_are_not_blamed():
    words = (
        "Your message could not be delivered.\n\n<a@carrier.example>: unknown user\n\n"
        "--- Below this line is a copy of the message.\n\nFrom: desk@desk.example\nTo: a@carrier.example\n"
        "Cc: other@desk.example\nMessage-ID: <letter-7@desk.example>\n"
    )
    report = text_report(words, DAEMON, "failure notice")
    assert [failure.address for failure in report.failures] == ["a@carrier.example"]
    assert report.about == "<letter-7@desk.example>"


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("お送りいただいたメールアドレスは現在使用しておりません。", True),
        ("このアドレスは廃止されました。", True),
        ("当メールアドレスは閉鎖いたしました。", True),
        ("This e-mail address is no longer active.", True),
        ("This mailbox has been closed.", True),
        ("the account was deactivated", True),
        ("I no longer use the kettle.", False),
        ("このメールは送信専用アドレスから配信しています。", False),
        ("11月30日まで不在です。", False),
        ("", False),
    ],
)
def test_answer_that_says_an_address_is_dead_is_kept_apart_from_one_of_somebody_away(words: str, gone: bool):
    report = gone_report(words, "a@carrier.example")
    assert (report.is_bounce, bool(report.failures)) == (gone, gone)
    assert not report.temporary


def bounced(*parts: tuple[str, str], kind: str = "report; report-type=delivery-status") -> bytes:
    """A whole mail of a server."""
    head = f"From: {DAEMON}\nSubject: Undelivered Mail\nContent-Type: multipart/{kind}; boundary=b\n\n"
    body = "".join(f"--b\nContent-Type: {name}\n\n{said}\n" for name, said in parts)
    return (head + body + "--b--\n").encode()


FAILED = one("Final-Recipient: rfc822; a@carrier.example", "Action: failed", "Status: 5.1.1")
WORDS = "<a@carrier.example>: unknown user"


@pytest.mark.parametrize(
    ("kind", "returned"),
    [
        ("message/rfc822", OURS + "\n本文です。"),
        ("text/rfc822-headers", OURS),
        ("message/rfc822-headers", OURS),
    ],
)
def test_whole_report_is_read_with_the_letter_it_gives_back(kind: str, returned: str):
    found = read_mail(bounced(("text/plain", WORDS), ("message/delivery-status", FAILED), (kind, returned)))
    assert found.is_bounce
    assert found.is_auto_reply
    assert found.report.about == "<letter-7@desk.example>"
    assert [failure.address for failure in found.report.failures] == ["a@carrier.example"]
    assert found.text == WORDS


def test_report_without_its_machines_part_is_read_in_its_words():
    found = read_mail(bounced(("text/plain", WORDS), ("message/rfc822", OURS + "\nx")))
    assert [failure.address for failure in found.report.failures] == ["a@carrier.example"]


def test_report_cut_off_in_the_middle_is_still_one():
    whole = bounced(("text/plain", WORDS), ("message/delivery-status", FAILED), ("text/rfc822-headers", OURS))
    cut = whole[: whole.find(b"Action: failed") + len(b"Action: failed\nStatus: 5.1.1")]
    found = read_mail(cut)
    assert found.is_bounce
    assert Flaw.TRUNCATED in found.flaws


@pytest.mark.parametrize("kind", ["disposition-notification", "feedback-report"])
def test_other_reports_say_nothing_of_arriving(kind: str):
    """RFC 8098 (it was read) and RFC 5965 (it was called spam) are machines, and no bounce."""
    said = "Final-Recipient: rfc822; a@carrier.example\nDisposition: manual-action; displayed"
    found = read_mail(
        bounced(("text/plain", "Read."), (f"message/{kind}", said), kind=f"report; report-type={kind}")
    )
    assert (found.is_bounce, found.is_auto_reply) == (False, True)
    assert found.report.failures == ()
