"""Complaints that speak of mails: of ones that did not arrive, of automatic answers, of holidays. Each is a person's.

To take one for a report of a server or for an automatic answer would be to lose it.
"""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import plain

#: (subject, text)
COMPLAINTS = [
    ("メールが届きません", "注文の確認メールが届きません。迷惑メールフォルダも確認しましたが、ありませんでした。"),
    ("メールが送信できません", "御社の問い合わせ窓口にメールを送ると、エラーで戻ってきます。どうすればよいですか。"),
    ("送信エラーについて", "昨日から何度送っても「配信できませんでした」と表示されます。早く直してください。"),
    ("配信停止できない", "メールマガジンの配信停止を三度お願いしましたが、まだ届きます。アドレスは hanako@shop.example です。"),
    ("宛先不明で戻りました", "書類を送ったところ、宛先不明で戻ってきました。住所が変わったのなら知らせてください。"),
    ("エラーメールが来ます", "会員登録をすると User unknown というエラーメールが来ます。登録できないのは困ります。"),
    ("受信できません", "携帯で受信できません。docomo.ne.jp ですが、受信拒否はしていません。調べてください。"),
    ("容量オーバーと言われた", "写真を送ろうとしたら容量オーバーで送れませんでした。別の方法を教えてください。"),
    ("返信が来ない", "先週お送りしたメールに返信がありません。自動返信だけが届いて、その後の連絡がないのはなぜですか。"),
    ("自動返信ばかりです", "何度問い合わせても自動返信ばかりです。担当の方とお話しできませんか。"),
    ("担当者が休暇中とのこと", "担当の方が休暇中とのことで、二週間も待たされています。代わりの方はいないのですか。"),
    ("不在と言われました", "電話をすると担当者は不在にしておりますと言われ、折り返しの連絡がありません。"),
    ("休業日について", "年末年始の休業中に宿泊施設で事故がありました。休業明けに連絡すると言われましたが、まだ連絡がありません。"),
    ("出張先での対応", "出張中に泊まったホテルの対応がひどく、改めてご連絡をいただきたいと思います。"),
    ("休暇の件", "先月の休暇で利用した際、部屋が汚れていました。返金を希望します。ご連絡ください。"),
    ("育児休業中です", "育児休業中のため、日中は電話に出られません。メールで回答してください。"),
    ("自動配信メールの文面", "「このメールは自動配信されています」とありましたが、名前が間違っていました。"),
    ("自動送信の請求書", "自動送信された請求書の金額が間違っています。訂正をお願いします。"),
    ("不在票", "不在票が入っていましたが、一日中家にいました。再配達を頼んでも届きませんでした。"),
    ("お届けできませんでした", "「お届けできませんでした」という紙が入っていました。宛先は合っています。配達員の方の態度も問題です。"),
    ("Re: 自動返信: お問い合わせ", "自動返信をありがとうございます。それで、いつ直していただけるのですか。"),
    ("配送遅延", "配送が遅延していると知らされました。荷物はまだ配達されていません。いつ届くのですか。"),
    ("アドレスの変更", "以前のアドレスは使っておりません。新しいアドレスに連絡してください。前のメールへの返事がまだです。"),
    ("システムエラー", "システムエラーで予約が取り消されました。自動で送られてきたメールには理由がありません。"),
    ("留守番電話", "留守番電話に入れましたが返事がありません。休みの間は誰も聞かないのですか。"),
    ("My mails bounce", "Every mail I send to your support address bounces with 'mailbox full'. Please look into it."),
    ("Undelivered parcel", "My parcel was returned to sender although the address was right. I want a refund."),
    ("Delivery failed again", "The delivery failed for the third time. Nobody rang the bell. Delivery attempts were not even made."),
    ("Automatic replies only", "I keep getting an automatic reply and nothing else. Is there a person I can talk to?"),
    ("Out of office", "Your agent's out of office message has been on since May. When will somebody answer me?"),
    ("Away from home", "I was away from home when the courier came, and nobody left a card. I am still waiting."),
    ("Vacation rental", "We booked a vacation home and it was not available. I am on holiday now and have no room."),
    ("Message could not be sent", "Your web form says that my message could not be sent. I have tried for three days."),
    ("No such account?", "Your hotline told me there is no such account, although I have paid for two years."),
    ("Returned mail", "My letter came back as undeliverable. Your address on the invoice is wrong."),
    ("Automated decision", "This was an automated decision and I object to it. A person should look at my case."),
    ("Rejected", "My claim was rejected without a reason. I was told the recipient was unknown."),
    (
        "メールが送信できません",
        "そちらに送ると次のエラーが返ってきます。\n\n<soudan@shop.example>: host mx.shop.example said: 550 5.1.1 User unknown",
    ),
    ("送信エラー", "次の宛先に送信できませんでしたと表示されます。なぜですか。\nsoudan@shop.example\n550 5.7.1"),
    ("Delivery failure", "I get this when I write to you:\n\n550 5.1.1 <desk@shop.example>: user unknown\nPlease help."),
    ("Undeliverable", "My message could not be delivered to the following recipients:\n\ndesk@shop.example"),
    ("Delayed refund", "The refund is delayed again. You wrote that it will be retried. Please pay at once."),
]  # fmt: skip


def test_there_are_thirty_at_least_in_both_languages():
    japanese = [text for _, text in COMPLAINTS if not text.isascii()]
    assert len(japanese) >= 20
    assert len(COMPLAINTS) - len(japanese) >= 10


@pytest.mark.parametrize(("subject", "text"), COMPLAINTS, ids=[subject for subject, _ in COMPLAINTS])
def test_complaint_is_no_report_and_no_automatic_answer(subject: str, text: str):
    raw = plain(text).replace(b"Subject: x", f"Subject: {subject}".encode())
    read = read_mail(raw)
    assert (read.is_bounce, read.is_auto_reply) == (False, False)
    assert read.reply_text == text


@pytest.mark.parametrize(("subject", "text"), COMPLAINTS, ids=[subject for subject, _ in COMPLAINTS])
def test_it_is_none_above_a_quoted_automatic_answer_either(subject: str, text: str):
    quoted = "\n\n2026年11月20日(金) 10:12 窓口 <soudan@shop.example>:\n> このメールは自動返信です。\n> Delivery failed: user unknown."
    read = read_mail(plain(text + quoted).replace(b"Subject: x", f"Subject: Re: {subject}".encode()))
    assert (read.is_bounce, read.is_auto_reply) == (False, False)
    assert read.reply_text == text
