"""Every letter, in both languages, as complaints led by the real verbs bring it about."""

import re
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.write import reply
from kikitori.foundation.language.dates import Speaker
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters import compose as compose_module
from kikitori.records.letters.compose import Composed, Reader, compose
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.models import Organisation, Person
from tests import journeys, makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN
from tests.records.letters.further_sentences import FURTHER

TEMPLATES = Path(compose_module.__file__).parent / "templates" / "letters"
#: Sentences that matter, by letter (a colon names the variant): what a reader must find in it.
SENTENCES: dict[str, dict[str, list[str]]] = {
    "ja": {
        "acknowledgement": [
            "試野 はな 様\n\nお知らせいただき、ありがとうございます。",
            "次のとおり承りました。\n「届いた皿が三枚割れていました。",
            "K-2026-000001（受付日時: 2026年11月20日（金）16:40）",
            "・2026年11月30日（月）17:00までに、最初のご回答をいたします。\n　11月23日（祝日",
            "（祝日 勤労感謝の日）を除いて数えています。",
            "・2026年12月21日（月）17:00までに、結論とその理由をお知らせいたします。",
            "その理由と新しい期日を、期日の前にお知らせいたします。",
            "私どもの対応にご納得いただけないときは、次の外部の機関にもご相談いただけます。\nお住まいの地域の",
            "電話 0120-000-000（平日 9:00–17:00）",
        ],
        "in_hand": ["次のご連絡は、2026年11月30日（月）17:00までにいたします。"],
        "question": [
            "ご注文番号をお聞かせください。",
            "2026年11月27日（金）までに、お申し出のページ、またはお電話でお返事を",
            "「わからない」とお書きいただいて",
        ],
        "reply": ["配送会社に確認しています。", "次のご連絡は、2026年12月8日（火）17:00までにいたします。"],
        "new_date": [
            "2026年12月21日（月）17:00までとお約束していた「結論のお知らせ」を、",
            "2026年12月25日（金）17:00までに改めさせていただきます。お待たせして申し訳ありません。",
            "■ 理由\n配送会社の記録が届くのを待っているためです。",
        ],
        "proposal": [
            "割れた三枚を新しい品と交換いたします。",
            "・交換: 皿三枚の交換 ― 2026年12月4日（金）まで\n・返金: 皿三枚の代金（12,800円）",
            "お返事の期限: 2026年12月2日（水）\nこの日までに、お受けになるかどうかを、お申し出のページ、またはお電話で",
            "お受けになったあとでも、外部の機関にご相談いただけます。",
            "お住まいの地域の消費生活センター（電話188）",
        ],
        "accepted": ["・返金: 皿三枚の代金（12,800円） ― 2026年12月4日（金）まで"],
        **FURTHER["ja"],
        "remedies_done": [
            "・交換: 皿三枚の交換\n・返金: 皿三枚の代金（12,800円）\n",
            "2026年12月7日（月）ごろまでに、解決したかどうかをおうかがいします。",
        ],
        "is_it_solved": [
            "お申し出は解決しましたか。お申し出のページ、またはお電話で",
            "お返事がない場合は、別の方法でもご連絡を試みます。",
            "2026年12月18日（金）以降に、解決したか確認できないまま終了と",
        ],
        "closed": [
            "解決したとのお返事をいただき",
            "ごろまでに、その後いかがか、もう一度だけおうかがいします。ご不要の場合は",
            "同じ受付番号で再開いたします。",
        ],
        "closed:silence": [
            "ご連絡がつきませんでしたので、確認できないまま",
            "同じ受付番号で再開いたします。",
        ],
        "closed:unhappy": [
            "解決していないとのお気持ちは、お申し出の記録にそのまま",
            "これ以上お調べできることがないためです。",
            "お住まいの地域の消費生活センター（電話188）",
        ],
        "still_solved": ["いまも、解決したままですか。", "お返事は、なくてもかまいません。"],
        "closed:exhausted": [
            "これ以上お調べできることがないためです。",
            "お住まいの地域の消費生活センター（電話188）",
        ],
        "going_on": [
            "お返事をいただき、ありがとうございます。",
            "次のご連絡は、2026年12月1日（火）17:00までに",
            "結論は、2026年12月22日（火）17:00までに",
        ],
        "reopened": ["2026年12月14日（月）17:00までに、ご連絡", "結論は、2027年1月8日（金）17:00までに"],
        "link": ["このメールの最後にあるリンク", "だれもページを開けません"],
        "review": ["これまで本件に関わっていない者が", "再検討の結論は、2026年12月22日（火）17:00までに"],
        "referral": [
            "この件は、当方では判断できません。理由は次のとおりです。\n\nけいやくの読み方が分かれるためです。",
            "■ 引き継ぎ先\nみほんセンター\n　電話 03-0000-0001\n　申立ての期限: この通知の日から180日以内",
            "・当方でまとめた概要: 皿がわれた件です。\n・最初にお寄せいただいた内容（原文）\nこのほかに引き継いだものは",
            "2026年12月18日（金）までに、先方の回答をお知らせいたします。",
        ],
        "referral:inside": ["当方の中の専門の窓口に引き継ぎ"],
        "referral:turned": ["ご相談になったことを承り", "当方からお渡ししたものはありません。"],
        "referral_result": [
            "当方と異なる結論でした。\n\nぜんがくが相当とのことです。",
            "（12,800円） ― 2026年12月4日（金）まで",
        ],
        "referral_result:goes_on": ["引き続き調べてまいります。", "結論は、2026年12月21日（月）までに"],
        "petition": [
            "お求めのとおりにいたしました。\n\nご指摘のとおり直しました。",
            "■ お求めの内容\n四枚です。",
        ],
        "petition:declined": [
            "お求めのとおりにはいたしませんでした。理由は",
            "三枚と伺っています。",
            "ご不利益",
        ],
        "representative": [
            "これからは、しろた りか 様が、あなた様に代わって当窓口とやり取りをなさいます。",
            "■ お任せになった範囲\n当窓口とのやり取りをお任せになりました。",
            "解決案へのご回答や取下げは、これまでどおり、あなた様ご自身でお決めいただけます。",
            "これからは しろた りか 様へお送りします。内容は、あなた様の控えから開くページでもすべてお読みになれます。",
            "いつでも取り消していただけます。理由は要りません。",
            "お心当たりがないときは、すぐにお知らせください。",
        ],
        "representative:act": [
            "解決案への回答、解決したかどうかの回答、再検討の求め、取下げができます。もう一度取り上げてもらうこともできます。",
            "評価は、あなた様ご自身で",
            "これまでどおり、あなた様へお送りします。",
        ],
        "representative:declined": ["代理人としての確認ができませんでした。理由は", "ご署名が", "ご不利益"],
        "representative:ended": [
            "代理を終了いたしました。",
            "もう使えません。",
            "これからはあなた様へお送りします。",
            "お申し出により",
            "ご不利益",
        ],
        "representative:dropped": [
            "確認がまだ済んでいませんでしたが、手続きを終了いたしました。",
            "これまでどおり、あなた様とやり取りし",
            "お申し出により",
        ],
        "redirected": [
            "この件を取り扱う窓口は私どもとは別に",
            "お近くの保健所",
            "決めるのは保健所だからです。",
            "同じ受付番号で、あらためて確認いたします。",
        ],
        "withdrawn": ["記録は残りますが", "お気持ちが変わりましたら"],
        "decision": [
            "配送中の破損であることを確かめました。",
            "1. 皿が三枚割れていた\n　結論: ご指摘のとおりと認めました。\n　理由: 写真で確かめました。\n\n",
            "2. 電話で三回説明させられた\n　結論: ご指摘の一部を認めました。",
            "■ これから行うこと\n・返金: 皿三枚の代金（12,800円） ― 2026年12月4日（金）まで",
            "お住まいの地域の消費生活センター（電話188）",
        ],
        "decision:nothing": [
            "これは第1段階の結論です。",
            "新たに行うことはありません。\n理由: お品は、すでにお取り替えしているためです。\n2026年12月1日（火）ごろ",
            "2026年12月1日（火）ごろまでに、解決したかどうかを",
        ],
    },
    "en": {
        "acknowledgement": [
            'Dear Hannah Sample,\n\nThank you for telling us. This is what we have written down:\n"Three plates',
            "K-2026-000001 (received Friday 20 November 2026, 16:40)",
            "first answer by Monday 30 November 2026, 17:00.\n  23 November (public holiday: Labor Thanksgiving Day)",
            "decision, with reasons, by Monday 21 December 2026, 17:00.",
            "we will tell you why, and the new date, before that day.",
            "you can also turn to:\nYour local consumer affairs centre (phone 188)",
            "Phone 0120-000-000",
        ],
        "in_hand": ["You will hear from us again by Monday 30 November 2026, 17:00."],
        "question": [
            "What is your order number?",
            "An answer by Friday 27 November 2026",
            '"I don\'t know" is an answer',
        ],
        "reply": [
            "We are asking the carrier.",
            "You will hear from us again by Tuesday 8 December 2026, 17:00.",
        ],
        "new_date": [
            "by Monday 21 December 2026, 17:00. We are sorry: we need until Friday 25 December 2026, 17:00.",
            "Why\nWe are waiting for the carrier's record.",
        ],
        "proposal": [
            "We will replace the three broken plates.",
            "- Replacement: Three plates, by Friday 4 December 2026\n- Refund: The price of three plates (¥12,800)",
            "The offer stands until Wednesday 2 December 2026.",
            "If you say yes, you can still turn to an external body.",
            "Your local consumer affairs centre (phone 188)",
        ],
        "accepted": ["- Refund: The price of three plates (¥12,800), by Friday 4 December 2026"],
        **FURTHER["en"],
        "remedies_done": [
            "- Replacement: Three plates\n- Refund: The price of three plates (¥12,800)\n",
            "By Monday 7 December 2026 we will ask you whether it is solved.",
        ],
        "is_it_solved": [
            "Please tell us on the page of your complaint or by phone.",
            "we will try to reach you in another way.",
            "we will close it on Friday 18 December 2026 or later, without knowing",
        ],
        "closed": [
            "Thank you for telling us that it is solved.",
            "we will ask you once more whether it is still solved.",
            "reopen it under the same number.",
        ],
        "closed:silence": ["could not reach you", "without knowing", "reopen it under the same number."],
        "closed:unhappy": [
            "It is not solved for you, and our record says so.",
            "There is nothing left that we could look into.",
            "Your local consumer affairs centre",
        ],
        "still_solved": ["As promised, we ask you how it has been since.", "We ask this only once."],
        "closed:exhausted": [
            "There is nothing left that we could look into.",
            "Your local consumer affairs centre",
        ],
        "going_on": [
            "Your complaint is not closed",
            "You will hear from us by Tuesday 1 December 2026, 17:00.",
            "our decision by Tuesday 22 December 2026, 17:00.",
        ],
        "reopened": ["by Monday 14 December 2026, 17:00.", "our decision by Friday 8 January 2027, 17:00."],
        "link": ["the link at the end of this mail", "unless the link is used"],
        "review": [
            "Somebody who had no part in it so far",
            "the result of the review by Tuesday 22 December 2026",
        ],
        "referral": [
            "We cannot decide this ourselves, for this reason:\n\nWe read the contract differently.",
            "To whom\nSample Centre\n  Phone 03-0000-0001\n  Please turn to them within 180 days after our letter.",
            "- Our summary: Three broken plates.\n- What you told us at the beginning, in your words\nNothing else",
            "By Friday 18 December 2026 we will tell you what they have answered",
        ],
        "referral:inside": ["somebody in our organisation who knows more about it"],
        "referral:turned": ["That is no disadvantage to you."],
        "referral_result": [
            "They decided otherwise than we had.\n\nThey find for you.",
            "(¥12,800), by Friday",
        ],
        "referral_result:goes_on": ["We look into it again with this.", "by Monday 21 December 2026."],
        "petition": [
            "We have done what you asked for.\n\nWe have put it right.",
            "What you asked for\nFour plates.",
        ],
        "petition:declined": ["have not done it, for this reason:", "You said three.", "no disadvantage"],
        "representative": [
            "from now on Rika Shirota speaks with us for you.",
            "Answering a proposal and withdrawing the complaint stay with you.",
            "From now on they go to Rika Shirota. You can read every one of them",
            "You can end this at any time",
            "If you know nothing of this, please tell us at once.",
        ],
        "representative:act": [
            "They can accept or decline a proposal, and say whether it is solved.",
            "ask for a review, withdraw the complaint, and have it taken up again.",
            "Rating us stays with you.",
            "They go on coming to you.",
        ],
        "representative:declined": ["could not confirm", "signature is missing", "no disadvantage"],
        "representative:ended": [
            "no longer speaks for you",
            "does not work any more",
            "our letters come to you again.",
            "As you asked us",
            "no disadvantage",
        ],
        "representative:dropped": [
            "We had not confirmed it yet",
            "Nothing changes: you speak with us yourself",
            "As you asked us",
        ],
        "redirected": [
            "somebody else to decide",
            "The health centre near you",
            "The health centre decides it.",
            "look at it again under the same number.",
        ],
        "withdrawn": ["The record stays", "If you change your mind"],
        "decision": [
            "The plates were broken on the way.",
            "1. Three plates were broken\n   Finding: We agree with this point.\n   Reasons: The photographs show it.\n\n2. ",
            "What we will do\n- Refund: The price of three plates (¥12,800), by Friday 4 December 2026",
            "Your local consumer affairs centre (phone 188)",
        ],
        "decision:nothing": [
            "It is the decision of the first stage.",
            "Nothing further follows from this decision.\nThe reason: We have sent you new plates already.\nBy ",
            "By Tuesday 1 December 2026 we will ask you",
        ],
    },
}
NAME = {"ja": "みほん堂", "en": "Mihon-do"}
GREETING = {"ja": "試野 はな 様", "en": "Dear Hannah Sample,"}
KANA_OR_HAN = re.compile("[ぁ-ヺ㐀-鿿]")
ENGLISH = re.compile("[A-Za-z]{2,}")


