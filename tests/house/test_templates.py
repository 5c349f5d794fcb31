"""Templates hold nothing inline, nothing foreign, nothing unescaped and nothing in one language only."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tests.house.rules.allowances import unexcused
from tests.house.rules.source import PACKAGE, ROOT, report, tracked
from tests.house.rules.templates import faults, markup

PATH = f"{PACKAGE}/interfaces/desk/templates/desk/planted.html"

BAD = {
    "style attribute": '<p style="color: red">{{ a }}</p>',
    "style element": "<style>p { color: red }</style>",
    "inline script": "<script>act()</script>",
    "handler": '<button onclick="act()">{{ a }}</button>',
    "handler in capitals": '<body onLoad="act()"></body>',
    "hx-on handler": '<button hx-on:click="act()">{{ a }}</button>',
    "foreign script": '<script src="https://cdn.example/x.js"></script>',
    "foreign image without scheme": '<img src="//cdn.example/x.png" alt="">',
    "foreign form": '<form action="http://example.org/"></form>',
    "javascript address": '<a href="javascript:act()">{{ a }}</a>',
    "frame": '<iframe src="/a"></iframe>',
    "base": '<base href="/a">',
    "Latin text": "<p>Close this complaint</p>",
    "Japanese text": "<p>苦情を閉じる</p>",
    "text after a tag": "<p>{{ name }} said</p>",
    "text between Django tags": "{% if a %}Yes, we did{% endif %}",
    "title attribute": '<abbr title="Overdue">{{ a }}</abbr>',
    "aria-label": '<nav aria-label="Main menu"></nav>',
    "alt": '<img src="/a.png" alt="A slip">',
    "placeholder": '<input placeholder="Your name">',
    "button value": '<input type="submit" value="Send">',
    "meta description": '<meta name="description" content="Complaints">',
    "Japanese in an attribute": '<p data-word="苦情"></p>',
    "sentence in a data attribute": '<form data-confirm="Really send it"></form>',
    "safe": "<p>{{ story|safe }}</p>",
    "safe after a filter": "<p>{{ story|linebreaks | safe }}</p>",
    "autoescape off": "{% autoescape off %}{{ a }}{% endautoescape %}",
    "default in words": "<p>{{ name|default:'Anonymous' }}</p>",
    "yesno in words": '<p>{{ flag|yesno:"yes,no" }}</p>',
    "plural ending": '<p>{{ n }}{{ n|pluralize:"s" }}</p>',
    "Japanese date pattern": '<time>{{ at|date:"Y年n月j日" }}</time>',
    "include with words": '{% include "a.html" with heading="All complaints" %}',
    "own tag with words": '{% band "public" heading="Goes to them" %}',
    "default in words in an attribute": "<p title=\"{{ a|default:'No news yet' }}\"></p>",
    "words in an ordinary block": "{% block title %}Today{% endblock %}",
    "Japanese msgid": '{% translate "苦情" %}',
}
GOOD = {
    "translated text": '<p>{% translate "Close this complaint" %}</p>',
    "translated block": "<p>{% blocktranslate trimmed %}Close <b>this</b>{% endblocktranslate %}</p>",
    "plural block": "{% blocktranslate count n=n %}One row{% plural %}{{ n }} rows{% endblocktranslate %}",
    "translated attribute": '<nav aria-label="{% translate "Main menu" %}"></nav>',
    "translated filter argument": '<p>{{ name|default:_("Anonymous") }}</p>',
    "translated tag argument": '{% include "a.html" with heading=_("All complaints") %}',
    "comment": "{# Close this #}<!-- {% comment %}苦情{% endcomment %} -->",
    "name": '<p translate="no">Kikitori <span>聴き取り</span></p>',
    "name beside a variable": "<title>{{ a }} — Kikitori</title>",
    "default name": '{{ organisation|default:"Kikitori" }}',
    "default code in an attribute": "<textarea name=\"{{ name|default:'body' }}\"></textarea>",
    "default icon": '{% icon mark|default:"inbox" %}',
    "block of an attribute": "{% block body_class %}desk{% endblock %}{% block home_url %}/a{% endblock home_url %}",
    "key by itself": "<kbd>Enter</kbd>",
    "key": '<kbd translate="no">Ctrl</kbd> K',
    "punctuation": "<p>{{ a }} → {{ b }} · 「{{ c }}」 &nbsp; ×3</p>",
    "own script": "<script src=\"{% static 'desk/today.js' %}\" type=\"module\"></script>",
    "data for a script": '<script type="application/json">{"a": "b c"}</script>',
    "own link": "<a href=\"{% url 'desk:today' %}\">{{ a }}</a>",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><use href="#lock"></use></svg>',
    "comparison": '{% if complaint.state == "Closed already" %}{{ a }}{% endif %}',
    "name of an icon": '{% icon "check" %}',
    "date pattern": '<time>{{ at|date:"Y-m-d H:i" }}</time>',
    "hidden value": '<input type="hidden" name="step" value="close now">',
    "unclosed element": "<ul><li>{{ a }}<li>{{ b }}</ul>",
}  # fmt: skip


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_template_fault_is_caught_when_planted(text: str):
    assert faults(PATH, text)


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD.keys())
def test_sound_template_is_left_alone(text: str):
    assert not faults(PATH, text), report(faults(PATH, text))


def test_fault_is_reported_on_its_own_line():
    text = "{% load i18n %}\n{# a\nb #}\n<div\n  {% if a %}class='x'{% endif %}>\n  {{ a }}\n  Close this\n</div>\n"
    assert [
        found.line for found in markup(PATH, text.replace("{# a\nb #}", "{% comment %}\n{% endcomment %}"))
    ] == [7]


def test_words_after_a_name_are_seen_again():
    assert markup(PATH, '<p translate="no">Kikitori</p><p>speaks</p>')


def test_void_element_does_not_hide_what_follows():
    assert markup(PATH, '<input translate="no"><p>speaks</p>')


def _templates() -> list[str]:
    own_language = [f"/{language}/" for language in ("ja", "en")]
    return [
        name
        for name in tracked()
        if name.startswith(f"{PACKAGE}/") and "/templates/" in name and PurePosixPath(name).suffix in {".html", ".svg"}
        and not any(part in name for part in own_language)
    ]  # fmt: skip


def test_templates_of_the_package_are_sound():
    found = (
        each for name in _templates() for each in faults(name, (ROOT / name).read_text(encoding="utf-8"))
    )
    left = unexcused("templates", found)
    assert not left, report(left)


def test_scripts_make_no_markup_from_text_and_call_no_other_host():
    """What CSP forbids in a page is not smuggled in by a script of our own."""
    bad = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "https://",
        "http://",
    )
    own = [
        name
        for name in tracked()
        if name.startswith(f"{PACKAGE}/") and name.endswith(".js") and "vendor" not in name
    ]
    found = [
        f"{name}: {word}" for name in own for word in bad if word in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert not found, found


def test_stylesheets_load_nothing_from_elsewhere():
    sheets = [Path(name) for name in tracked() if name.startswith(f"{PACKAGE}/") and name.endswith(".css")]
    bad = ("url(http", "url(//", "url('http", 'url("http', "@import", "expression(")
    found = [
        f"{name}: {word}"
        for name in sheets
        for word in bad
        if word in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert not found, found
