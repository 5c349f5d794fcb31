"""Pieces of a page: what is drawn, what is left out, and that a page's own variables cannot leak in."""

from __future__ import annotations

import pytest
from django import forms

from kikitori.interfaces.look.forms import Choices, LookRenderer


class Ask(forms.Form):
    """A form with a field, a group of choices and something hidden."""

    name = forms.CharField(error_messages={"required": "お名前をお書きください。"})
    way = forms.ChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=Choices, error_messages={"required": "一つお選びください。"}
    )
    token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "もう一度お開きください。"})

    def clean(self):
        raise forms.ValidationError("全体について <b>")


def asked(data: dict[str, str] | None = None) -> Ask:
    return Ask(data, renderer=LookRenderer())


@pytest.mark.parametrize(
    ("kind", "mark"), [("info", "info"), ("success", "kept"), ("warning", "warning"), ("error", "error")]
)
def test_notice_says_its_kind_by_icon_and_band(draw, kind, mark):
    drawn = draw("{% notice text kind=kind %}", text="保存しました。", kind=kind)
    assert f"notice--{kind}" in drawn
    assert f"icons.svg#{mark}" in drawn


def test_notice_does_not_take_the_title_of_the_page(draw):
    assert "ページの題" not in draw("{% notice text %}", text="…", title="ページの題")


def test_empty_state_offers_one_way_to_start(draw):
    drawn = draw(
        '{% empty_state title text action="受け付ける" action_url="/desk/new/" mark="promise" %}',
        title="ありません",
        text="…",
    )
    assert '<a class="button" href="/desk/new/">受け付ける</a>' in drawn
    assert "icons.svg#promise" in drawn


def test_empty_state_without_an_action_has_no_button(draw):
    assert "button" not in draw("{% empty_state title %}", title="ありません", action_url="/leaks/")


@pytest.mark.parametrize(
    ("source", "newer", "older"),
    [
        ('{% pagination newer_url="?a" older_url="?b" %}', True, True),
        ('{% pagination newer_url="?a" %}', True, False),
        ('{% pagination older_url="?b" %}', False, True),
        ("{% pagination %}", False, False),
    ],
)
def test_pagination_shows_only_the_ways_there_are(draw, source, newer, older):
    drawn = draw(source)
    assert ('rel="prev"' in drawn) == newer
    assert ('rel="next"' in drawn) == older
    assert ("<nav" in drawn) == (newer or older)


def test_tabs_mark_the_current_one_and_count(draw):
    items = [
        {"url": "/a", "label": "進行中", "current": True, "count": 1234},
        {"url": "/b", "label": "超過", "count": 2, "late": True},
        {"url": "/c", "label": "解決", "count": 0},
    ]
    drawn = draw("{% tabs items label %}", items=items, label="絞り込み")
    assert drawn.count("aria-current") == 1
    assert '<a href="/a" aria-current="page">進行中 <span class="count">1,234</span></a>' in drawn
    assert '<span class="count count--late">2</span>' in drawn
    assert ">解決</a>" in drawn


@pytest.mark.parametrize(("lang", "words"), [("ja", "3問中の2問目"), ("en", "Step 2 of 3")])
def test_steps_say_in_words_what_the_bar_shows(draw, lang, words):
    drawn = draw('{% steps 2 3 left="…" %}', lang=lang)
    assert words in drawn
    assert drawn.count("<li data-done>") == 2
    assert drawn.count("<li>") == 1


def test_dialog_posts_a_named_result_and_is_labelled(draw):
    drawn = draw(
        '{% dialog "ask" title verb action="/desk/x/" danger=True %}',
        title="取り消しますか",
        verb="取り消す",
        csrf_token="t0k",
    )
    assert '<dialog class="dialog" id="ask" aria-labelledby="ask-title">' in drawn
    assert 'action="/desk/x/"' in drawn
    assert '<button class="button button--danger" type="submit">取り消す</button>' in drawn
    assert 'value="t0k"' in drawn


def test_dialog_takes_no_form_it_was_not_given(draw):
    bare = draw('{% dialog "ask" "題" "する" %}', form=asked({}))
    assert "お名前" not in bare
    assert "None" not in bare
    assert 'name="name"' in draw('{% dialog "ask" "題" "する" form=other %}', other=asked())


def test_error_summary_links_every_error_to_its_place(draw):
    drawn = draw("{% error_summary form %}", form=asked({}))
    assert '<a href="#id_name">お名前をお書きください。</a>' in drawn
    assert '<a href="#id_way_0">一つお選びください。</a>' in drawn
    assert "<li>もう一度お開きください。</li>" in drawn
    assert "<li>全体について &lt;b&gt;</li>" in drawn
    assert 'tabindex="-1"' in drawn
    assert "次の点をご確認ください" in drawn


def test_error_summary_of_several_forms_is_one_list(draw):
    one, other = asked({}), Ask({}, prefix="b", renderer=LookRenderer())
    drawn = draw("{% error_summary one other %}", one=one, other=other)
    assert drawn.count("data-error-summary") == 1
    assert 'href="#id_name"' in drawn
    assert 'href="#id_b-name"' in drawn


def test_error_summary_of_an_unbound_form_is_empty(draw):
    assert draw("{% error_summary form %}", form=asked()).strip() == ""