@pytest.fixture
def plain_hours(cast: Cast) -> None:
    """The organisation's hours in figures alone: they are one text for readers of both languages."""
    Organisation.objects.update(phone_hours="9:00–17:00")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_has_a_template_and_no_template_is_without_a_kind(language: str) -> None:
    found = {file.stem for file in (TEMPLATES / language).iterdir()}
    assert found == {kind.value for kind in LetterKind}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_says_what_its_reader_must_know(cast: Cast, language: str) -> None:
    letters = journeys.every_letter(cast, language)
    assert set(letters) == set(SENTENCES[language])
    assert {name.partition(":")[0] for name in letters} == {kind.value for kind in LetterKind}
    missing = [
        (name, sentence)
        for name, sentences in SENTENCES[language].items()
        for sentence in sentences
        if sentence not in letters[name].body
    ]
    assert missing == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_is_whole_signed_and_in_one_language(
    cast: Cast, plain_hours: None, language: str
) -> None:
    for name, letter in journeys.every_letter(cast, language).items():
        reference = letter.complaint.reference
        assert reference in letter.subject, name
        assert NAME[language] in letter.subject, name
        assert letter.body.startswith(GREETING[language] + "\n\n"), name
        assert f"\n\n{NAME[language]}\n" in letter.body, name
        whole = f"{letter.subject}\n{letter.body}"
        assert not re.search(r"\{\{|\{%|\}\}|%\}|None", whole), name
        assert "\n\n\n" not in whole, name
        assert not re.search(r"[ \t]\n", whole), name
        assert whole.endswith("\n") and not whole.endswith("\n\n"), name  # noqa: PT018 - one thought
        foreign = KANA_OR_HAN if language == "en" else ENGLISH
        assert foreign.findall(whole.replace(reference, "")) == [], name


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_day_promised_on_the_main_road_is_told_in_a_letter(cast: Cast, language: str) -> None:
    """All but the acknowledgement itself, which is the first letter there is."""
    complaint = journeys.along_the_main_road(cast, language)
    words = Speaker(language, JAPAN)
    letters = list(complaint.letters.all())
    for promise in complaint.promises.exclude(kind="acknowledgement"):
        told = [each.kind for each in letters if each.written_at >= promise.made_at]
        bodies = "".join(each.body for each in letters if each.written_at >= promise.made_at)
        assert words.day(promise.due_at) in bodies, (promise.kind, told)


