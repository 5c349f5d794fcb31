"""What a story says by itself: real dangers are noticed in both languages, and anger alone raises no alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.triage.dangers import _ENGLISH, _JAPANESE, dangers_in
from kikitori.records.triage.sorting import SafetyQuestion

Q = SafetyQuestion
NOBODY: frozenset[SafetyQuestion] = frozenset()


@pytest.mark.parametrize(
    ("question", "stories"),
    [
        (
            Q.INJURY,
            [
                "子どもがけがをしました",
                "ケガをさせられた",
                "火傷の跡が残っています",
                "やけどしました",
                "指から血が出ました",
                "破片で手を切りました",
                "救急車を呼びました",
                "My hand was BLEEDING badly.",
                "She was taken to hospital.",
                "ｃｕｔ ｍｙ ｆｉｎｇｅｒ on the rim",
                "It burnt\nmy tongue",
                "大けがにはなりませんでしたが",
                "ｹｶﾞを負った",
                "足を切って三針縫いました",
            ],
        ),
        (
            Q.FIRE,
            [
                "充電中に発火した",
                "バッテリーから煙が出ました",
                "ﾋｰﾀｰが焦げくさい",
                "コンセントが燃えました",
                "It caught fire while charging",
                "充電器が爆発しました",
                "ケーブルが焦げています",
                "火花が散りました",
                "It started smoking after a minute.",
                "The charger EXPLODED.",
                "There was a burning smell.",
            ],
        ),
        (Q.CO, ["一酸化炭素警報器が鳴った", "ｶﾞｽ漏れのにおい", "ガスくさい", "the Carbon Monoxide alarm"]),
        (Q.DEATH, ["父が亡くなりました", "His mother died from it"]),
        (
            Q.THREAT_TO_SELF,
            ["もう死にたい", "自殺を考えています", "消えてしまいたい", "I want to end my life", "suicidal"],
        ),
        (
            Q.DATA_LEAK,
            [
                "個人情報が漏れています",
                "別の人の名前と住所が書かれた封筒",
                "a data breach",
                "Someone else’s personal data",
            ],
        ),
    ],
)
def test_danger_is_noticed_in_what_people_really_write(question: SafetyQuestion, stories: list[str]) -> None:
    deaf = [story for story in stories if question not in dangers_in(story)]
    assert deaf == []


@pytest.mark.parametrize(
    "story",
    [
        "",
        "会費が二重に引き落とされました。至急返金してください。",
        "電話が一時間つながらず、頭に来ました。",
        "店員の態度が悪い。二度と行きません。",
        "The parcel came two weeks late and nobody answered.",
        "査読の結果が半年たっても届きません。",
        "会場の空調が強すぎました。",
        "I have been a member since 1998.",
        # Words of danger that people use in anger or in passing, and endings that only look like one.
        "一方的に電話を切りました。",
        "受け付けが遅く、助けがほしいのに片付けが終わりません。",
        "電話したんやけど、つながらへん。遅いんやけどしゃあない。",
        "怒りが爆発しそうです。",
        "燃えるごみの収集が来ません。",
        "焦げ茶色の財布を頼みました。",
        "お骨折りいただいたのに残念です。",
        "救急箱を注文しましたが届きません。",
        "The association fired him after the commission fire drill.",
        "I spend my life on hold.",
        "They cut my membership without notice.",
        "Staff were smoking at the entrance.",
        "I work in a hospital and ordered ten.",
        "I exploded when I read your reply.",
    ],
)
def test_ordinary_anger_raises_no_alarm(story: str) -> None:
    assert dangers_in(story) == NOBODY


def test_story_may_speak_of_several_dangers_at_once() -> None:
    story = "発火して、子どもが火傷しました。同封の紙に別の人の名前と住所がありました。"
    assert dangers_in(story) == {Q.FIRE, Q.INJURY, Q.DATA_LEAK}


@pytest.mark.parametrize("words", [_JAPANESE, _ENGLISH])
def test_what_no_word_can_tell_is_asked_and_never_guessed(words: dict[SafetyQuestion, str]) -> None:
    assert set(words) == set(SafetyQuestion) - {Q.CHILD, Q.LEGAL_DEADLINE}


@pytest.mark.parametrize("letter", ["あ", "火", "が", "a", "i ", "cut my "])
def test_story_as_long_as_a_book_is_searched_once(letter: str) -> None:
    assert dangers_in(letter * 50_000) == NOBODY


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_text_at_all_can_be_searched(story: str) -> None:
    assert dangers_in(story) <= set(SafetyQuestion)
