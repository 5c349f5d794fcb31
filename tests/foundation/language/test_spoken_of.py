"""Names in what somebody wrote: in any script and division, and not where a sign of it merely stands in a word."""

import pytest

from kikitori.foundation.language.spoken_of import speaks_of


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("受田ひかりさん", ("受田 ひかり", "ウケタ ヒカリ")),
        ("受田　ひかり", ("受田 ひかり",)),
        ("うけたさん", ("受田 ひかり", "ウケタ ヒカリ")),
        ("ｳｹﾀさん", ("受田 ひかり", "うけた ひかり")),
        ("ウケタ", ("受田 ひかり", "ｳｹﾀ ﾋｶﾘ")),
        ("髙橋さん", ("高橋 一郎",)),
        ("高橋さん", ("髙橋一郎",)),
        ("渡邊課長", ("渡辺 一郎",)),
        ("責田さん", ("責田みさき",)),
        ("せめださん", ("責田みさき", "セメダミサキ")),
        ("SMITHさん", ("John Smith",)),
        ("ｓｍｉｔｈさん", ("John Smith",)),
        ("林さん", ("林 一",)),
        ("森 様", ("森一郎",)),
        ("東くん", ("東 まこと",)),
        ("みさきという方", ("責田 みさき",)),
    ],
)
def test_name_is_known_however_it_is_written(words: str, names: tuple[str, ...]) -> None:
    assert speaks_of(words, *names)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ("受田 ひかり",)),
        ("電話に出た人", ("受田 ひかり", "ウケタ ヒカリ")),
        ("林の中の店で", ("林 一",)),
        ("森の近く", ("森一郎",)),
        ("受付の人", ("受田ひかり",)),
        ("誰でも", ("",)),
        ("誰でも", (" ", "　")),
    ],
)
def test_sign_that_merely_stands_in_a_word_is_no_name(words: str, names: tuple[str, ...]) -> None:
    assert not speaks_of(words, *names)