# ---- who is greeted, and how


@pytest.mark.parametrize(
    ("name", "kind", "ja", "en"),
    [
        ("試野 はな", "individual", "試野 はな 様", "Dear 試野 はな,"),
        ("株式会社みほん", "body", "株式会社みほん 御中", "Dear 株式会社みほん,"),
        ("", "individual", "お申し出くださった方へ", "Hello,"),
        ("試野 はな様", "individual", "試野 はな様", "Dear 試野 はな様,"),
        ("みほん商事 御中", "body", "みほん商事 御中", "Dear みほん商事 御中,"),
        ("鵜殿", "individual", "鵜殿 様", "Dear 鵜殿,"),
        ("Hannah Sample", "individual", "Hannah Sample 様", "Dear Hannah Sample,"),
    ],
)
def test_reader_is_greeted_by_what_they_are(name: str, kind: str, ja: str, en: str) -> None:
    reader = Reader.of(Person(name=name, kind=kind), anonymous=False)
    assert (reader.greeting("ja"), reader.greeting("en")) == (ja, en)


@pytest.mark.parametrize("person", [None, Person(name="試野 はな")])
def test_anonymous_reader_is_greeted_without_a_name(person: Person | None) -> None:
    reader = Reader.of(person, anonymous=True)
    assert (reader.greeting("ja"), reader.greeting("en")) == ("お申し出くださった方へ", "Hello,")


