"""Automatic answers are told from people, who complain about automatic answers: RFC 3834, and mailers that do not keep to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.automatic import sent_by_machine
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import plain

COMPLAINT = "十一月三日に届いた皿が割れていました。交換をお願いします。"


def machine(subject: str = "", words: str = "", kind: str = "text/plain", **fields: str) -> bool:
    named = {name.replace("_", "-"): (value,) for name, value in fields.items()}
    return sent_by_machine(named, kind, subject, words)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # RFC 3834 §5: everything but „no“, with parameters and in any case.
        ("auto_submitted", "auto-replied"),
        ("auto_submitted", "auto-generated"),
        ("auto_submitted", "auto-notified; owner-email=x@shop.example"),
        ("auto_submitted", "AUTO-REPLIED"),
        ("auto_submitted", "something-new"),
        # Before there was such a field.
        ("precedence", "bulk"),
        ("precedence", "junk"),
        ("precedence", "list"),
        ("precedence", "Bulk"),
        ("x_autoreply", "yes"),
        ("x_autorespond", ""),
        ("x_autoresponder", "x"),
        ("x_autoreply_from", "x@shop.example"),
        ("x_mail_autoreply", "x"),
        ("x_vacation", "on"),
        ("x_cron_env", "<SHELL=/bin/sh>"),
        ("x_fc_machinegenerated", "true"),
        # Exchange.
        ("x_auto_response_suppress", "All"),
        ("x_auto_response_suppress", "DR, OOF, AutoReply"),
        ("x_ms_exchange_inbox_rules_loop", "aiko@shop.example"),
        ("x_ms_exchange_generated_message_source", "Mailbox Rules Agent"),
        ("x_ms_exchange_parent_message_id", "<1@shop.example>"),
        # Lists: an answer would go to everybody.
        ("list_id", "members <members.desk.example>"),
        ("list_unsubscribe", "<https://shop.example/u>"),
        # RFC 5321 §4.5.5: nobody is to be answered.
        ("return_path", "<>"),
        ("return_path", "< >"),
        ("return_path", ""),
    ],
)
def test_machine_says_so_in_its_header(name: str, value: str):
    assert machine(words=COMPLAINT, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto_submitted", "no"),
        ("auto_submitted", "No"),
        ("auto_submitted", "no; comment"),
        ("auto_submitted", ""),
        ("precedence", "normal"),
        ("precedence", "first-class"),
        ("precedence", "urgent"),
        ("x_auto_response_suppress", "None"),
        ("x_auto_response_suppress", ""),
        ("return_path", "<aiko@shop.example>"),
        ("x_priority", "1"),
        ("x_mailer", "Auto Mailer"),
        ("received", "from autoreply.shop.example"),
    ],
)
def test_person_is_not_silenced_by_a_header(name: str, value: str):
    assert not machine("皿の件", COMPLAINT, **{name: value})


def test_report_of_a_server_is_a_machine_by_its_type():
    assert machine(words=COMPLAINT, kind="multipart/report")
    assert not machine(words=COMPLAINT, kind="multipart/mixed")


@pytest.mark.parametrize(
    "subject",
    [
        "自動返信",
        "自動応答：お問い合わせ",
        "【自動送信】受付完了のお知らせ",
        "[自動配信] お知らせ",
        "（自動返信）",
        "自動返信メール",
        "不在のお知らせ",
        "不在通知: 森",
        "不在です",
        "休暇中",
        "休暇のお知らせ",
        "出張中です",
        "年末年始休業のお知らせ",
        "夏季休業中",
        "Auto Reply: plates",
        "Automatic reply: plates",
        "AUTO-REPLY",
        "Autoresponse: plates",
        "Out of office",
        "Out of the Office: plates",
        "Out-of-Office: plates",
        "Away from my desk",
        "Vacation reply: plates",
        "Abwesenheit: plates",
        "Automatische Antwort: plates",
        "Réponse automatique : plates",
        "Respuesta automática: plates",
        "自动回复：盘子",
        "자동 회신: x",
    ],
)
def test_subject_begins_as_only_machines_begin(subject: str):
    assert machine(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: 自動返信",
        "RE: Out of office: plates",
        "自動返信しか来ない",
        "自動ドアに挟まれた",
        "自動車の修理",
        "不在票が入っていた件",
        "不在配達について",
        "休暇村の予約",
        "出張修理の件",
        "Automatic door hit my arm",
        "Automated teller ate my card",
        "Out of stock again",
        "Vacation house booking",
        "Away day refund",
        "皿の件（自動返信は不要です）",
        "",
    ],
)
def test_subject_of_a_complaint_is_no_machines(subject: str):
    assert not machine(subject, COMPLAINT)


@pytest.mark.parametrize(
    "words",
    [
        "このメールは自動的に送信されています。",
        "本メールは、システムより自動送信しております。ご返信いただいてもお答えできません。",
        "このメッセージは自動で配信されています。",
        "自動返信にてお送りしています。",
        "自動応答です。担当者より改めてご連絡いたします。",
        "ただいま出張のため不在にしております。戻り次第ご連絡いたします。",
        "11月30日まで休暇をいただいております。休み明けにご返信いたします。",
        "現在、育児休業を取得しております。お急ぎの場合は代表までお願いいたします。",
        "本日はお休みをいただいております。ご返信は明日以降となります。",
        "This is an automatic reply.",
        "This is an automated response to your message.",
        "This message was automatically generated by the shop.",
        "This e-mail is automated. Do not answer.",
        "I am out of the office until Monday, 30 November.",
        "I'm currently on annual leave and will be back on Monday.",
        "I will be away from my desk until 3 pm. For urgent matters call the front desk.",
        "Thank you for your mail. I am on parental leave through March.",
    ],
)
def test_machine_says_it_of_its_own_mail(words: str):
    assert machine("Re: 皿の件", words)


@pytest.mark.parametrize(
    "words",
    [
        "自動返信メールばかりで、誰からも返事がありません。",
        "「このメールは自動送信されています」と書かれたものが届きましたが、それきりです。",
        "自動返信しか来ないのはなぜですか。",
        "自動応答の電話に三十分待たされました。",
        "担当者が休暇中と言われ、困っています。",
        "不在だったので荷物を受け取れませんでした。",
        "I keep getting “This is an automated message”. When will somebody answer?",
        "Your agent was out of the office every time I called.",
        "All I get is an automatic reply. I want a refund.",
        "I was on vacation when the plates came, and they were broken.",
        "The kettle switches itself off automatically.",
        "出張修理に来た方が、床を傷つけました。",
        COMPLAINT,
        "",
    ],
)
def test_complaint_about_machines_is_a_persons(words: str):
    assert not machine("Re: 皿の件", words)


@pytest.mark.parametrize(
    ("more", "by_machine"),
    [
        ({"Auto_Submitted": "auto-replied"}, True),
        ({"Auto_Submitted": "auto-replied (vacation)"}, True),
        ({"Precedence": "bulk"}, True),
        ({"X_Auto_Response_Suppress": "OOF"}, True),
        ({"Auto_Submitted": "no"}, False),
        ({}, False),
    ],
)
def test_whole_mail_says_whether_an_answer_may_follow(more: dict[str, str], by_machine: bool):
    assert read_mail(plain(COMPLAINT, **more)).is_auto_reply is by_machine


def test_words_of_a_machine_that_are_only_quoted_are_not_its_own():
    quoted = f"{COMPLAINT}\n\n2026年11月20日(金) 10:12 <soudan@shop.example>:\n> このメールは自動送信されています。\n> 相談室"
    assert not read_mail(plain(quoted, In_Reply_To="<0@desk.example>")).is_auto_reply


def test_words_far_down_in_a_letter_do_not_make_it_a_machines():
    assert not machine("皿の件", COMPLAINT * 30 + "このメールは自動送信されています。")


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.sampled_from(["auto-submitted", "precedence", "list-id", "x"]), st.tuples(st.text(max_size=20))
    ),
    st.text(max_size=60),
    st.text(max_size=200),
)
def test_any_header_and_words_have_an_answer_that_the_header_alone_can_decide(
    fields: dict[str, tuple[str]], subject: str, words: str
):
    if sent_by_machine(fields, "text/plain", "", ""):
        assert sent_by_machine(fields, "text/plain", subject, words)
