"""Faults in the demonstration's data are found when it is read, and named by file, matter and step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kikitori.config.demo_texts.corpus import HOUSES, house, organisation, read_house
from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import Complainant, Contact, FindingFact, Point
from kikitori.config.demo_texts.houses import read_organisation, read_pools
from kikitori.config.demo_texts.matters import read_matter
from kikitori.config.demo_texts.nodes import Node
from kikitori.config.demo_texts.people import read_people
from kikitori.config.demo_texts.remarks import read_remarks
from kikitori.config.demo_texts.steps import USUAL, RemedyText, read_course
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.language.readings import marked, replaced, without_readings
from kikitori.records.letters.easy_words import hard_sentences


def parsed(text: str) -> Any:
    return yaml.safe_load(text)


class TestNode:
    def test_values_are_taken_by_type_and_once(self) -> None:
        node = Node("here", {"id": "a", "days": 3, "heated": True, "list": ["x"]})
        assert (node.take("id", str), node.take("days", int), node.take("heated", bool)) == ("a", 3, True)
        assert "id" not in node
        assert node.words("list") == ("x",)
        node.done()

    def test_default_stands_in_for_what_is_missing(self) -> None:
        node = Node("here", {})
        assert node.take("note", str, "") == ""
        assert node.words("list") == ()
        assert node.mapping("slots") == {}
        assert node.raw("anything") is None

    @pytest.mark.parametrize(
        ("content", "key", "kind"),
        [
            ({"a": 1}, "a", str),
            ({"a": "1"}, "a", int),
            ({"a": True}, "a", int),
            ({"a": "x"}, "a", list),
            ({}, "a", str),
        ],
    )
    def test_wrong_type_or_missing_names_place_and_key(
        self, content: dict[str, Any], key: str, kind: type[Any]
    ) -> None:
        with pytest.raises(CorpusError, match=r"^here: .*“a”"):
            Node("here", content).take(key, kind)

    @pytest.mark.parametrize("content", [None, "text", ["list"], 3])
    def test_anything_but_a_mapping_is_refused(self, content: object) -> None:
        with pytest.raises(CorpusError, match="mapping"):
            Node("here", content)

    def test_misspelt_key_is_named(self) -> None:
        node = Node("here", {"id": "a", "chanel": "web"})
        node.take("id", str)
        with pytest.raises(CorpusError, match="unknown key chanel"):
            node.done()

    @pytest.mark.parametrize("value", [[1], [True], ["a", 2], 5, {"a": "b"}])
    def test_unquoted_numbers_among_texts_are_refused(self, value: object) -> None:
        with pytest.raises(CorpusError, match="quote"):
            Node("here", {"slots": value}).words("slots")


class TestCourse:
    def test_bare_verb_has_its_usual_doer_and_delay(self) -> None:
        (step,) = read_course("m", parsed("- assign"))
        assert (step.verb, step.by, step.hours) == ("assign", "lead", USUAL["assign"].hours)

    @pytest.mark.parametrize(
        ("written", "by", "hours"),
        [
            ("- reply: 返事", "handler", USUAL["reply"].hours),
            ("- reply +2h: 返事", "handler", 2.0),
            ("- reply +3d: 返事", "handler", 24.0),
            ("- reply by lead: 返事", "lead", USUAL["reply"].hours),
            ("- reply by other +1.5h: 返事", "other", 1.5),
            ("- hear +2d: 返事", "complainant", 48.0),
        ],
    )
    def test_key_says_who_and_when(self, written: str, by: str, hours: float) -> None:
        (step,) = read_course("m", parsed(written))
        assert (step.by, step.hours, step.text) == (by, hours, "返事")

    def test_assessment_holds_points_and_a_note(self) -> None:
        (step,) = read_course(
            "m",
            parsed(
                "- assess: {severity: S2, heated: true, note: 急ぐ, points: [[割れた, 無傷, 破片], 電話]}"
            ),
        )
        assert (step.severity, step.heated, step.text) == ("S2", True, "急ぐ")
        assert step.points == (Point(text="割れた", expected="無傷", actual="破片"), Point(text="電話"))

    def test_proposal_holds_remedies_with_and_without_money(self) -> None:
        (step,) = read_course(
            "m",
            parsed(
                "- propose: {text: 案, days: 9, remedies: "
                "[[apology, 詫び状, 4], [refund, 代金, price, 7], [gift, 券, 500, 3]]}"
            ),
        )
        assert step.days == 9
        assert step.remedies == (
            RemedyText(kind="apology", text="詫び状", amount="", days=4),
            RemedyText(kind="refund", text="代金", amount="price", days=7),
            RemedyText(kind="gift", text="券", amount="500", days=3),
        )

    def test_decision_holds_findings_in_order(self) -> None:
        (step,) = read_course("m", parsed("- decide: {findings: [[upheld, 理由], [partly, 別の理由]]}"))
        assert step.findings == (
            FindingFact(outcome="upheld", reasons="理由"),
            FindingFact(outcome="partly", reasons="別の理由"),
        )

    @pytest.mark.parametrize(
        ("written", "fault"),
        [
            ("reply: x", "list of steps"),
            ("- apologise: x", "unknown step “apologise”"),
            ("- reply  +1d: x", "unknown step"),
            ("- reply +1w: x", "unknown step"),
            ("- reply by cat: x", "unknown doer “cat”"),
            ("- reply", "“text” is missing"),
            ("- {reply: x, note: y}", "one key"),
            ("- 3", "one key"),
            ("- assess: {severity: S3}", "“points” is missing"),
            ("- assess: {points: [割れた]}", "“severity” is missing"),
            ("- assess: {severity: S3, points: [[割れた, 無傷]]}", "a point is"),
            ("- propose: {text: 案}", "“remedies” is missing"),
            ("- propose: {text: 案, remedies: [[refund, 代金, 4,800, 7]]}", "a remedy is"),
            ("- propose: {text: 案, remedies: [[refund, 代金]]}", "a remedy is"),
            ("- decide: {text: 決定}", "“findings” is missing"),
            ("- decide: {findings: [upheld]}", "a finding is"),
            ("- ask_third_party: 配送会社に", "“whom” is missing"),
            ("- confirm_solved: {rating: 6}", "from 1 to 5"),
            ("- rate", "“rating” is missing"),
            ("- reply: {text: x, tone: kind}", "unknown key tone"),
            ("- reply: {text: 5}", "“text” must be str"),
        ],
    )
    def test_fault_is_named_with_its_step(self, written: str, fault: str) -> None:
        with pytest.raises(CorpusError, match=fault) as caught:
            read_course("delivery.yaml: crushed-box", parsed(written))
        assert caught.value.place.startswith("delivery.yaml: crushed-box")

    def test_number_of_the_faulty_step_is_told(self) -> None:
        with pytest.raises(CorpusError, match="step 2"):
            read_course("m", parsed("- assign\n- fly"))


MATTER = """
id: crushed-box
subject: delivery
title: 箱つぶれ
echo: 承りました
pools: [goods]
slots: {corner: [角, 底], one: 一つ}
weeks: [1, 4]
dangers: injury
wordings:
- story: 割れました
- {story: また割れました, channel: phone, weeks: [5, 6], course: refund, stop: assign, dangers: [fire], voice: f}
course: [assign]
courses: {refund: [assign, investigate], again: shared}
"""
SHARED = {"shared": read_course("courses", [{"note": "x"}])}


class TestMatter:
    def test_defaults_flow_from_matter_to_wordings(self) -> None:
        matter = read_matter("delivery.yaml", parsed(MATTER), SHARED)
        first, second = matter.wordings
        assert (matter.language, matter.kind, matter.place) == (
            "ja",
            "complaint",
            "delivery.yaml: crushed-box",
        )
        assert (first.weeks, first.course, first.stop, first.dangers, first.channel) == (
            (1, 4),
            "course",
            "",
            ("injury",),
            "",
        )
        assert (second.weeks, second.course, second.stop, second.dangers) == (
            (5, 6),
            "refund",
            "assign",
            ("fire",),
        )
        assert (matter.slots["corner"], matter.slots["one"]) == (("角", "底"), ("一つ",))

    def test_shared_course_is_found_by_name(self) -> None:
        assert read_matter("f", parsed(MATTER), SHARED).courses["again"] == SHARED["shared"]

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"id": None}, "“id” is missing"),
            ({"wordings": None}, "“wordings” is missing"),
            ({"echo": None}, "“echo” is missing"),
            ({"courses": {"refund": ["assign"], "again": "nobody"}}, "no shared course “nobody”"),
            ({"course": None}, "no course “course”"),
            ({"wordings": [{"story": "x", "course": "gone"}]}, "wording 1: there is no course “gone”"),
            ({"wordings": [{"story": "x", "stop": "decide"}]}, "no step “decide” to stop at"),
            ({"wordings": [{"channel": "web"}]}, "“story” is missing"),
            ({"wordings": [{"story": "x", "voice": "x"}]}, "“voice” is f or m"),
            ({"wordings": [{"story": "x", "times": 3}]}, "unknown key times"),
            ({"weeks": [4, 1]}, "within six months"),
            ({"weeks": [0, 30]}, "within six months"),
            ({"weeks": ["1", "2"]}, "within six months"),
            ({"slots": {"n": [1]}}, "quote numbers"),
            (
                {"wordings": [{"story": "x", "person": {"name": "山", "contacts": [["email"]]}}]},
                "a contact is",
            ),
            ({"wordings": [{"story": "x", "person": {"nmae": "山"}}]}, "unknown key nmae"),
            ({"colour": "red"}, "unknown key colour"),
        ],
    )
    def test_fault_is_named(self, change: dict[str, Any], fault: str) -> None:
        written = parsed(MATTER) | change
        with pytest.raises(CorpusError, match=fault):
            read_matter(
                "delivery.yaml", {key: value for key, value in written.items() if value is not None}, SHARED
            )

    def test_person_is_read_with_contacts_and_notes(self) -> None:
        written = parsed(MATTER) | {
            "wordings": [
                {
                    "story": "x",
                    "person": {
                        "name": "山",
                        "kind": "body",
                        "contacts": [["email", "a@example.jp"], ["phone", "03", "朝"]],
                    },
                    "representative": {"name": "川", "authority": "長女"},
                }
            ]
        }
        (wording,) = read_matter("f", written, SHARED).wordings
        contacts = (Contact(kind="email", value="a@example.jp"), Contact(kind="phone", value="03", note="朝"))
        assert wording.person == Complainant(name="山", kind="body", contacts=contacts)
        assert wording.representative == Complainant(name="川", authority="長女")

    def test_named_person_is_kept_as_a_key(self) -> None:
        written = parsed(MATTER) | {"wordings": [{"story": "x", "person": "kuroda"}]}
        (wording,) = read_matter("f", written, SHARED).wordings
        assert (wording.person, wording.person_key) == (None, "kuroda")


HOUSE = """
kind: association
name: [見本学会, Sample Society]
phone: 03-0000-0000
phone_hours: 平日
address: 〒000-0000 見本市
external_route: [外部へ, Outside]
teams: [相談室]
staff: [{login: handler, name: 見本 一, kana: ミホン ハジメ, role: handler, team: 相談室, email: h@example.jp}]
closures: [[8, 13, 夏休み, Summer]]
ladder: [{name: [室長, Head], holder: handler, minutes: 60, from: S1}]
"""


class TestOrganisation:
    def test_facts_are_read(self) -> None:
        facts = read_organisation("sample", "f", parsed(HOUSE))
        assert facts.name == Bilingual("見本学会", "Sample Society")
        assert (facts.external_route.ja, facts.external_route_easy) == ("外部へ", "")
        assert facts.staff[0].team == "相談室"
        assert facts.closures[0].reason.in_("en") == "Summer"
        (level,) = facts.ladder
        assert (level.name.in_("en"), level.holder, level.deputy, level.minutes, level.from_severity) == (
            *("Head", "handler", "", 60, "S1"),
        )

    def test_easy_words_are_read_as_they_are_written(self) -> None:
        written = parsed(HOUSE) | {"external_route_easy": "{外|そと}へ"}
        assert read_organisation("sample", "f", written).external_route_easy == "{外|そと}へ"

    @pytest.mark.parametrize("house", HOUSES)
    def test_easy_words_of_the_demonstration_can_be_read(self, house: str) -> None:
        route = marked(organisation(house).external_route_easy)
        assert not re.search("[㐀-鿿々]", replaced(route, lambda _word, _reading: ""))
        plain = without_readings(route)
        assert hard_sentences(plain) == []

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"teams": ["別室"]}, "handler is in no known team"),
            ({"name": 3}, r"\[ja, en\]"),
            ({"name": ["一", "two", "drei"]}, r"\[ja, en\]"),
            ({"closures": [[8, 13, "夏"]]}, "a closure is"),
            ({"staff": [{"login": "x"}]}, "“name” is missing"),
            ({"ladder": [{"name": "x", "holder": "nobody", "minutes": 1}]}, "nobody stands on the ladder"),
            ({"ladder": [{"name": "x", "holder": "handler"}]}, "“minutes” is missing"),
            ({"motto": "x"}, "unknown key motto"),
        ],
    )
    def test_fault_is_named(self, change: dict[str, Any], fault: str) -> None:
        with pytest.raises(CorpusError, match=fault):
            read_organisation("sample", "f", parsed(HOUSE) | change)

    def test_one_text_serves_both_languages_in_a_pool(self) -> None:
        pools = read_pools("f", parsed("goods: [{product: [皿, plate], price: '800'}]"))
        assert pools["goods"][0] == {"product": Bilingual("皿", "plate"), "price": Bilingual("800", "800")}

    @pytest.mark.parametrize("written", ["[a]", "goods: [皿]", "goods: [{price: 800}]"])
    def test_pool_of_another_shape_is_refused(self, written: str) -> None:
        with pytest.raises(CorpusError):
            read_pools("f", parsed(written))


class TestPeopleAndRemarks:
    PEOPLE = (
        "{ja: {surnames: [[山, ヤマ, yama]], given: [[一, ハジメ, hajime, m]]}, en: {surnames: [], given: []},"
        " towns: [町], mail: [example.jp], regulars: {k: {name: 川}}}"
    )

    def test_parts_and_regulars_are_read(self) -> None:
        people = read_people("f", parsed(self.PEOPLE))
        assert people.names["ja"] == ([("山", "ヤマ", "yama", "")], [("一", "ハジメ", "hajime", "m")])
        assert people.regulars["k"].name == "川"

    @pytest.mark.parametrize("part", ["[山, ヤマ]", "[山, ヤマ, yama, x]", "山"])
    def test_part_of_another_shape_is_refused(self, part: str) -> None:
        with pytest.raises(CorpusError, match="surnames holds"):
            read_people("f", parsed(self.PEOPLE.replace("[山, ヤマ, yama]", part)))

    def test_remarks_are_read(self) -> None:
        remarks = read_remarks(
            "f",
            parsed("{ja: {accept: [はい], solved: [[5, '']]}, en: {accept: ['Yes'], solved: [[1, Bad]]}}"),
        )
        assert remarks["ja"].accept == ("はい",)
        assert remarks["en"].solved == ((1, "Bad"),)

    @pytest.mark.parametrize("solved", ["[[6, x]]", "[[x, 5]]", "[]", "[x]"])
    def test_remark_of_another_shape_is_refused(self, solved: str) -> None:
        with pytest.raises(CorpusError):
            read_remarks(
                "f",
                parsed(f"{{ja: {{accept: [a], solved: {solved}}}, en: {{accept: [a], solved: [[5, a]]}}}}"),
            )


class TestFolder:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        shop = tmp_path / "shop"
        shop.mkdir()
        (shop / "organisation.yaml").write_text(HOUSE, encoding="utf-8")
        (shop / "pools.yaml").write_text("goods: [{product: 皿}]", encoding="utf-8")
        (shop / "delivery.yaml").write_text("[" + str(parsed(MATTER)) + "]", encoding="utf-8")
        (shop / "courses.yaml").write_text("shared: [assign]", encoding="utf-8")
        (shop / "README.txt").write_text("not data", encoding="utf-8")
        (tmp_path / "people.yaml").write_text(TestPeopleAndRemarks.PEOPLE, encoding="utf-8")
        (tmp_path / "remarks.yaml").write_text(
            "{ja: {accept: [a], solved: [[5, a]]}, en: {accept: [a], solved: [[5, a]]}}", encoding="utf-8"
        )
        return tmp_path

    def test_every_other_yaml_file_holds_matters(self, folder: Path) -> None:
        read = read_house("shop", folder / "shop", folder)
        assert [matter.id for matter in read.matters] == ["crushed-box"]
        assert read.matters[0].courses["again"][0].verb == "assign"

    def test_two_matters_of_one_name_are_refused(self, folder: Path) -> None:
        again = (folder / "shop" / "delivery.yaml").read_text(encoding="utf-8")
        (folder / "shop" / "more.yaml").write_text(again, encoding="utf-8")
        with pytest.raises(CorpusError, match="two matters are called crushed-box"):
            read_house("shop", folder / "shop", folder)

    def test_broken_yaml_names_its_file(self, folder: Path) -> None:
        (folder / "shop" / "delivery.yaml").write_text("- [unclosed", encoding="utf-8")
        with pytest.raises(CorpusError, match=r"shop/delivery\.yaml: not readable"):
            read_house("shop", folder / "shop", folder)

    def test_unknown_house_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(CorpusError, match="shop, association"):
            house("harbour")