def test_letter_to_an_anonymous_person_holds_no_name(cast: Cast) -> None:
    given = PersonGiven(name="名乗 らず", contact_points=(ContactGiven(kind="email", value="x@example.com"),))
    complaint = makers.acknowledged(cast, anonymous=True, complainant=given)
    letter = complaint.letters.get()
    assert letter.body.startswith("お申し出くださった方へ\n\n")
    assert (letter.to_name, letter.to_address) == ("", "x@example.com")
    assert "名乗" not in letter.body + letter.subject


def test_letter_to_a_body_greets_it_as_one(cast: Cast) -> None:
    given = PersonGiven(
        name="みほん商事", kind="body", contact_points=(ContactGiven(kind="email", value="x@example.com"),)
    )
    assert makers.acknowledged(cast, complainant=given).letters.get().body.startswith("みほん商事 御中\n")


# ---- what people type stays what they typed


HOSTILE = [
    "{{7*7}}",
    "{% debug %}",
    "{{ complaint.intake_key }}",
    "{% include 'ja/reply.txt' %}",
    "{# comment #}",
    "<b>太字</b> & <script>alert(1)</script>",
    "100% &amp; &lt;",
    "%(name)s {0} \\N{BULLET}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_reply_stays_literal(cast: Cast, text: str) -> None:
    complaint = makers.acknowledged(cast)
    reply(cast.actor("handler"), complaint, body=text, now=FRIDAY)
    assert f"\n\n{text}\n\n" in complaint.letters.get(kind="reply").body


@pytest.mark.parametrize("text", HOSTILE)
def test_story_name_and_echo_stay_literal(cast: Cast, text: str) -> None:
    given = PersonGiven(name=text, contact_points=(ContactGiven(kind="email", value="x@example.com"),))
    quoted = makers.acknowledged(cast, story=text, complainant=given).letters.get()
    assert f"「{text}」" in quoted.body
    assert quoted.body.startswith(f"{text} 様\n")
    echoed = makers.received(cast).complaint
    acknowledge_complaint(cast.actor("handler"), echoed, echo=text, now=FRIDAY)
    assert f"ありがとうございます。{text}\n" in echoed.letters.get().body


def written(cast: Cast, **values: Any) -> Composed:
    """An acknowledgement composed by itself, with these values."""
    complaint: Complaint = makers.received(cast, story=values.pop("story", "皿が割れた。")).complaint
    return compose(
        LetterKind.ACKNOWLEDGEMENT,
        "ja",
        complaint=complaint,
        organisation=Organisation.objects.get(),
        reader=Reader("試野 はな", "様"),
        promises=[],
        why={},
        now=FRIDAY,
        values=values,
    )


def test_echo_of_ten_thousand_characters_is_told_whole(cast: Cast) -> None:
    echo = "お皿が割れて届いたこと、" * 833
    assert echo in written(cast, echo=echo).body


def test_long_story_is_quoted_by_its_first_words_on_one_line(cast: Cast) -> None:
    body = written(cast, echo="", story="皿が\n\n割れた。\n" + "ふざけるな！" * 1667).body
    (quoted,) = re.findall("「(.*)」", body)
    assert quoted.startswith("皿が 割れた。 ふざけるな！")
    assert quoted.endswith("…")
    assert len(quoted) <= 120


def test_letter_without_promises_has_no_holes_where_they_would_stand(cast: Cast) -> None:
    body = written(cast, echo="").body
    assert "\n\n■ このあとの流れ\n・期日までに" in body


def test_organisation_without_a_phone_leaves_no_empty_line_behind(cast: Cast) -> None:
    Organisation.objects.update(phone="")
    assert written(cast).body.endswith("\n\nみほん堂\n")


def test_subject_is_one_line_of_a_length_that_can_be_stored(cast: Cast) -> None:
    Organisation.objects.update(name_ja="み" * 200)
    subject = written(cast).subject
    assert "\n" not in subject
    assert len(subject) <= 200


def test_language_of_a_region_is_read_as_its_language(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    facts: dict[str, Any] = {
        "complaint": complaint,
        "organisation": Organisation.objects.get(),
        "reader": Reader(""),
        "promises": [],
        "why": {},
        "now": FRIDAY,
        "values": {},
    }
    assert compose(LetterKind.WITHDRAWN, "ja-JP", **facts).subject.startswith("【みほん堂】")
    assert compose(LetterKind.WITHDRAWN, "fr", **facts).subject.startswith("[Mihon-do]")


# ---- where to turn and how to answer


def of_every_kind(cast: Cast, language: str) -> dict[str, str]:
    """The body of every kind of letter about one complaint, with nothing in it that people would write."""
    complaint = makers.received(cast, language=language, story="…").complaint
    values = {
        "answer_by": FRIDAY.date(),
        "before": FRIDAY,
        "after": FRIDAY,
        "agreed": False,
        "text": "…",
        "reason": "…",
        "referral": {"expected_on": FRIDAY.date()},
    }
    return {
        kind.value: compose(
            kind,
            language,
            complaint=complaint,
            organisation=Organisation.objects.get(),
            reader=Reader("試野 はな", "様"),
            promises=[],
            why={},
            now=FRIDAY,
            values=values,
        ).body
        for kind in LetterKind
    }


@pytest.mark.parametrize(("language", "phone"), [("ja", "電話"), ("en", "hone")])
def test_no_letter_speaks_of_a_phone_the_organisation_has_not(cast: Cast, language: str, phone: str) -> None:
    assert all(phone in body for body in of_every_kind(cast, language).values())
    Organisation.objects.update(
        phone="", external_route_ja="消費生活センター", external_route_en="The centre"
    )
    assert not [kind for kind, body in of_every_kind(cast, language).items() if phone in body]


@pytest.mark.parametrize(
    ("language", "signature"),
    [
        (
            "ja",
            "\n\nみほん堂\n電話 0120-000-000（平日 9:00–17:00）\nお申し出のページ https://koe.example.jp\n",
        ),
        (
            "en",
            "\n\nMihon-do\nPhone 0120-000-000 (平日 9:00–17:00)\nThe page of your complaint https://koe.example.jp\n",
        ),
    ],
)
def test_every_letter_is_signed_with_the_ways_back_to_us(
    cast: Cast, settings: Settings, language: str, signature: str
) -> None:
    site = settings.ENVIRONMENT.model_copy(update={"base_url": "https://koe.example.jp"})
    settings.ENVIRONMENT = site
    assert not [kind for kind, body in of_every_kind(cast, language).items() if not body.endswith(signature)]


def test_signature_is_the_same_in_both_languages_but_for_the_words() -> None:
    values = [
        re.findall(r"\{\{ ([\w.]+) \}\}", (TEMPLATES / "parts" / f"{language}.txt").read_text("utf-8"))
        for language in ("ja", "en")
    ]
    assert (
        values[0]
        == values[1]
        == ["organisation_name", "organisation.phone", "organisation.phone_hours", "page"]
    )


def test_english_reader_is_told_where_to_turn_even_if_only_japanese_words_are_known(cast: Cast) -> None:
    Organisation.objects.update(external_route_en="")
    letters = of_every_kind(cast, "en")
    told = {kind for kind, body in letters.items() if "お住まいの地域の消費生活センター（電話188）" in body}
    assert told == {"acknowledgement", "proposal", "decision", "closed", "remedy_dropped"}


def test_where_nobody_outside_is_known_no_letter_points_at_nothing(cast: Cast) -> None:
    Organisation.objects.update(external_route_ja="", external_route_en="")
    for language, words in (("ja", "次の外部の機関に"), ("en", "turn to:")):
        bodies = of_every_kind(cast, language)
        assert not [kind for kind, body in bodies.items() if words in body], language
        assert not [kind for kind, body in bodies.items() if "\n\n\n" in body], language


@pytest.mark.parametrize(
    ("days", "ja", "en"),
    [
        (1, "2026年11月21日（土）", "Saturday 21 November 2026"),
        (14, "2026年12月4日（金）", "Friday 4 December 2026"),
        (45, "2027年1月4日（月）", "Monday 4 January 2027"),
    ],
)
def test_day_on_which_silence_ends_it_is_told_as_a_date(cast: Cast, days: int, ja: str, en: str) -> None:
    Organisation.objects.update(silence_days=days)
    assert f"{ja}以降に、解決したか確認できないまま終了と" in of_every_kind(cast, "ja")["is_it_solved"]
    assert f"we will close it on {en} or later" in of_every_kind(cast, "en")["is_it_solved"]
