"""A conversation through its pages: question by question, back and forth, read back, filed, broken off."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client

from kikitori.casework.converse import begin_conversation, keep_answer
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.conversation.filing import FilingForm
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.question_sets import in_use, questions_of
from kikitori.records.inquiry.questions import Facts, facts_of
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

START = "/desk/conversations/"
BEGIN = {"questions": "general", "channel": "phone", "language": "ja"}
TOLD = "昨日届いた皿が三枚割れていました。"


def begun(client: Client, **changes: str) -> str:
    """The address of a conversation just begun."""
    answer = client.post(START, {**BEGIN, "token": new_token(), **changes})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    return answer["location"]


def give(client: Client, page: str, question: str, answer: str, **more: str) -> HttpResponse:
    return client.post(page, {"question": question, "answer": answer, **more})


def fields(answer: HttpResponse) -> dict[str, str]:
    """What the form of the page that reads back would send as it stands."""
    form: FilingForm = answer.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["token"] = answer.context["token"]
    return {name: str(value) for name, value in sent.items() if value not in (None, False)}


def test_every_answer_leads_to_the_next_question(client: Client) -> None:
    page = begun(client)
    assert "どのようなことがありましたか。" in words_of(client.get(page))
    ways = []
    for question, answer in (
        ("happened", TOLD),
        ("danger", "no"),
        ("about", "delivery"),
        ("point", "割れていた"),
    ):
        ways.append(give(client, page, question, answer)["location"])
    assert [way.partition("?at=")[2] for way in ways] == ["danger", "about", "point", "expected"]
    shown = words_of(client.get(ways[-1]))
    assert TOLD in shown
    assert "配送・届かない" in shown
    assert "質問 5／" in shown


def test_answer_can_be_looked_at_and_put_right(client: Client) -> None:
    page = begun(client)
    give(client, page, "happened", TOLD)
    at = client.get(f"{page}?at=happened").content.decode()
    assert f">{TOLD}</textarea>" in at
    changed = give(client, page, "happened", "四枚でした。", was=TOLD, was_there="1")
    assert changed.status_code == HTTPStatus.SEE_OTHER
    assert Conversation.objects.get().answers["happened"] == "四枚でした。"


def test_question_is_passed_over_whatever_stands_in_the_field(client: Client) -> None:
    page = begun(client)
    answer = give(client, page, "happened", "x", skip="1")
    assert answer["location"].endswith("?at=danger")
    assert Conversation.objects.get().answers == {"happened": ""}
    assert "とばした" in words_of(client.get(answer["location"]))


def test_last_question_leads_to_reading_back(client: Client) -> None:
    page = begun(client)
    row = Conversation.objects.get()
    row.answers = {each.key: "" for each in questions_of(row).questions if each.key != "happened"}
    row.save()
    assert give(client, page, "happened", TOLD)["location"] == f"{page}read-back/"
    assert client.get(page)["location"] == f"{page}read-back/"


def test_answer_of_another_window_is_shown_beside_what_was_typed(client: Client) -> None:
    page = begun(client)
    give(client, page, "happened", "一つ目の画面")
    conflict = give(client, page, "happened", "二つ目の画面", was="", was_there="")
    assert conflict.status_code == HTTPStatus.CONFLICT
    shown = conflict.content.decode()
    assert "一つ目の画面" in words_of(conflict)
    assert ">二つ目の画面</textarea>" in shown
    assert 'name="was" id="answer-was" value="一つ目の画面"' in shown


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        ("danger", "perhaps", "一覧の中から選んでください"),
        ("happened", "x" * 100_001, "長すぎます"),
        ("happened", "a\x00", None),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(
    client: Client, question: str, answer: str, says: str | None
) -> None:
    refused = give(client, begun(client), question, answer)
    assert 400 <= refused.status_code < 500
    assert says is None or says in words_of(refused)


def test_unknown_question_is_not_found(client: Client) -> None:
    assert give(client, begun(client), "nothing", "x").status_code == HTTPStatus.NOT_FOUND


def test_what_is_being_typed_is_kept_and_the_form_learns_of_it(client: Client) -> None:
    page = begun(client)
    line = client.post(f"{page}keep/", {"question": "happened", "answer": 'まだ"途中'})
    assert "に保存しました" in words_of(line)
    assert 'value="まだ&quot;途中" hx-swap-oob="true"' in line.content.decode()
    assert Conversation.objects.get().answers == {"happened": 'まだ"途中'}
    late = client.post(f"{page}keep/", {"question": "happened", "answer": "別の画面"})
    wrong = client.post(f"{page}keep/", {"question": "nothing", "answer": "x"})
    assert (late.status_code, wrong.status_code) == (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert client.get(f"{page}keep/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_english_caller_is_asked_in_english_by_a_japanese_desk(client: Client) -> None:
    page = begun(client, language="en")
    shown = client.get(page)
    assert "Please tell me from the beginning" in words_of(shown)
    assert "保存して次へ" in words_of(shown)
    give(client, page, "happened", "Three plates were broken.")
    back = words_of(client.get(f"{page}read-back/"))
    assert "I have understood the following." in back
    assert "you will have our first answer." in back


def test_reading_back_says_what_was_understood_and_what_we_do_by_when(client: Client) -> None:
    page = begun(client)
    for question, answer in (
        ("happened", TOLD),
        ("danger", "yes"),
        ("injury", "yes"),
        ("wish", "交換してほしい"),
        ("anonymous", "no"),
        ("name", "試野 はな"),
        ("phone", "03-1234-5678"),
    ):
        give(client, page, question, answer)
    said = words_of(client.get(f"{page}read-back/"))
    for words in (
        "お話を、次のように承りました。",
        TOLD,
        "けがをした方、具合の悪くなった方がいますか",
        "交換してほしい",
        "最初のご回答をいたします。",
        "お名前は 試野 はな様ですね。",
        "ご連絡先は 03-1234-5678 と承りました。",
        "以上で間違いはございませんか。",
    ):
        assert words in said, words


def test_filing_needs_nothing_typed_again(client: Client) -> None:
    page = begun(client)
    for question, answer in (
        ("happened", TOLD),
        ("danger", "no"),
        ("about", "delivery"),
        ("wish", "交換してほしい"),
        ("anonymous", "no"),
        ("name", "試野 はな"),
        ("email", "hana@example.jp"),
        ("ease", "電話は避けてほしい"),
    ):
        give(client, page, question, answer)
    sent = fields(client.get(f"{page}read-back/"))
    slip = client.post(f"{page}read-back/", sent)
    complaint = Complaint.objects.get()
    assert slip.status_code == HTTPStatus.OK
    assert complaint.reference in words_of(slip)
    assert (complaint.story, complaint.desired_outcome, complaint.subject, complaint.channel) == (
        TOLD,
        "交換してほしい",
        "delivery",
        "phone",
    )
    assert complaint.accommodation == "電話は避けてほしい"
    person = complaint.parties.get().person
    assert (person.name, person.contact_points.get().value) == ("試野 はな", "hana@example.jp")
    assert {each.question for each in complaint.safety_answers.all()} == {"injury", "fire", "co", "death"}
    again = client.post(f"{page}read-back/", sent)
    assert complaint.reference in words_of(again)
    other = client.post(f"{page}read-back/", {**sent, "token": new_token()})
    assert other["location"] == f"/desk/complaints/{complaint.reference}/"
    assert Complaint.objects.count() == 1


def test_what_is_wrong_at_the_end_is_said_and_everything_stays(client: Client) -> None:
    page = begun(client)
    give(client, page, "happened", TOLD)
    sent = fields(client.get(f"{page}read-back/")) | {"contact_2": "not an address", "story": "直した話"}
    refused = client.post(f"{page}read-back/", sent)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "直した話" in refused.content.decode()
    assert "not an address" in refused.content.decode()
    assert Complaint.objects.count() == 0


def test_nothing_told_is_no_complaint_but_the_form_lies_open(client: Client) -> None:
    page = begun(client)
    back = client.get(f"{page}read-back/")
    assert "まだ何も伺っていません" in words_of(back)
    refused = client.post(f"{page}read-back/", fields(back))
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_report_from_inside_is_handed_to_leads_alone(client: Client, browser_of: BrowserOf) -> None:
    page = begun(client)
    give(client, page, "happened", "帳簿が二つあります。")
    give(client, page, "insider", "yes")
    give(client, page, "insider_safe", "課長")
    slip = client.post(f"{page}read-back/", fields(client.get(f"{page}read-back/")))
    complaint = Complaint.objects.get()
    assert "責任者と割り当てられた担当者だけが開けます" in slip.content.decode()
    assert f"/desk/complaints/{complaint.reference}/" not in slip.content.decode()
    assert "課長" not in complaint.story
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"/desk/complaints/{complaint.reference}/").status_code == HTTPStatus.NOT_FOUND
    lead = browser_of("lead")
    assert page in lead.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert "課長" in words_of(lead.get(page))


def test_breaking_off_asks_why(client: Client) -> None:
    page = begun(client)
    give(client, page, "happened", TOLD)
    assert "消去します" in words_of(client.get(f"{page}drop/"))
    assert client.post(f"{page}drop/", {"reason": " "}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    gone = client.post(f"{page}drop/", {"reason": "本人が取りやめた"}, follow=True)
    assert "聞き取りを打ち切りました。" in words_of(gone)
    assert TOLD not in words_of(gone)
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND


def test_conversation_that_goes_on_is_its_holders_alone(client: Client, browser_of: BrowserOf) -> None:
    page = begun(client)
    give(client, page, "happened", TOLD)
    lead = browser_of("lead")
    for address in (page, f"{page}read-back/", f"{page}drop/"):
        assert lead.get(address).status_code == HTTPStatus.NOT_FOUND
    assert (
        lead.post(f"{page}keep/", {"question": "happened", "answer": "x"}).status_code == HTTPStatus.NOT_FOUND
    )
    assert TOLD not in words_of(lead.get(START))
    assert TOLD in words_of(client.get(START))


def test_beginning_again_is_offered_where_it_could_not_be_begun(client: Client) -> None:
    refused = client.post(START, {**BEGIN, "questions": "none", "token": new_token()})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "示された中から選んでください" in words_of(refused)
    assert not Conversation.objects.exists()


def test_interview_goes_into_the_complaint(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    offered = client.get(f"{START}?about={complaint.reference}")
    assert "あらためて伺う" in words_of(offered)
    assert "苦情を伺う" not in words_of(offered)
    page = begun(client, questions="interview", about=complaint.reference, channel="in_person")
    give(client, page, "since", "きのう、また割れました。")
    back = client.get(f"{page}read-back/")
    assert "いたします" not in words_of(back).partition("以上で")[0]
    sent = {"token": back.context["token"], "body": back.context["form"]["body"].value()}
    done = client.post(f"{page}read-back/", sent)
    assert done["location"] == f"/desk/complaints/{complaint.reference}/"
    shown = client.get(done["location"])
    assert "きのう、また割れました。" in words_of(shown)
    assert page in shown.content.decode()
    assert "きのう、また割れました。" in words_of(client.get(page))
    empty = begun(client, questions="interview", about=complaint.reference)
    refused = client.post(f"{empty}read-back/", {"token": new_token(), "body": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def told_further(client: Client, complaint: Complaint) -> HttpResponse:
    """An interview about this complaint, sent as it stands."""
    page = begun(client, questions="interview", about=complaint.reference)
    give(client, page, "since", "きのう、また割れました。")
    Complaint.objects.filter(pk=complaint.pk).update(state="merged")
    return client.post(f"{page}read-back/", {"token": new_token(), "body": "きのう、また割れました。"})


def test_what_cannot_be_written_down_any_more_is_said_and_kept(client: Client, cast: Cast) -> None:
    refused = told_further(client, taken_in(cast, maker=makers.acknowledged))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "きのう、また割れました。</textarea>" in refused.content.decode()
    assert refused.context["form"].errors["body"]
    assert Conversation.objects.get().ended_at is None


def test_unseen_complaint_is_not_found_to_be_asked_about(client: Client, cast: Cast) -> None:
    secret = restricted(cast)
    for reference in (secret.reference, "K-2026-999999"):
        assert client.get(f"{START}?about={reference}").status_code == HTTPStatus.NOT_FOUND
        assert client.post(START, {**BEGIN, "about": reference}).status_code == HTTPStatus.NOT_FOUND


def test_somebody_we_know_need_not_say_again_who_they_are(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    person = complaint.parties.get().person
    page = begun(client, person=str(person.pk))
    give(client, page, "happened", TOLD)
    form = client.get(f"{page}read-back/").context["form"]
    assert (form["name"].value(), form["contact_1"].value()) == (person.name, "hana@example.jp")


@pytest.mark.parametrize("number", [1, 30])
def test_pages_ask_the_database_as_often_for_many_answers_as_for_one(
    client: Client, cast: Cast, number: int
) -> None:
    actor = cast.actor("handler")
    now = makers.FRIDAY
    talks = [begin_conversation(actor, token=new_token(), now=now, **BEGIN).pk for _ in range(number)]
    for talk in talks:
        keep_answer(actor, talk, question="happened", answer=f"{talk}: {TOLD}")
    assert queries_for(client, START) <= 12
    assert queries_for(client, f"{START}{talks[-1]}/?at=happened") <= 11


def test_form_is_filled_with_what_nobody_asked_about_only_where_a_name_is_wanted(cast: Cast) -> None:
    talk = Conversation(channel="phone", language="ja", begun_at=makers.FRIDAY)
    form = FilingForm.filled(talk, Facts(story="x", anonymous=True, name=""), None)
    assert (form["anonymous"].value(), form["name"].value()) == (True, None)


def test_every_shipped_question_can_be_shown(client: Client, cast: Cast) -> None:
    """No question of any set breaks its page, asked in either language."""
    del cast
    for questions in in_use():
        if questions.id == "interview":
            continue
        for language in ("ja", "en"):
            page = begun(client, questions=questions.id, language=language)
            talk = Conversation.objects.latest("id")
            talk.answers = {each.key: each.options[0].value for each in questions.questions if each.options}
            talk.save()
            for each in list(questions.questions)[:: 6 if language == "en" else 3]:
                shown = client.get(f"{page}?at={each.key}")
                assert shown.status_code in (HTTPStatus.OK, HTTPStatus.FOUND)
            facts = facts_of(questions, talk.answers, language)
            assert re.search(r"[\u3040-\u30ff]", facts.story) is None or language == "ja"
