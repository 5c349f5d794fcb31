"""Taking in a complaint: only the story is needed, nothing typed is lost, and one form is one complaint."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from kikitori.foundation.crypto import matches, new_token
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.triage.models import SafetyAnswer
from tests import makers
from tests.cast import summon
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf

ADDRESS = "/desk/register/"
STORY = "届いた皿が三枚割れていました。"


def typed(**changes: str) -> dict[str, str]:
    """What a browser sends when only the story was written; `changes` to it."""
    now = timezone.now().astimezone(makers.JAPAN)
    form = {
        "token": new_token(),
        "channel": "phone",
        "received_at": f"{now:%Y-%m-%dT%H:%M}",
        "story": STORY,
        "desired_outcome": "",
        "name": "",
        "kana": "",
        "person_kind": "individual",
        "language": "",
        "accommodation": "",
        "kind": "complaint",
        "subject": "other",
        "rep_name": "",
        "rep_kana": "",
        "rep_authority": "",
        "rep_contact_kind": "phone",
        "rep_contact": "",
    }
    for number, kind in enumerate(("phone", "email", "post"), start=1):
        form |= {f"contact_{number}_kind": kind, f"contact_{number}": "", f"contact_{number}_note": ""}
    for question in (
        "injury",
        "fire",
        "co",
        "death",
        "child",
        "threat_to_self",
        "data_leak",
        "legal_deadline",
    ):
        form[f"safety_{question}"] = "unknown"
    return form | changes


def codes(answer) -> tuple[str, str, str]:
    """Reference, locator and secret as they stand on the slip."""
    sheet = answer.content.decode().partition('class="slip-codes"')[2].partition("</dl>")[0]
    reference, locator, *groups = re.findall(r'<span class="code">([^<]+)</span>', sheet)
    return reference, locator, "".join(groups)


def errors_of(answer) -> list[str]:
    summary = answer.content.decode().partition("data-error-summary")[2].partition("</ul>")[0]
    return re.findall(r'href="#([^"]+)"', summary)


class TestForm:
    def test_page_offers_the_safety_questions_first_and_the_story_at_once(self, client: Client) -> None:
        content = client.get(ADDRESS).content.decode()
        assert content.index("safety_injury") < content.index('name="story"')
        assert re.search(r'<textarea name="story"[^>]*autofocus', content)
        assert content.count(" autofocus") == 1
        assert len(re.findall(r'value="unknown"[^>]* checked', content)) == 8

    def test_moment_is_now_where_the_house_is(self, client: Client) -> None:
        content = client.get(ADDRESS).content.decode()
        value = re.search(r'name="received_at" value="([^"]+)"', content)
        assert value
        now = timezone.now().astimezone(makers.JAPAN)
        assert value[1] in {f"{now - timedelta(minutes=ago):%Y-%m-%dT%H:%M}" for ago in (0, 1)}

    def test_each_page_has_a_token_of_its_own(self, client: Client) -> None:
        tokens = {
            re.search(r'name="token" id="id_token" value="([^"]{22})"', client.get(ADDRESS).content.decode())[
                1
            ]  # type: ignore[index]
            for _ in range(3)
        }
        assert len(tokens) == 3

    def test_looking_at_the_form_writes_nothing(self, client: Client) -> None:
        client.get(ADDRESS)
        assert Complaint.objects.count() == Person.objects.count() == 0

    def test_form_asks_little_of_the_database(self, client: Client) -> None:
        assert queries_for(client, ADDRESS) == 5

    def test_only_the_needed_fields_say_so(self, client: Client) -> None:
        content = client.get(ADDRESS).content.decode()
        assert content.count('class="must"') == 3  # how, when, what

    def test_english_page_for_an_english_reader(self, browser_of: BrowserOf) -> None:
        page = words_of(browser_of("handler", "en").get(ADDRESS))
        for words in ("Is anybody in danger?", "What happened", "Somebody speaks for them", "At the counter"):
            assert words in page


class TestTakingIn:
    def test_story_alone_is_enough(self, client: Client) -> None:
        answer = client.post(ADDRESS, typed())
        assert answer.status_code == 200
        complaint = Complaint.objects.get()
        assert (complaint.story, complaint.channel, complaint.state) == (STORY, "phone", "received")
        assert Person.objects.get().name == ""
        assert codes(answer)[0] == complaint.reference

    def test_everything_that_was_typed_is_kept(self, client: Client) -> None:
        client.post(
            ADDRESS,
            typed(
                channel="representative",
                received_at="2026-11-20T16:40",
                desired_outcome="交換してほしい",
                name="鈴木 一郎",
                kana="すずき いちろう",
                accommodation="大きな文字で",
                language="en",
                kind="conduct",
                subject="staff",
                contact_1="090-1234-5678",
                contact_1_note="日中可",
                contact_2="ichiro@example.jp",
                contact_3="〒100-0001 東京都",
                rep_name="鈴木 花",
                rep_authority="長女。電話で本人に確認",
                rep_contact="03-0000-1111",
                safety_child="yes",
                safety_fire="no",
            ),
        )
        complaint = Complaint.objects.get()
        assert complaint.received_at == makers.FRIDAY
        assert (complaint.channel, complaint.kind, complaint.subject, complaint.language) == (
            "representative", "conduct", "staff", "en",
        )  # fmt: skip
        assert (complaint.desired_outcome, complaint.accommodation) == ("交換してほしい", "大きな文字で")
        person = Person.objects.get(name="鈴木 一郎")
        assert person.name_kana == "スズキ イチロウ"
        assert [(p.kind, p.value, p.note) for p in person.contact_points.order_by("id")] == [
            ("phone", "090-1234-5678", "日中可"),
            ("email", "ichiro@example.jp", ""),
            ("post", "〒100-0001 東京都", ""),
        ]
        representative = Party.objects.get(role="representative")
        assert (representative.person.name, representative.authority) == ("鈴木 花", "長女。電話で本人に確認")
        assert dict(SafetyAnswer.objects.values_list("question", "answer")) == {"child": "yes", "fire": "no"}

    def test_event_names_who_took_it_down(self, client: Client, cast) -> None:
        client.post(ADDRESS, typed())
        event = Event.objects.get()
        assert (event.kind, event.actor_staff_id) == ("received", cast.handler.pk)

    @pytest.mark.parametrize("channel", ["phone", "in_person", "post", "fax", "email", "representative"])
    def test_every_road_is_open(self, client: Client, channel: str) -> None:
        assert client.post(ADDRESS, typed(channel=channel)).status_code == 200
        assert Complaint.objects.get().channel == channel

    def test_one_yes_puts_it_among_the_urgent(self, client: Client) -> None:
        client.post(ADDRESS, typed(safety_injury="yes"))
        complaint = Complaint.objects.get()
        assert (complaint.queue, complaint.severity) == ("urgent", "S1")
        assert complaint.reference in client.get("/desk/queue/urgent/").content.decode()

    def test_anonymous_means_no_name_even_where_one_was_typed(self, client: Client) -> None:
        client.post(
            ADDRESS, typed(anonymous="on", name="言わない 人", kana="イワナイ", contact_2="a@example.jp")
        )
        assert Complaint.objects.get().anonymous
        assert list(Person.objects.values_list("name", "name_kana")) == [("", "")]
        assert ContactPoint.objects.get().value == "a@example.jp"

    def test_story_is_kept_as_it_was_told(self, client: Client) -> None:
        story = "  ｼｽﾃﾑのｴﾗｰ\r\n\r\n<b>もう三回目</b>💢　全角　空白 {{ x }} %s \u202eevil"
        client.post(ADDRESS, typed(story=story))
        assert Complaint.objects.get().story == story.replace("\r\n", "\n").strip()

    def test_rage_of_ten_thousand_characters_is_a_complaint(self, client: Client) -> None:
        assert client.post(ADDRESS, typed(story="怒" * 10_000)).status_code == 200
        assert len(Complaint.objects.get().story) == 10_000


class TestTwice:
    def test_form_sent_twice_is_one_complaint_with_the_same_slip(self, client: Client) -> None:
        form = typed()
        first, second = client.post(ADDRESS, form), client.post(ADDRESS, form)
        assert Complaint.objects.count() == 1
        assert codes(first) == codes(second)
        assert "二重には受け付けていません" not in first.content.decode()
        assert "二重には受け付けていません" in second.content.decode()
        assert matches(codes(second)[2], Receipt.objects.get().secret_hash)

    def test_two_forms_are_two_complaints(self, client: Client) -> None:
        one, other = client.post(ADDRESS, typed()), client.post(ADDRESS, typed())
        assert Complaint.objects.count() == 2
        assert not set(codes(one)) & set(codes(other))

    def test_form_mended_after_an_error_keeps_its_token(self, client: Client) -> None:
        form = typed(story="")
        wrong = client.post(ADDRESS, form)
        assert f'value="{form["token"]}"' in wrong.content.decode()
        client.post(ADDRESS, form | {"story": STORY})
        client.post(ADDRESS, form | {"story": STORY})
        assert Complaint.objects.count() == 1

    @pytest.mark.parametrize(
        "token", ["", "short", "x" * 23, "x" * 21 + "\n", "' or 1=1 -- 0123456789", "あ" * 22]
    )
    def test_forged_or_lost_token_is_replaced_and_nothing_is_lost(self, client: Client, token: str) -> None:
        answer = client.post(ADDRESS, typed(token=token))
        assert answer.status_code == 422
        assert Complaint.objects.count() == 0
        assert "もう一度送信してください" in words_of(answer)
        content = answer.content.decode()
        assert STORY in content
        fresh = re.search(r'name="token" id="id_token" value="([^"]+)"', content)
        assert fresh
        assert client.post(ADDRESS, typed(token=fresh[1])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_form_sent_many_times_at_once_is_one_complaint() -> None:
    client = Client()
    client.force_login(summon().handler)
    form = typed()
    cookies = client.cookies

    def send(_: int) -> tuple[str, str, str]:
        own = Client()
        own.cookies = cookies
        try:
            return codes(own.post(ADDRESS, form))
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        slips = set(pool.map(send, range(20)))
    assert len(slips) == 1
    assert Complaint.objects.count() == 1


class TestRefusals:
    def test_empty_story_is_said_beside_the_field_and_above(self, client: Client) -> None:
        answer = client.post(ADDRESS, typed(story="   \n\u3000", name="鈴木 一郎"))
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert errors_of(answer) == ["id_story"]
        assert (
            words_of(answer).count("を入力してください") + words_of(answer).count("入力してください。") >= 2
        )
        assert 'value="鈴木 一郎"' in answer.content.decode()
        assert Complaint.objects.count() == 0

    def test_everything_wrong_is_said_at_once(self, client: Client) -> None:
        future = timezone.now().astimezone(makers.JAPAN) + timedelta(days=400)
        answer = client.post(
            ADDRESS,
            typed(
                story="",
                received_at=f"{future:%Y-%m-%dT%H:%M}",
                contact_2="no address",
                rep_name="長" * 301,
                name="n" * 301,
            ),
        )
        assert answer.status_code == 422
        assert set(errors_of(answer)) == {
            "id_story",
            "id_received_at",
            "id_contact_2",
            "id_rep_name",
            "id_name",
        }

    def test_nothing_typed_is_lost(self, client: Client) -> None:
        form = typed(
            received_at="",
            desired_outcome="交換",
            name="鈴木 <一郎>",
            contact_1="090",
            contact_1_note="夜",
            rep_authority="長女",
            anonymous="on",
            channel="fax",
            safety_fire="yes",
            subject="delivery",
            language="en",
        )
        content = client.post(ADDRESS, form).content.decode()
        for kept in (
            STORY, "交換", 'value="鈴木 &lt;一郎&gt;"', 'value="090"', 'value="夜"', "長女",
            'value="delivery" selected', 'value="en" selected',
        ):  # fmt: skip
            assert kept in content
        assert re.search(r'name="channel" value="fax"[^>]* checked', content)
        assert re.search(r'name="safety_fire" value="yes"[^>]* checked', content)
        assert re.search(r'name="anonymous"[^>]* checked', content)
        assert re.search(r'<details class="folded" open>', content)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"received_at": "yesterday"}, "id_received_at"),
            ({"received_at": "2026-02-30T10:00"}, "id_received_at"),
            ({"received_at": ""}, "id_received_at"),
            ({"channel": "pigeon"}, "id_channel_0"),
            ({"channel": ""}, "id_channel_0"),
            ({"channel": "web"}, "id_channel_0"),
            ({"kind": "joke"}, "id_kind"),
            ({"subject": "weather"}, "id_subject"),
            ({"language": "tlh"}, "id_language"),
            ({"person_kind": "robot"}, "id_person_kind_0"),
            ({"safety_injury": "maybe"}, "id_safety_injury_0"),
            ({"contact_1_kind": "pigeon", "contact_1": "x"}, "id_contact_1_kind"),
            ({"contact_1_kind": "email", "contact_1": "x"}, "id_contact_1"),
            ({"contact_3": "x" * 501}, "id_contact_3"),
            ({"story": "x" * 100_001}, "id_story"),
            ({"desired_outcome": "x" * 100_001}, "id_desired_outcome"),
            ({"accommodation": "x" * 2001}, "id_accommodation"),
            ({"rep_contact_kind": "email", "rep_contact": "nobody"}, "id_rep_contact"),
        ],
    )
    def test_wrong_value_is_said_at_its_field(
        self, client: Client, changes: dict[str, str], field: str
    ) -> None:
        answer = client.post(ADDRESS, typed(**changes))
        assert answer.status_code == 422
        assert errors_of(answer) == [field]
        assert Complaint.objects.count() == 0

    def test_fields_that_are_missing_altogether_are_no_failure(self, client: Client) -> None:
        assert client.post(ADDRESS, {}).status_code == 422
        token = new_token()
        minimal = {"token": token, "story": STORY, "channel": "post", "received_at": "2026-11-20T10:00"}
        assert client.post(ADDRESS, minimal).status_code == 200

    def test_field_given_twice_counts_once(self, client: Client) -> None:
        form = QueryDict(mutable=True)
        for name, value in typed().items():
            form.setlist(name, [value, value])
        answer = client.post(ADDRESS, form.urlencode(), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert Complaint.objects.count() == 1

    @pytest.mark.parametrize("story", ["%00", "%ff%fe", "%ed%a0%80abc"])
    def test_unreadable_story_is_a_bad_request(self, client: Client, story: str) -> None:
        body = f"story={story}&channel=phone"
        answer = client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400
        assert Complaint.objects.count() == 0

    def test_form_from_elsewhere_is_refused(self, cast) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.handler)
        assert client.post(ADDRESS, typed()).status_code == 403
        assert Complaint.objects.count() == 0

    @pytest.mark.django_db
    def test_signed_out_person_takes_in_nothing(self) -> None:
        assert Client().post(ADDRESS, typed()).status_code == 302
        assert Complaint.objects.count() == 0

    def test_error_speaks_english_to_an_english_reader(self, browser_of: BrowserOf) -> None:
        answer = browser_of("handler", "en").post(ADDRESS, typed(story=""))
        assert "Please write down what happened." in words_of(answer)
        assert answer.content.decode().partition("<title>")[2].startswith("Error:")


def test_form_has_no_placeholders_and_nothing_disabled() -> None:
    here = Path(__file__).parents[3] / "src/kikitori/interfaces/desk"
    texts = [here.joinpath("register_form.py").read_text()]
    texts += [path.read_text() for path in here.glob("templates/desk/_register*.html")]
    assert texts
    assert not any("placeholder" in text or "disabled" in text for text in texts)
