"""The panel of facts: points and findings, offers by round, letters, people and the roads to them."""

from __future__ import annotations

import pytest
from django.utils import translation

from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.recipient import Recipient, recipient_of
from kikitori.interfaces.desk.templatetags.case import _WORDS, word
from kikitori.records.inquiry.models import Finding
from kikitori.records.remedies.models import Remedy
from tests.interfaces.desk.complaint.on_paper import (
    inquiry,
    letter,
    on_paper,
    party,
    point,
    proposal,
    remedy,
)


def finding(outcome: str) -> Finding:
    """What was found."""
    return Finding(outcome=outcome, reasons="記録で確かめました。")


def test_newest_finding_counts_and_earlier_ones_are_counted() -> None:
    one, two, three = point(1), point(2), point(3)
    found = {1: [finding("upheld")], 3: [finding("upheld"), finding("partly"), finding("not_upheld")]}
    points = Facts(on_paper(allegations=[one, two, three], findings=found)).points
    assert [(each.row.number, each.finding and each.finding.outcome, each.earlier) for each in points] == [
        (1, "upheld", 0), (2, None, 0), (3, "not_upheld", 2)
    ]  # fmt: skip


def test_safety_is_told_in_the_order_of_the_questions() -> None:
    facts = Facts(on_paper(safety={"fire": "yes", "injury": "no"}))
    with translation.override("ja"):
        assert [(str(question), str(answer), danger) for question, answer, danger in facts.safety] == [
            ("けがをした方、具合の悪くなった方がいますか", "いいえ", False),
            ("発火・発煙・爆発がありましたか", "はい", True),
        ]
    assert Facts(on_paper()).safety == []


def test_offers_come_newest_round_first_with_what_is_in_them() -> None:
    first, second = proposal("declined", number=1), proposal("offered", number=2)
    rows: list[Remedy] = [
        remedy("dropped", first, pk=1), remedy("offered", second, pk=2), remedy("offered", second, pk=3),
        remedy("due", pk=4),
    ]  # fmt: skip
    facts = Facts(on_paper(remedies=rows))
    assert [(offer.round, [row.pk for row in offered]) for offer, offered in facts.rounds] == [
        (2, [2, 3]),
        (1, [1]),
    ]
    assert [row.pk for row in facts.decided_remedies] == [4]
    assert facts.file.open_proposal == second
    assert [row.pk for row in facts.file.remedies_owed] == [4]


def test_no_offer_stands_once_it_was_answered() -> None:
    assert Facts(on_paper(remedies=[remedy("due", proposal("accepted"))])).file.open_proposal is None
    assert Facts(on_paper()).rounds == []


def test_open_questions_are_those_without_an_answer() -> None:
    open_one = inquiry(pk=2)
    assert Facts(on_paper(inquiries=[inquiry(answered=True), open_one])).file.open_inquiries == [open_one]


def test_six_letters_are_shown_thirty_more_folded_and_older_ones_left_to_the_timeline() -> None:
    letters = [letter(pk=n) for n in range(50, 0, -1)]
    facts = Facts(on_paper(letters=letters))
    assert [row.pk for row in facts.letters] == [50, 49, 48, 47, 46, 45]
    assert len(facts.older_letters) == 30
    assert facts.older_letters[-1].pk == 15
    assert len(Facts(on_paper(letters=letters[:4])).letters) == 4


@pytest.mark.parametrize(
    ("state", "seen_to"),
    [("failed", True), ("to_print", True), ("waiting", False), ("sent", False), ("shown", False)],
)
def test_letter_that_waits_for_a_person_is_named(state: str, *, seen_to: bool) -> None:
    assert bool(Facts(on_paper(letters=[letter(state)])).letters_to_see_to) == seen_to


def test_people_stand_by_role_each_with_all_their_roads() -> None:
    rows = [
        party("email", "hana@example.jp"),
        party("phone", "０３（１２３４）５６７８", note="日中可"),
        party("email", "sachi@example.jp", role="representative", pk=2, name="娘野 さち"),
        party(None, "", role="respondent", pk=3, name="配送会社"),
    ]
    parties = Facts(on_paper(roads=rows)).parties
    assert [(fact.row.role, len(fact.roads)) for fact in parties] == [
        ("complainant", 2), ("representative", 1), ("respondent", 0)
    ]  # fmt: skip
    phone = parties[0].roads[1]
    assert (phone.shown, phone.note, phone.link) == ("03-1234-5678", "日中可", "tel:+81312345678")
    assert parties[0].roads[0].link == ""


@pytest.mark.parametrize("number", ["内線だけ", "110番", "javascript:alert(1)"])
def test_number_that_cannot_be_dialled_is_shown_and_no_link(number: str) -> None:
    road = Facts(on_paper(roads=[party("phone", number)])).parties[0].roads[0]
    assert road.link == "" or road.link.startswith("tel:+")
    assert road.shown


