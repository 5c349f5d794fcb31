"""A common reply at the desk: written, looked at for each, changed for one, left out for another, sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass, leave_mass
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.records.complaints.mass import CommonItem, CommonReply, MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import rows_in, taken_in, words_of

TEXT = "受付番号{受付番号}の件、原因が判りました。"


@pytest.fixture
def mass(cast: Cast) -> MassComplaint:
    given = MassGiven(title="箱つぶれ", found="固定具が足りませんでした。")
    return begin_mass(cast.actor("handler"), given, now=timezone.now())


@pytest.fixture
def child(cast: Cast, mass: MassComplaint) -> Callable[[], Complaint]:
    def made() -> Complaint:
        complaint = taken_in(cast, maker=makers.acknowledged)
        join_mass(cast.actor("handler"), complaint, mass=mass, now=timezone.now())
        return complaint

    return made


def written(client: Client, mass: MassComplaint, **texts: str) -> str:
    """The address of the letters."""
    values = {"text_ja_polite": TEXT, "politeness": "polite", **texts}
    answer = client.post(f"/desk/mass/{mass.pk}/letters/new/", values)
    assert answer.status_code == 303, words_of(answer)
    return str(answer["Location"])


def test_text_begins_with_what_was_found_or_with_a_template(
    cast: Cast, client: Client, mass: MassComplaint
) -> None:
    new = f"/desk/mass/{mass.pk}/letters/new/"
    given = TemplateGiven(
        name="お詫びの型", texts={"ja/polite": "型どおりのお詫び", "en/polite": "We are sorry."}
    )
    template = save_template(cast.actor("lead"), given, now=timezone.now())
    assert "固定具が足りませんでした。" in client.get(new).content.decode()
    from_template = client.get(new, {"template": template.pk}).content.decode()
    assert ("型どおりのお詫び" in from_template, "We are sorry." in from_template) == (True, True)
    nothing = client.post(new, {"politeness": "polite"})
    assert (nothing.status_code, "少なくとも" in words_of(nothing) or "1つ" in words_of(nothing)) == (
        422,
        True,
    )
    assert not CommonReply.objects.exists()


def test_letters_are_looked_at_changed_left_out_and_sent(
    client: Client, mass: MassComplaint, child: Callable[[], Complaint]
) -> None:
    plain, special, out = child(), child(), child()
    letters = written(client, mass)
    page = client.get(letters)
    assert rows_in(page) == 3
    for each in (plain, special, out):
        assert f"受付番号{each.reference}の件" in words_of(page)
    assert not Letter.objects.filter(kind="reply").exists()

    one = f"{letters}{special.reference}/"
    whole = words_of(client.get(one))
    assert f"受付番号{special.reference}の件" in whole
    assert "試野 はな 様" in whole
    client.post(one, {"act": "save", "text": "花瓶はお返しできます。"})
    client.post(f"{letters}{out.reference}/", {"act": "leave_out"})
    page = client.get(letters)
    for words in ("2通を送る", "個別の文面", "対象外 1件", "花瓶はお返しできます。"):
        assert words in words_of(page)

    token = page.content.decode().partition('name="token" value="')[2].partition('"')[0]
    sent = [client.post(letters, {"token": token}) for _twice in range(2)]
    assert {answer["Location"] for answer in sent} == {sent[0]["Location"]}
    assert "2件" in words_of(client.get(sent[0]["Location"]))
    bodies = {letter.complaint_id: letter.body for letter in Letter.objects.filter(kind="reply")}
    assert set(bodies) == {plain.pk, special.pk}
    assert ("花瓶はお返しできます。" in bodies[special.pk], special.reference in bodies[plain.pk]) == (
        True,
        False,
    )
    assert "送信済み 2件" in words_of(client.get(letters))
    late = client.post(one, {"act": "save", "text": "遅い"}, follow=True)
    assert "すでに送られたか" in words_of(late)
    assert not CommonItem.objects.filter(text="遅い").exists()
    client.post(f"{letters}{out.reference}/", {"act": "put_back"})
    assert "1通を送る" in words_of(client.get(letters))


def test_what_is_still_to_be_written_is_named_and_holds_back_itself_alone(
    client: Client, mass: MassComplaint, child: Callable[[], Complaint]
) -> None:
    one, other = child(), child()
    letters = written(client, mass, text_ja_polite="{返金額}円をお返しします。")
    page = client.get(letters)
    assert "要記入 2件" in words_of(page)
    assert "通を送る" not in words_of(page)
    assert "送信できる文面がありません" in words_of(client.post(letters, {"token": "t"}, follow=True))
    client.post(f"{letters}{one.reference}/", {"act": "save", "text": "3,000円をお返しします。"})
    shown = words_of(client.get(letters))
    assert ("1通を送る" in shown, "要記入 1件" in shown) == (True, True)
    edit = f"{letters}edit/"
    stale = {"text_ja_polite": "お返しします。", "politeness": "polite"}
    assert client.post(edit, {**stale, "seen": "7"}).status_code == 409
    assert client.post(edit, {**stale, "seen": "1"}).status_code == 303
    assert "2通を送る" in words_of(client.get(letters))
    client.post(f"{letters}{one.reference}/", {"act": "common"})
    assert CommonItem.objects.get(complaint=one).text == ""
    assert client.get(f"{letters}{other.reference}/").status_code == 200


def test_words_worth_another_look_are_shown_once_before_anything_goes(
    client: Client, mass: MassComplaint, child: Callable[[], Complaint]
) -> None:
    one, _other = child(), child()
    letters = written(
        client, mass, text_ja_polite="システム上できません。どうかご理解ください。ご理解ください。"
    )
    page = words_of(client.get(letters))
    assert "送る前に、もう一度ご確認ください" in page
    assert page.count("相手に納得を求める言い方です。") == 1
    assert page.count("理由の説明になっておらず") == 1
    assert "2通を送る" in page, "it is shown, and holds nothing back"
    # In the common words nothing is left to look at; one has words of its own.
    client.post(f"{letters}edit/", {"text_ja_polite": TEXT, "politeness": "polite", "seen": "1"})
    assert "送る前に、もう一度ご確認ください" not in words_of(client.get(letters))
    client.post(f"{letters}{one.reference}/", {"act": "save", "text": "お客様の勘違いでした。"})
    page = words_of(client.get(letters))
    assert "原因を相手に帰する言い方です。" in page
    assert "相手に納得を求める言い方です。" not in page
    # What does not go needs no second look.
    client.post(f"{letters}{one.reference}/", {"act": "leave_out"})
    assert "原因を相手に帰する言い方です。" not in words_of(client.get(letters))


def test_only_children_of_this_one_have_a_letter_here(
    cast: Cast, client: Client, mass: MassComplaint, child: Callable[[], Complaint]
) -> None:
    one, stranger = child(), taken_in(cast, maker=makers.acknowledged)
    letters = written(client, mass)
    other = begin_mass(cast.actor("handler"), MassGiven(title="別の原因"), now=timezone.now())
    elsewhere = letters.replace(f"/mass/{mass.pk}/", f"/mass/{other.pk}/")
    addresses = (
        f"{letters}{stranger.reference}/",
        elsewhere,
        f"{elsewhere}edit/",
        f"{letters}K-2026-999999/",
    )
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"act": "leave_out"}).status_code == 404, address
    leave_mass(cast.actor("handler"), one, now=timezone.now())
    assert client.get(f"{letters}{one.reference}/").status_code == 404


def test_page_of_three_asks_no_more_than_that_of_one(
    client: Client, mass: MassComplaint, child: Callable[[], Complaint]
) -> None:
    child()
    letters = written(client, mass)
    counted = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(letters)
        counted.append(len(asked))
        child()
        child()
    assert counted[0] == counted[1]
