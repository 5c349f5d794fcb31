"""Slots are filled, people made up and days laid out as they would be: in office hours, in order, by the day named."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.config.demo_texts.corpus import house
from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import DemoComplaint
from kikitori.config.demo_texts.houses import read_pools
from kikitori.config.demo_texts.matters import read_matter
from kikitori.config.demo_texts.officetime import Office, heard_moment, person_moment, staff_moment
from kikitori.config.demo_texts.people import introduce, make_people, next_pair
from kikitori.config.demo_texts.planning import House, plan
from kikitori.config.demo_texts.remarks import Remarks
from kikitori.config.demo_texts.slots import Filler, choose, draw
from kikitori.config.demo_texts.steps import read_course
from kikitori.foundation.language.contact import mail_address
from kikitori.foundation.language.names import normalise_kana

TOKYO = ZoneInfo("Asia/Tokyo")
HOLIDAY = date(2026, 11, 23)
OFFICE = Office(TOKYO, lambda day: day == HOLIDAY)
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=TOKYO)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(TOKYO))  # noqa: DTZ001  zoned above
DICE = st.randoms(use_true_random=False)


def filler(language: str = "ja", **values: str) -> Filler:
    return Filler(
        place="m", language=language, values=values, received=date(2026, 11, 20), open_day=OFFICE.open_day
    )


class TestSlots:
    @pytest.mark.parametrize(
        ("text", "filled"),
        [
            ("{product}が割れた", "急須が割れた"),
            ("{ago3}に届いた", "11月17日（火）に届いた"),
            ("{in0}まで", "11月20日（金）まで"),
            ("{in1}まで", "11月24日（火）まで"),
            ("{nested}です", "急須です"),
            ("{product}{product}", "急須急須"),
            ("", ""),
        ],
    )
    def test_slot_is_filled(self, text: str, filled: str) -> None:
        assert filler(product="急須", nested="{product}").fill(text, date(2026, 11, 20)) == filled

    def test_days_are_in_the_readers_language(self) -> None:
        assert filler("en").fill("by {in1}", date(2026, 11, 20)) == "by Tuesday 24 November"

    @pytest.mark.parametrize(
        "text", ["{}", "{ product }", "{{ cart.total }}", "${TOTAL}", "{a: b}", "{color:red}", "{Product}"]
    )
    def test_other_braces_are_somebodys_text(self, text: str) -> None:
        assert filler().fill(text, date(2026, 11, 20)) == text

    @pytest.mark.parametrize("text", ["{nobody}", "{product2}", "{ago}"])
    def test_slot_nobody_fills_is_a_fault(self, text: str) -> None:
        with pytest.raises(CorpusError, match="nobody fills"):
            filler(product="急須").fill(text, date(2026, 11, 20))

    def test_each_option_is_used_before_any_returns(self) -> None:
        options = ["a", "b", "c", "d"]
        assert {choose("p", options, turn, "seed") for turn in range(4)} == set(options)
        assert choose("p", options, 0, "seed") == choose("p", options, 4, "seed")

    def test_no_option_is_a_fault(self) -> None:
        with pytest.raises(CorpusError, match="at least one"):
            choose("p", [], 0, "seed")

    def test_pool_entry_fills_its_slots_together(self) -> None:
        pools = read_pools(
            "f",
            {
                "goods": [
                    {"product": ["皿", "plate"], "price": "1"},
                    {"product": ["鉢", "bowl"], "price": "2"},
                ]
            },
        )
        drawn = [draw("p", pools, ["goods"], language="ja", turn=turn, seed="s") for turn in range(2)]
        assert sorted(drawn, key=str) == [{"product": "皿", "price": "1"}, {"product": "鉢", "price": "2"}]
        with pytest.raises(CorpusError, match="no pool “gods”"):
            draw("p", pools, ["gods"], language="ja", turn=0, seed="s")


class TestOfficeTime:
    @pytest.mark.parametrize(
        ("moment", "opening"),
        [
            (FRIDAY, FRIDAY),
            (FRIDAY.replace(hour=8), FRIDAY.replace(hour=9, minute=30)),
            (FRIDAY.replace(hour=17, minute=30), datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)),
            (datetime(2026, 11, 21, 12, 0, tzinfo=TOKYO), datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)),
            (
                datetime(2026, 11, 24, 0, 45, tzinfo=ZoneInfo("UTC")),
                datetime(2026, 11, 24, 9, 45, tzinfo=TOKYO),
            ),
        ],
    )
    def test_next_moment_is_in_office_hours_of_an_open_day(self, moment: datetime, opening: datetime) -> None:
        assert OFFICE.next_moment(moment) == opening

    @pytest.mark.parametrize(
        ("hours", "later"),
        [
            (0.25, datetime(2026, 11, 20, 17, 15, tzinfo=TOKYO)),
            (0.5, datetime(2026, 11, 24, 9, 30, tzinfo=TOKYO)),
            (1, datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)),
            (8, datetime(2026, 11, 24, 17, 0, tzinfo=TOKYO)),
            (9, datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)),
        ],
    )
    def test_office_hours_pass_only_when_open(self, hours: float, later: datetime) -> None:
        assert OFFICE.after(FRIDAY, hours) == later

    @given(MOMENTS, st.floats(0, 60), DICE)
    def test_staff_act_later_and_in_office_hours(
        self, moment: datetime, hours: float, dice: random.Random
    ) -> None:
        later = staff_moment(OFFICE, moment, hours, dice)
        assert later > moment.replace(second=0, microsecond=0)
        assert OFFICE.is_open(later.date())
        assert (9, 30) <= (later.hour, later.minute) <= (17, 30)

    @given(MOMENTS, st.floats(41, 120), DICE)
    def test_long_waits_are_never_shortened(
        self, moment: datetime, hours: float, dice: random.Random
    ) -> None:
        assert staff_moment(OFFICE, moment, hours, dice) >= OFFICE.after(moment, hours)

    @given(MOMENTS, st.floats(0, 200), DICE)
    def test_people_act_later_and_awake(self, moment: datetime, hours: float, dice: random.Random) -> None:
        assert person_moment(OFFICE, moment, hours, dice) >= (moment + timedelta(minutes=20)).replace(
            second=0, microsecond=0
        )
        heard = heard_moment(OFFICE, moment, hours, dice)
        assert heard > moment.replace(second=0, microsecond=0)
        assert OFFICE.is_open(heard.date())


class TestPeople:
    PARTS = house("shop").people

    def test_every_pair_comes_once_in_an_order_of_the_seed(self) -> None:
        one, other = make_people(self.PARTS, "ja", "a"), make_people(self.PARTS, "ja", "b")
        assert len({(surname[0], given[0]) for surname, given in one}) == len(one) > 1000
        assert one != other
        assert sorted(one) == sorted(other)
        assert one == make_people(self.PARTS, "ja", "a")

    @pytest.mark.parametrize("voice", ["f", "m"])
    def test_pair_fits_the_voice_and_is_used_up(self, voice: str) -> None:
        pairs = make_people(self.PARTS, "ja", "a")
        taken = [next_pair(pairs, voice) for _ in range(50)]
        assert all(given[3] in ("", voice) for _, given in taken)
        assert len(set(taken)) == 50
        assert not set(taken) & set(pairs)

    def test_nobody_left_is_a_fault(self) -> None:
        with pytest.raises(CorpusError, match="not enough"):
            next_pair([], "")

    @pytest.mark.parametrize(
        ("channel", "needed"),
        [
            ("web", {"email"}),
            ("email", {"email"}),
            ("phone", {"phone"}),
            ("post", {"post"}),
            ("representative", {"phone"}),
        ],
    )
    @given(dice=DICE)
    def test_contact_points_fit_the_channel(
        self, channel: str, needed: set[str], dice: random.Random
    ) -> None:
        pair = make_people(self.PARTS, "ja", "a")[0]
        person = introduce(
            self.PARTS, pair, language="ja", channel=channel, customer_type="unknown", dice=dice
        )
        assert needed <= {contact.kind for contact in person.contacts} <= {"email", "phone", "post"}
        for contact in person.contacts:
            if contact.kind == "email":
                assert "example" in mail_address(contact.value).domain

    @given(dice=DICE)
    def test_reading_fits_the_name_in_whatever_script(self, dice: random.Random) -> None:
        pair = make_people(self.PARTS, "ja", "a")[0]
        person = introduce(self.PARTS, pair, language="ja", channel="web", customer_type="unknown", dice=dice)
        assert normalise_kana(person.kana).replace(" ", "") in ("", pair[0][1] + pair[1][1])


class TestRemarks:
    REMARKS = Remarks(accept=("では",), solved=((2, "遅い"),))

    def test_free_words_are_replaced_and_others_kept(self) -> None:
        course = read_course(
            "m", [{"accept": "はい"}, {"confirm_solved": {"rating": 5, "text": "満足"}}, {"hear": "番号です"}]
        )
        spoken = [self.REMARKS.in_place_of(step, random.Random(1)) for step in course]
        assert [(step.text, step.rating) for step in spoken] == [
            ("では", None),
            ("遅い", 2),
            ("番号です", None),
        ]


WORDINGS: list[dict[str, Any]] = [{"story": "割れました {product}"}]
COURSE: list[Any] = [
    {"assess": {"severity": "S3", "points": [["{product}が割れた", "無傷", "破片"]]}},
    "assign",
    "investigate",
    {
        "propose": {
            "text": "{in3}に送ります",
            "remedies": [["refund", "代金", "price", 2], ["apology", "詫び状", 9]],
        }
    },
    {"accept": "はい"},
    {"remedy +9d": "返した"},
    "ask_solved",
    {"confirm_solved": {"rating": 5, "text": "満足"}},
]


def planned(
    wording: Mapping[str, Any], now: datetime = FRIDAY, course: list[Any] | None = None, **matter: Any
) -> DemoComplaint:
    written = {
        "id": "test-matter",
        "subject": "delivery",
        "title": "{product}の件",
        "echo": "{product}の件、承りました",
        "pools": ["goods"],
        "wordings": [{"weeks": [20, 22], "story": "割れた", **wording}],
        "course": COURSE if course is None else course,
        **matter,
    }
    shop = house("shop")
    read = read_matter("test", written, {})
    (complaint,) = plan(replace(shop, matters=(read,)), now=now, seed="s", office=OFFICE)
    return complaint


class TestPlan:
    def test_web_complaint_is_acknowledged_by_receiving_it(self) -> None:
        complaint = planned({"channel": "web"})
        assert complaint.received_at == complaint.logged_at
        assert [step.verb for step in complaint.course][:2] == ["assess", "assign"]

    def test_without_a_channel_it_came_in_writing(self) -> None:
        assert planned({}).channel in {"web", "email"}

    def test_phone_complaint_is_written_down_and_acknowledged_by_staff(self) -> None:
        complaint = planned({"channel": "phone"})
        first = complaint.course[0]
        assert timedelta(minutes=4) <= complaint.logged_at - complaint.received_at < timedelta(minutes=25)
        assert OFFICE.next_moment(complaint.received_at) == complaint.received_at
        assert (first.verb, first.by) == ("acknowledge", complaint.handler)
        assert first.text.endswith("の件、承りました")

    def test_own_acknowledgement_takes_the_place_of_the_echo(self) -> None:
        course = [{"acknowledge": "お手紙をありがとうございました"}, *COURSE]
        assert planned({"channel": "post"}, course=course).course[0].text == "お手紙をありがとうございました"
        assert planned({"channel": "email"}, course=course).course[0].verb == "assess"

    def test_same_slots_run_through_story_and_course(self) -> None:
        complaint = planned({"story": "{product} {price}"})
        product, _, price = complaint.story.rpartition(" ")
        proposal = next(step for step in complaint.course if step.verb == "propose")
        assert complaint.title == f"{product}の件"
        assert proposal.remedies[0].amount == int(price.replace(",", ""))
        assert proposal.remedies[1].amount is None

    def test_slots_of_the_wording_beat_those_of_the_matter_and_the_pool(self) -> None:
        complaint = planned({"story": "{product}", "slots": {"product": "鍋"}}, slots={"product": "鉢"})
        assert (complaint.story, complaint.title) == ("鍋", "鍋の件")

    def test_assessment_asks_about_safety_and_keeps_what_was_answered(self) -> None:
        assess = planned({}, dangers=["injury"]).course[0]
        assert assess.safety == {"injury": "yes", "fire": "no", "co": "no", "death": "no"}
        assert planned({}, dangers=["injury"]).safety == {"injury": "yes"}
        assert planned({}).safety == {}

    def test_remedies_are_done_by_the_first_day_named(self) -> None:
        complaint = planned({"channel": "web"})
        steps = {step.verb: step for step in complaint.course}
        due = min(remedy.due_on for remedy in steps["propose"].remedies)
        assert steps["remedy"].at.date() <= max(
            due, OFFICE.open_day(steps["accept"].at.date() + timedelta(days=1))
        )

    def test_grave_decision_is_the_leads(self) -> None:
        course = [
            {"assess": {"severity": "S2", "points": ["x"]}},
            "investigate",
            {"decide": {"findings": [["upheld", "y"]]}},
        ]
        steps = {step.verb: step for step in planned({}, course=course).course}
        assert (steps["decide"].by, steps["investigate"].by) == ("lead", planned({}, course=course).handler)

    def test_other_is_the_second_handler(self) -> None:
        complaint = planned({}, course=[{"note by other": "x"}, {"note by system": "y"}])
        assert {complaint.handler, complaint.course[0].by} == {"handler", "handler2"}
        assert complaint.course[1].by == "system"

    def test_young_complaint_stops_where_now_is(self) -> None:
        young, old = planned({"weeks": [0.4, 0.5]}), planned({})
        assert len(young.course) < len(old.course) == len(COURSE)
        assert all(step.at < FRIDAY for step in young.course)

    def test_stop_leaves_it_where_somebody_should_act(self) -> None:
        assert planned({"stop": "propose"}).course[-1].verb == "propose"

    def test_rage_goes_on_until_it_is_long_enough(self) -> None:
        story = planned({"story": "{again}回目です。\n\nひどい。", "repeat_to": 200}).story
        assert len(story) >= 200
        assert story.startswith("1回目です。\n\nひどい。\n\n3回目です。")

    def test_anonymous_person_is_nobody(self) -> None:
        complaint = planned({"anonymous": True})
        assert complaint.anonymous
        assert complaint.complainant is None

    def test_regular_is_the_same_person_each_time(self) -> None:
        assert planned({"person": "kuroda"}).complainant == house("shop").people.regulars["kuroda"]
        with pytest.raises(CorpusError, match="nobody is called “kurodo”"):
            planned({"person": "kurodo"})

    def test_answer_by_phone_is_written_down_by_the_handler(self) -> None:
        complaint = planned({"channel": "phone"})
        accept = next(step for step in complaint.course if step.verb == "accept")
        assert (accept.by, accept.how) == (complaint.handler, "電話")
        assert OFFICE.is_open(accept.at.date())

    def test_amount_that_is_no_number_is_a_fault(self) -> None:
        course = [{"propose": {"text": "x", "remedies": [["refund", "代金", "cheap", 2]]}}]
        with pytest.raises(CorpusError, match="“cheap” is no amount"):
            planned({}, course=course)

    def test_one_more_matter_leaves_the_others_as_they_were(self) -> None:
        shop = house("shop")
        fewer = House(
            organisation=shop.organisation,
            pools=shop.pools,
            people=shop.people,
            remarks=shop.remarks,
            matters=shop.matters[:3],
        )
        more = replace(fewer, matters=shop.matters[:5])
        days = {
            size: {c.key: (c.received_at, c.story) for c in plan(part, now=FRIDAY, seed="s", office=OFFICE)}
            for size, part in ((3, fewer), (5, more))
        }
        assert days[3].items() <= days[5].items()
