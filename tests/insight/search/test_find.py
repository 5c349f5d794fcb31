"""What is found: by words of every length and width, in every place, and by whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.end_appointment import end_appointment
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.write import hear, note, reply
from kikitori.insight.search.find import After, Filters, is_exact, known_by_number, search
from kikitori.insight.search.places import Place
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.letters.mails import Attachment, Mail
from tests import makers
from tests.cast import Cast
from tests.insight.search.conftest import FoundBy
from tests.makers import FRIDAY, complainant_of
from tests.represented import CONFIRMED, confirms, names

PERSON = PersonGiven(
    name="髙橋 さくら",
    kana="タカハシ サクラ",
    contact_points=(
        ContactGiven(kind="phone", value="090-1234-5678"),
        ContactGiven(kind="email", value="Sakura..T@Docomo.ne.jp"),
        ContactGiven(kind="post", value="〒100-0001 東京都見本区みほん町1-1"),
    ),
)
STORY = "届いた皿が３枚割れていました。ｻｰﾋﾞｽの電話で返金額を\n確かめたいのに、the Refunds line was busy. 注文番号Ａ－１２３４５。"


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    makers.received(
        cast, complainant=PersonGiven(name="鈴木 一郎", kana="スズキ イチロウ"), story="届きません。"
    )
    return makers.received(cast, complainant=PERSON, story=STORY, desired_outcome="割引を希望").complaint


@pytest.mark.parametrize(
    "words",
    [
        "皿", "割れ", "返金額", "額を確かめたい", "額を確", "サービス", "さーびす", "ｻ-ﾋﾞｽ", "3枚", "３枚", "refund", "REFUNDS",
        "refun", "Ａ−12345", "12345", "希望", "皿 希望", "返金　さくら", "「皿が3枚」", '"refunds line"', "busy 髙橋", "、皿！",
    ],
)  # fmt: skip
def test_words_are_found_in_any_writing(complaint: Complaint, found: FoundBy, words: str) -> None:
    assert found(words) == [complaint]


@pytest.mark.parametrize(
    "words",
    [
        "髙橋", "高橋", "高橋さくら", "高橋　さくら 様", "タカハシ", "たかはし さくら", "ﾀｶﾊｼ", "さくら", "タカハシサクラ",
        "takahashi", "Takahasi", "TAKAHASHI Sakura", "sakura takahashi", "takahashisakura", "takaha",
        "090-1234-5678", "09012345678", "０９０（１２３４）５６７８", "+81 90 1234 5678", "090 1234 5678", "5678",
        "sakura..t@docomo.ne.jp", "ｓａｋｕｒａ..t@docomo.ne.jp", "<Sakura..T@DOCOMO.ne.jp>", "sakura@", "みほん町",
        "見本区 1-1", "100-0001",
    ],
)  # fmt: skip
def test_person_is_found_by_name_reading_sound_and_contact(
    complaint: Complaint, found: FoundBy, words: str
) -> None:
    assert found(words) == [complaint]


@pytest.mark.parametrize(
    "form",
    ["{0}", " {0} ", "{1}", "k-{2}-{3}", "K{2}{3}", "K {2} {3}", "Ｋ－{2}－{3}", "K‐{2}ー{3}", "{4}", "{3}"],
)
def test_number_is_found_in_any_writing(complaint: Complaint, found: FoundBy, form: str) -> None:
    whole = complaint.reference
    _, year, number = whole.split("-")
    assert found(form.format(whole, whole.lower(), year, number, str(int(number)))) == [complaint]


def test_locator_is_found_in_any_writing(complaint: Complaint, found: FoundBy) -> None:
    locator = complaint.receipt.locator
    wide = locator.translate({ord("-"): "－"})
    for written in (locator, f"{locator} ", locator.lower(), locator.replace("-", ""), wide):
        assert found(written) == [complaint]


@pytest.mark.parametrize(
    "words", ["Smith", "SMITH, John", "john smith", "Mr. John Smith", "株式会社 John Smith"]
)
def test_latin_name_is_found_in_either_order(cast: Cast, found: FoundBy, words: str) -> None:
    named = makers.received(cast, complainant=PersonGiven(name="John Smith")).complaint
    body = makers.received(cast, complainant=PersonGiven(name="株式会社John Smith")).complaint
    assert named in found(words) if "株" not in words else body in found(words)


@pytest.mark.parametrize(
    "words",
    [
        "", "%", "_", "%%%%", "' or 1=1 --", "\\", "K-9999-000001", "090", "AAAA-BBBB", "@", "(", "[a-z]*", "割れ返金",
        "皿 鈴木", "efund", "'皿' & 'x'", "皿:*x", "💢", "takahashi ichiro", "れ割",
    ],
)  # fmt: skip
def test_what_fits_nobody_finds_nothing(complaint: Complaint, found: FoundBy, words: str) -> None:
    assert found(words) == []


def test_messages_and_names_of_attachments_are_found_with_their_place(
    cast: Cast, complaint: Complaint
) -> None:
    handler = cast.actor("handler")
    note(handler, complaint, body="配送会社の記録に落下あり。", now=FRIDAY, token=makers.token())
    reply(handler, complaint, body="箱の写真をお送りください。", now=FRIDAY, token=makers.token())
    hear(
        makers.complainant_of(complaint),
        complaint,
        body="写真を同封しました。",
        now=FRIDAY,
        token=makers.token(),
    )
    mail = Mail.objects.create(
        source="test",
        digest="0" * 64,
        size=1,
        arrived_at=FRIDAY,
        state="filed",
        filed_at=FRIDAY,
        complaint=complaint,
    )
    Attachment.objects.create(
        mail=mail,
        number=1,
        name="領収書_ｺﾋﾟｰ.pdf",
        declared="application/pdf",
        found="application/pdf",
        size=1,
    )
    keep_up(10)

    def places(words: str) -> list[str]:
        [hit] = search(handler, words).hits
        assert hit.complaint == complaint
        return [shown.place.value for shown in hit.shown]

    assert places("落下") == ["note"]
    assert places("箱の写真") == ["reply"]
    assert places("同封") == ["word"]
    assert places("コピー.pdf") == ["file"]
    assert places("割引を") == ["wish"]
    assert places("5678") == ["phone"]
    assert places(complaint.reference) == ["number"]
    assert places("takahashi 落下 領収書 皿") == ["reading", "story", "note"]


def test_excerpt_marks_what_was_found_as_it_was_written(cast: Cast, complaint: Complaint) -> None:
    keep_up(10)
    [hit] = search(cast.actor("handler"), "サービス 返金額を確").hits
    [shown] = hit.shown
    assert shown.place is Place.STORY
    assert [piece.text for piece in shown.pieces if piece.found] == ["ｻｰﾋﾞｽ", "返金額を 確"]


def test_word_of_its_own_comes_before_part_of_a_longer_one(cast: Cast, found: FoundBy) -> None:
    kyoto, tokyo, later = (
        makers.received(
            cast, story=f"{place}の店です。", received_at=FRIDAY - timedelta(hours=hours)
        ).complaint
        for place, hours in (("京都", 3), ("東京都", 2), ("東京都、京都", 1))
    )
    assert found("京都") == [later, kyoto, tokyo]
    assert found("東京都") == [later, tokyo]


def test_pages_hold_every_hit_once_in_order(cast: Cast) -> None:
    made = [
        makers.received(
            cast,
            story="東京都の店" if number % 3 else "京都の店",
            received_at=FRIDAY - timedelta(minutes=number // 2),
        ).complaint
        for number in range(12)
    ]
    keep_up(100)
    seen: list[Complaint] = []
    after: After | None = None
    for _ in range(4):
        page = search(cast.actor("handler"), "京都", after=after, size=3)
        assert page.total == 12
        seen += [hit.complaint for hit in page.hits]
        after = page.onward
    assert after is None

    def place(each: Complaint) -> tuple[bool, float, int]:
        return ("東" in each.story, -each.received_at.timestamp(), -each.pk)

    assert seen == sorted(made, key=place)


def test_filters_join(cast: Cast, found: FoundBy) -> None:
    day = timedelta(days=1)
    old = makers.received(cast, story="皿が割れた", received_at=FRIDAY - 3 * day, channel="post").complaint
    hands = makers.investigated(cast, story="皿が割れた")
    english = makers.received(cast, story="皿 broken", language="en").complaint
    assert found("皿", channel="post") == [old]
    assert found("皿", language="en") == [english]
    assert found("皿", since=FRIDAY - day) == [english, hands]
    assert found("皿", until=FRIDAY) == [old]
    assert found("皿", assignee=cast.handler.pk) == [hands]
    assert found("皿", unassigned=True) == [english, old]
    assert found("皿", states=("investigating",)) == [hands]
    assert found("皿", queue="urgent") == []
    assert found("皿", unassigned=True, channel="post", language="ja", queue="main") == [old]


def test_change_is_found_after_the_next_look_and_what_went_is_not(
    cast: Cast, complaint: Complaint, found: FoundBy
) -> None:
    assert found("後日談") == []
    note(cast.actor("handler"), complaint, body="後日談あり", now=FRIDAY, token=makers.token())
    assert found("後日談") == [complaint]


def test_number_of_queries_is_the_same_for_one_hit_and_for_many(cast: Cast, complaint: Complaint) -> None:
    for _ in range(30):
        makers.received(cast, complainant=PERSON, story="箱が届かない")
    keep_up(100)
    asked = []
    for words, hits in (("皿", 1), ("箱", 25)):
        with CaptureQueriesContext(connection) as captured:
            assert len(search(cast.actor("handler"), words).hits) == hits
        asked.append(len(captured))
    assert asked == [13, 13]


def test_slip_of_a_representative_finds_the_complaint_until_it_is_ended(
    cast: Cast, complaint: Complaint, found: FoundBy
) -> None:
    handler = cast.actor("handler")
    confirms(cast, names(complaint))
    own = Receipt.objects.get(party__complaint=complaint).locator
    assert known_by_number(handler, own) == complaint
    keep_up(10)
    for written in (own, own.lower(), own.replace("-", "")):
        assert found(written) == [complaint]
    assert is_exact(search(handler, own))
    assert known_by_number(handler, complaint.receipt.locator) == complaint
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.handler.pk])
    assert known_by_number(handler, own) is None
    Complaint.objects.filter(pk=complaint.pk).update(barred=[])
    end_appointment(complainant_of(complaint), complaint, now=CONFIRMED)
    assert known_by_number(handler, own) is None
    assert found(own) == []


def test_number_and_slip_are_known_for_what_they_are(cast: Cast, complaint: Complaint) -> None:
    keep_up(10)
    handler = cast.actor("handler")
    assert is_exact(search(handler, complaint.reference))
    assert is_exact(search(handler, complaint.receipt.locator))
    assert not is_exact(search(handler, "返金額"))
    assert not is_exact(search(handler, "届"))


def many_like(complaint: Complaint, number: int) -> None:
    """So many more of them that search goes another way: bare rows, each with its document."""
    columns = [field.column for field in Complaint._meta.concrete_fields]
    new = {
        "id": "c.id + 1000 + n",
        "reference": "'K-2020-' || lpad(n::text, 6, '0')",
        "intake_key": "'copy ' || n",
        "received_at": "c.received_at - make_interval(mins => n / 3)",
    }
    values = ", ".join(new.get(column, f"c.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into records_complaint ({', '.join(columns)}) select {values}"
            f" from records_complaint c, generate_series(1, {number}) n where c.id = {complaint.pk}"
        )
        cursor.execute(
            "insert into insight_searchdocument select c.id + 1000 + n, d.words, d.signs, d.people, d.events, d.last_event, d.rules"
            f" from records_complaint c join insight_searchdocument d on d.complaint_id = c.id,"
            f" generate_series(1, {number}) n where c.id = {complaint.pk}"
        )


def test_what_thousands_fit_is_counted_no_further_than_anybody_reads_and_paged_the_same(cast: Cast) -> None:
    tokyo = makers.received(cast, story="東京都の返金額").complaint
    kyoto = makers.received(cast, story="京都の返金額", received_at=FRIDAY - timedelta(days=9)).complaint
    keep_up(10)
    many_like(tokyo, 1100)
    handler = cast.actor("handler")
    first = search(handler, "京都", size=3)
    assert first.total == 1001
    assert first.hits[0].complaint == kyoto
    second = search(handler, "京都", size=3, after=first.onward)
    places = [hit.place for hit in (*first.hits, *second.hits)]
    assert [place.tier for place in places] == [1, 2, 2, 2, 2, 2]
    assert len(set(places)) == 6
    assert places[1:] == sorted(places[1:], key=lambda place: (place.at, place.pk), reverse=True)
    assert search(handler, "返金額", Filters(until=FRIDAY - timedelta(days=2))).total == 1
    assert search(handler, "返額", size=3).hits == []
