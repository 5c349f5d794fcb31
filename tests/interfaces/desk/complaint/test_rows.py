"""Forms with rows: remedies offered, points alleged; what stands is where the next round begins."""

from __future__ import annotations

import re

from django.test import Client

from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import fresh, see, send


def test_remedies_of_five_rows_are_offered(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    rows: dict[str, object] = {}
    for n in range(5):
        rows |= {
            f"remedy_{n}_kind": "refund",
            f"remedy_{n}_text": f"返金 {n}",
            f"remedy_{n}_due_on": bench.in_days(7),
            f"remedy_{n}_amount": "１，０００円",
        }
    assert send(client, complaint, "propose", **bench.offer(**rows)).status_code == 303
    assert [(r.text, r.amount) for r in complaint.remedies.all()] == [(f"返金 {n}", 1000) for n in range(5)]


def test_empty_rows_between_remedies_are_left_out(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    rows = {"remedy_3_kind": "apology", "remedy_3_text": "書面のお詫び", "remedy_3_due_on": bench.in_days(3)}
    assert send(client, complaint, "propose", **bench.offer(**rows)).status_code == 303
    assert [remedy.text for remedy in complaint.remedies.all()] == ["皿三枚の交換", "書面のお詫び"]


def test_offer_that_stands_is_where_the_next_round_begins(client: Client, cast: Cast) -> None:
    complaint = bench.proposed(cast)
    page = see(client, complaint, "propose").content.decode()
    assert "割れた三枚を新しい品と交換し" in page
    assert 'value="皿三枚の交換"' in page
    assert 'value="書面によるお詫び"' in page
    send(client, complaint, "propose", **bench.offer())
    assert [(p.round, p.state) for p in complaint.proposals.all()] == [(1, "replaced"), (2, "offered")]


def test_assessment_that_stands_is_where_the_next_begins(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = see(client, complaint, "assess").content.decode()
    assert "皿が三枚割れていた</textarea>" in page.replace("\n", "")
    assert re_checked(page, "safety_injury", "no")
    assert re_checked(page, "severity", "S3")


def re_checked(page: str, name: str, value: str) -> bool:
    """Is this radio chosen?"""
    found = re.search(rf'<input type="radio" name="{name}" value="{value}"[^>]*>', page)
    return bool(found and "checked" in found.group())


def test_first_assessment_has_nothing_chosen_beforehand(client: Client, cast: Cast) -> None:
    page = see(client, bench.acknowledged(cast), "assess").content.decode()
    assert not any(re_checked(page, "severity", value) for value in ("S1", "S2", "S3", "S4"))
    assert not any(re_checked(page, "safety_injury", value) for value in ("yes", "no", "unknown"))


def test_story_that_sounds_dangerous_is_marked_as_a_machines_guess(client: Client, cast: Cast) -> None:
    complaint = bench.acknowledged(cast, story="加湿器から煙が出ました。")
    page = words_of(see(client, complaint, "assess"))
    assert page.count("機械による候補") == 1
    assert "機械による候補" not in words_of(see(client, bench.acknowledged(cast), "assess"))


def test_yes_to_danger_makes_it_grave_whatever_was_judged(client: Client, cast: Cast) -> None:
    complaint = bench.acknowledged(cast)
    typed_in = bench.assessment(severity="S4", safety_injury="yes")
    send(client, complaint, "assess", **typed_in)
    assert fresh(complaint).severity == "S1"
    page = words_of(see(client, complaint))
    assert "安全の確認: 「けがをした方、具合の悪くなった方がいますか」に「はい」" in page


def test_emptied_point_is_dropped_and_the_rest_numbered_anew(client: Client, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    send(client, complaint, "assess",
         **bench.assessment(allegation_0_text="", allegation_1_text="電話で三回説明させられた"))  # fmt: skip
    assert [(a.number, a.text) for a in complaint.allegations.all()] == [(1, "電話で三回説明させられた")]


def test_point_on_which_something_was_found_cannot_be_emptied(client: Client, cast: Cast) -> None:
    complaint = bench.decided(cast)
    send(client, complaint, "unsolved", how="電話で")
    answer = send(
        client, complaint, "assess", **bench.assessment(allegation_0_text="", allegation_1_text="別の話")
    )
    assert answer.status_code == 422
    assert "認定があるため、空にできません" in words_of(answer)
    assert complaint.allegations.count() == 2


def test_more_points_than_rows_can_be_added_in_two_rounds(client: Client, cast: Cast) -> None:
    complaint = bench.acknowledged(cast)
    for rounds in (1, 2):
        page = see(client, complaint, "assess").content.decode()
        rows = len(re.findall(r'name="allegation_\d+_text"', page))
        assert rows == 3 * rounds
        send(
            client,
            complaint,
            "assess",
            **bench.assessment(**{f"allegation_{n}_text": f"点 {n}" for n in range(rows)}),
        )
    assert complaint.allegations.count() == 6