def test_complainant_is_found_among_others_or_not_at_all() -> None:
    representative = party(role="representative", pk=2, name="娘野 さち")
    assert Facts(on_paper(roads=[representative])).complainant is None
    found = Facts(on_paper(roads=[representative, party()])).complainant
    assert found is not None
    assert found.row.person.name == "試野 はな"


def test_nobody_has_no_other_complaints_and_nothing_is_asked() -> None:
    assert Facts(on_paper()).other_complaints == 0
    assert Facts(on_paper(roads=[party(role="respondent")])).other_complaints == 0


# ── the recipient bar ──

MAIL, POST = ("email", "hana@example.jp"), ("post", "〒100-0001 東京都見本区1-1")
DAUGHTER = {"role": "representative", "pk": 2, "name": "娘野 さち"}
#: contact situation → (rows, anonymous, bar in ja, bar in en, verb in ja)
BARS = {
    "by mail": ([party(*MAIL)], False, "試野 はな 様・電子メール hana@example.jp", "試野 はな, by e-mail to hana@example.jp",
                "返信を送る"),
    "by post only": ([party(*POST)], False, "試野 はな 様・印刷して郵送 〒100-0001 東京都見本区1-1",
                     "試野 はな, on paper, to be printed and posted to 〒100-0001 東京都見本区1-1", "返信を印刷に回す"),
    "mail before post": ([party(*POST), party(*MAIL)], False, "試野 はな 様・電子メール hana@example.jp",
                         "試野 はな, by e-mail", "返信を送る"),
    "first mail of two": ([party(*MAIL), party("email", "b@example.jp")], False,
                          "試野 はな 様・電子メール hana@example.jp", "hana@example.jp", "返信を送る"),
    "by phone alone": ([party("phone", "03-1234-5678")], False, "試野 はな 様・宛先なし",
                       "試野 はな, no address known: it can only be read in the portal", "返信を申出者のページに載せる"),
    "no road": ([party(None, "")], False, "試野 はな 様・宛先なし", "no address known", "返信を申出者のページに載せる"),
    "nobody": ([], False, "匿名の方・宛先なし", "Anonymous, no address known", "返信を申出者のページに載せる"),
    "nameless": ([party(*MAIL, name="")], False, "匿名の方・電子メール", "Anonymous, by e-mail", "返信を送る"),
    "anonymous with an address": ([party(*MAIL)], True, "匿名の方・電子メール hana@example.jp", "Anonymous, by e-mail",
                                  "返信を送る"),
    "a body": ([party(*MAIL, name="株式会社みほん工業", kind="body")], False, "株式会社みほん工業 御中・電子メール",
               "株式会社みほん工業, by e-mail", "返信を送る"),
    "representative": ([party(*MAIL), party("email", "sachi@example.jp", **DAUGHTER)], False,
                       "娘野 さち 様・電子メール sachi@example.jp", "娘野 さち, by e-mail to sachi@example.jp", "返信を送る"),
    "representative by post, complainant by mail": ([party(*MAIL), party(*POST, **DAUGHTER)], False,
                                                    "娘野 さち 様・印刷して郵送", "on paper", "返信を印刷に回す"),
    "representative without a road": ([party(*MAIL), party(None, "", **DAUGHTER)], False,
                                      "試野 はな 様・電子メール hana@example.jp", "試野 はな, by e-mail", "返信を送る"),
    "neither has a road": ([party(None, ""), party(None, "", **DAUGHTER)], False, "娘野 さち 様・宛先なし",
                           "娘野 さち, no address known", "返信を申出者のページに載せる"),
    "respondent is never written to": ([party(*MAIL, role="respondent", name="対象 者")], False, "匿名の方・宛先なし",
                                       "Anonymous, no address known", "返信を申出者のページに載せる"),
}  # fmt: skip


@pytest.mark.parametrize("case", BARS)
def test_bar_says_to_whom_and_by_which_road_in_both_languages(case: str) -> None:
    rows, anonymous, ja, en, verb = BARS[case]
    standing = on_paper(about={"anonymous": anonymous}, roads=rows)
    with translation.override("ja"):
        bar = recipient_of(standing)
        assert bar.sentence.startswith(ja)
        assert bar.reply_verb == verb
    with translation.override("en"):
        english: Recipient = recipient_of(standing)
        assert en in english.sentence
        assert english.reply_verb.isascii()
    assert bar.is_reachable == ("宛先なし" not in bar.sentence)


# ── words for codes ──


@pytest.mark.parametrize("of", _WORDS)
def test_every_code_has_its_word_in_both_languages(of: str) -> None:
    for code in _WORDS[of]:
        with translation.override("ja"):
            ja = word(str(code), of)
        with translation.override("en"):
            en = word(str(code), of)
        assert ja
        assert en
        assert ja != en or ja == "SNS", code


def test_code_nobody_knows_is_not_passed_off_as_a_word() -> None:
    with pytest.raises(KeyError):
        word("moved_to_mars", "state")
