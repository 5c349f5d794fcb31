"""Signs: an icon is silent unless named, and a band always says who will see its text."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

AT = datetime(2026, 11, 24, 10, 2, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_icon_is_decoration_by_default(draw):
    assert draw('{% icon "lock" %}') == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/look/icons.svg#lock"></use></svg>'
    )


def test_icon_with_a_label_is_an_image_of_that_name(draw):
    drawn = draw('{% icon "close" label css="icon--large" %}', label='"閉じる"')
    assert 'role="img" aria-label="&quot;閉じる&quot;"' in drawn
    assert 'class="icon icon--large"' in drawn
    assert "aria-hidden" not in drawn


def test_avatar_is_silent_and_shows_initials(draw):
    assert draw("{% avatar name %}", name="<高>梨") == '<span class="avatar" aria-hidden="true">&lt;</span>'
    assert draw("{% avatar name css='avatar--small' %}", name="高梨 澪") == (
        '<span class="avatar avatar--small" aria-hidden="true">高</span>'
    )


@pytest.mark.parametrize(
    ("kind", "colour", "ja", "en"),
    [
        ("public", "public", "申出者へ", "To the complainant"),
        ("internal", "internal", "内部", "Internal"),
        ("panel", "panel", "委員会", "Panel"),
        ("respondent", "panel", "対象者へ", "To the respondent"),
        ("from", "from", "申出者から", "From the complainant"),
    ],
)
def test_band_has_colour_icon_and_word(draw, kind, colour, ja, en):
    source = "{% band kind %}<p>…</p>{% endband %}"
    for lang, word in (("ja", ja), ("en", en)):
        drawn = draw(source, lang=lang, kind=kind)
        assert f'<div class="band band--{colour}">' in drawn
        assert "<svg" in drawn
        assert f"{word}</span>" in drawn
        assert drawn.endswith("<p>…</p></div>")


def test_band_names_the_recipient_escaped(draw):
    drawn = draw('{% band "public" to=to %}…{% endband %}', to="<b>佐藤</b> 様")
    assert '<span class="band__to">&lt;b&gt;佐藤&lt;/b&gt; 様</span>' in drawn


def test_band_word_can_say_who_sees_it(draw):
    drawn = draw('{% band "panel" word="紛議調停委員会" %}…{% endband %}')
    assert "紛議調停委員会</span>" in drawn
    assert "委員会</span><p>" not in drawn


def test_band_of_an_unknown_kind_fails_loudly(draw):
    with pytest.raises(KeyError):
        draw('{% band "everyone" %}…{% endband %}')


def test_band_escapes_values_inside_it_once(draw):
    assert "&lt;i&gt;&amp;" in draw('{% band "from" %}{{ text }}{% endband %}', text="<i>&")
    assert "&amp;lt;" not in draw('{% band "from" %}{{ text }}{% endband %}', text="<i>&")


def test_entry_tells_when_who_and_what(draw):
    drawn = draw(
        "{% entry at mark='phone' who=who what=what %}<p>…</p>{% endentry %}",
        at=AT,
        who="<佐藤>",
        what="電話 12分",
    )
    assert drawn.startswith('<li class="entry"><span class="entry__mark"><svg')
    assert "icons.svg#phone" in drawn
    assert ">今日 10:02</time>" in drawn
    assert '<span class="entry__who">&lt;佐藤&gt;</span><span>電話 12分</span>' in drawn
    assert drawn.endswith("<p>…</p></li>")


def test_entry_of_a_step_is_small_and_may_be_empty(draw):
    drawn = draw("{% entry at step=True %}{% endentry %}", at=AT)
    assert '<li class="entry entry--step">' in drawn
    assert "entry__who" not in drawn


def test_bands_inside_entries_are_not_escaped(draw):
    drawn = draw('{% entry at %}{% band "internal" %}<p>x</p>{% endband %}{% endentry %}', at=AT)
    assert '<div class="band band--internal">' in drawn
    assert "&lt;" not in drawn
