"""What the words for people are called: the glossary's own names, in both languages, each of them once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.people.labels import (
    CONTACT_KIND,
    CUSTOMER_TYPE,
    ORGANISATION_KIND,
    PERSON_KIND,
    ROLE,
    SETTING,
)
from tests.records.told import told_in_both

WORDS: dict[str, tuple[Mapping[Any, Any], dict[str, tuple[str, str]]]] = {
    "role": (
        ROLE,
        {
            "handler": ("担当者", "Handler"),
            "lead": ("責任者", "Lead"),
            "administrator": ("管理者", "Administrator"),
            "auditor": ("監査担当", "Auditor"),
        },
    ),
    "person": (
        PERSON_KIND,
        {
            "individual": ("個人", "Individual"),
            "body": ("会社・団体", "Company or body"),
        },
    ),
    "setting": (
        SETTING,
        {
            "ladder": ("上申の段階", "Escalation levels"),
            "absence": ("不在", "Absences"),
            "rule_packs": ("規則集", "Rule packs"),
            "calendar": ("営業日と休業日", "Business days and closures"),
            "mailboxes": ("受信箱", "Mailboxes"),
            "writing": ("定型文と表現", "Templates and wording"),
            "protocols": ("顧客類型ごとの応対の手引き", "Protocols for customer types"),
            "views": ("共有の一覧", "Shared views"),
            "questions": ("質問票", "Question sets"),
            "macros": ("定型操作", "Macros"),
            "automation": ("自動処理", "Automations"),
            "notices": ("全員のお知らせ", "Notices of everybody"),
            "webhooks": ("お知らせの送り先（Webhook）", "Webhooks"),
            "accounts": ("利用者", "Accounts"),
            "look": ("名称・ロゴ・色", "Name, logo and colour"),
            "branches": ("拠点とポスター", "Branches and posters"),
            "causes": ("原因", "Causes"),
            "lines": ("よく使う調査項目", "Usual lines of inquiry"),
            "heads": ("特性要因図の枝", "Heads of the fishbone"),
            "improvements": ("公表した改善", "Published improvements"),
            "embedding": ("ほかのサイトへのフォームの埋め込み", "Form on other sites"),
            "bodies": ("外部機関・専門窓口", "External bodies and experts"),
            "authority": ("金額の権限", "Limits on money"),
            "guidelines": ("対応指針", "Guidelines"),
            "officers": ("法令報告の担当者", "Officers for legal duties"),
            "receivers": ("公益通報の従事者", "Receivers of reports of wrongdoing"),
            "follow_up": ("事後確認の日数", "Days of the follow-up"),
        },
    ),
    "contact": (
        CONTACT_KIND,
        {
            "email": ("電子メール", "E-mail"),
            "phone": ("電話", "Phone"),
            "post": ("郵送先", "Postal address"),
            "fax": ("ファクス", "Fax"),
            "other": ("その他の方法", "Other way"),
        },
    ),
    "customer": (
        CUSTOMER_TYPE,
        {
            "unknown": ("不明", "Not known"),
            "assertive": ("はっきり言う", "Speaks plainly"),
            "paying_support": ("優先サポート契約", "Premium support"),
            "frequent": ("頻繁に連絡", "Often in touch"),
            "silent": ("言わずに去る", "Leaves without a word"),
            "proxy": ("代理人", "Speaks for someone"),
            "member": ("会員", "Member"),
            "public": ("一般", "General public"),
            "media": ("報道機関", "Media"),
            "official": ("行政機関", "Public authority"),
        },
    ),
    "organisation": (
        ORGANISATION_KIND,
        {
            "customer_service": ("お客様対応部門", "Customer-service department"),
            "association": ("学会・士業団体・協会", "Professional association"),
        },
    ),
}


@pytest.mark.parametrize("list_name", WORDS)
def test_word_is_called_what_the_glossary_says(list_name: str) -> None:
    table, expected = WORDS[list_name]
    assert told_in_both(table) == expected


@pytest.mark.parametrize("list_name", WORDS)
def test_list_of_words_is_told_whole(list_name: str) -> None:
    table, expected = WORDS[list_name]
    words: type[StrEnum] = type(next(iter(table)))
    assert [word.value for word in words] == list(expected)


def test_no_customer_is_called_a_complainer() -> None:
    """A type changes the tone and the queue; it is read by the person themselves when they ask for their data."""
    for language, unkind in (
        ("ja", ("クレーマー", "悪質", "問題", "要注意")),
        ("en", ("problem", "difficult", "abus")),
    ):
        with override(language):
            said = " ".join(str(label).lower() for label in CUSTOMER_TYPE.values())
        assert not [word for word in unkind if word in said]
