"""tools/catalogues.py: what it finds, what it keeps, and what it refuses to call complete."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.house.rules.source import ROOT
from tools import catalogues

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
GREETING = _("Hello %(name)s")
CLOSE = pgettext("verb", "Close")
COUNT = ngettext("%(n)d complaint", "%(n)d complaints", 3)
LONG = _("one "
         "two")
"""
TEMPLATE = """{% load i18n %}
<div>
      {# Translators: the big button #}
  <p title="{% translate "Overdue" %}">
      {% blocktranslate trimmed count n=n %}
          <b>{{ n }}</b> promise
      {% plural %}
          <b>{{ n }}</b> promises
      {% endblocktranslate %}
 </p> don't mind "this" text
    {{ name|default:_("Anonymous") }}
</div>
"""
JA = {
    "Hello %(name)s": "こんにちは、%(name)sさん",
    "one two": "一、二",
    "Overdue": "超過",
    "Anonymous": "匿名の方",
    "Close": "閉じる",
    "From a verb": "動詞から",
    "%(n)d complaint": "苦情%(n)d件",
    "<b>%(n)s</b> promise": "<b>%(n)s</b>件の約束",
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A toy package: strings in a room of the archive, in a verb, in the desk's template; none in look."""
    files = {
        "records/people/labels.py": PYTHON,
        "records/migrations/0001_initial.py": 'from django.utils.translation import gettext as _\n_("Frozen")\n',
        "casework/close.py": 'from django.utils.translation import gettext as _\nSAID = _("From a verb")\n',
        "foundation/text.py": "x = 1\n",
        "interfaces/desk/templates/desk/page.html": TEMPLATE,
        "interfaces/desk/static/desk/page.html": '{% translate "Static" %}',
        "interfaces/look/icons.py": "x = 1\n",
    }
    for name, text in files.items():
        path = tmp_path / "kikitori" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "kikitori"


def po(package: Path, room: str, language: str = "ja") -> Path:
    """The catalogue file of a room."""
    return package / room / "locale" / language / "LC_MESSAGES" / "django.po"


def translate(package: Path, words: dict[str, str] = JA) -> None:
    """Fill in the Japanese, as a person would, then compile."""
    for path in package.rglob("ja/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            catalog = read_po(stream, locale="ja")
        for message in catalog:
            if message.id:
                first = message.id if isinstance(message.id, str) else message.id[0]
                said = words.get(first, "")
                message.string = said if isinstance(message.id, str) else (said,)
        path.write_bytes(catalogues.po_bytes(catalog))
    catalogues.update(package)


def change(path: Path, before: str, after: str) -> None:
    """Edit a file by hand; the text to replace must be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def compiled(package: Path, room: str, language: str) -> gettext.GNUTranslations:
    """The compiled catalogue, read as Django reads it."""
    with po(package, room, language).with_suffix(".mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def test_update_finds_every_kind_of_string(package: Path):
    catalogues.update(package)
    records = catalogues.keyed(catalogues.read(po(package, "records"), "ja"))
    assert records.keys() == {
        ("", "Hello %(name)s"),
        ("verb", "Close"),
        ("", "%(n)d complaint"),
        ("", "one two"),
        ("", "From a verb"),
    }
    desk = catalogues.keyed(catalogues.read(po(package, "interfaces/desk"), "ja"))
    assert desk.keys() == {("", "Overdue"), ("", "<b>%(n)s</b> promise"), ("", "Anonymous")}


def test_update_leaves_migrations_and_static_files_alone(package: Path):
    catalogues.update(package)
    everything = "".join(path.read_text(encoding="utf-8") for path in package.rglob("django.po"))
    assert "Frozen" not in everything
    assert "Static" not in everything


def test_strings_of_verbs_live_in_the_archives_catalogue(package: Path):
    catalogues.update(package)
    assert "#: casework/close.py" in po(package, "records").read_text(encoding="utf-8")
    assert not (package / "casework" / "locale").exists()


def test_room_without_strings_gets_no_catalogue(package: Path):
    catalogues.update(package)
    assert not (package / "interfaces/look/locale").exists()


def test_catalogue_of_a_room_that_fell_silent_is_removed(package: Path):
    catalogues.update(package)
    (package / "interfaces/desk/templates/desk/page.html").write_text("<p></p>", encoding="utf-8")
    said = catalogues.update(package)
    assert "desk/ja: removed django.po" in said
    assert not po(package, "interfaces/desk").exists()
    assert not po(package, "interfaces/desk").with_suffix(".mo").exists()


def test_english_fills_its_own_gaps(package: Path):
    catalogues.update(package)
    english = compiled(package, "records", "en")
    assert english.gettext("From a verb") == "From a verb"
    assert english.ngettext("%(n)d complaint", "%(n)d complaints", 1) == "%(n)d complaint"
    assert english.ngettext("%(n)d complaint", "%(n)d complaints", 2) == "%(n)d complaints"


def test_english_that_a_person_improved_is_kept(package: Path):
    catalogues.update(package)
    change(po(package, "records", "en"), 'msgstr "From a verb"', 'msgstr "From one of the verbs"')
    catalogues.update(package)
    assert compiled(package, "records", "en").gettext("From a verb") == "From one of the verbs"


def test_japanese_reaches_the_compiled_catalogue(package: Path):
    catalogues.update(package)
    translate(package)
    japanese = compiled(package, "records", "ja")
    assert japanese.gettext("Hello %(name)s") == "こんにちは、%(name)sさん"
    assert japanese.pgettext("verb", "Close") == "閉じる"
    assert japanese.ngettext("%(n)d complaint", "%(n)d complaints", 5) == "苦情%(n)d件"


def test_translations_survive_an_update_after_new_strings(package: Path):
    catalogues.update(package)
    translate(package)
    with (package / "casework/close.py").open("a", encoding="utf-8") as stream:
        stream.write('NEW = _("Another")\n')
    said = catalogues.update(package)
    assert "records/ja: 6 strings, 1 without a translation" in said
    assert compiled(package, "records", "ja").gettext("From a verb") == "動詞から"


def test_string_another_room_has_translated_takes_that_translation(package: Path):
    catalogues.update(package)
    translate(package)
    (package / "interfaces/desk/forms.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nX = _("From a verb")\n', encoding="utf-8"
    )
    catalogues.update(package, ["desk"])
    assert compiled(package, "interfaces/desk", "ja").gettext("From a verb") == "動詞から"


def test_own_translation_is_not_replaced_by_another_rooms(package: Path):
    (package / "interfaces/desk/forms.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nX = _("From a verb")\n', encoding="utf-8"
    )
    catalogues.update(package)
    translate(package)
    change(po(package, "records"), "動詞から", "動作から")
    catalogues.update(package)
    assert compiled(package, "records", "ja").gettext("From a verb") == "動作から"
    assert compiled(package, "interfaces/desk", "ja").gettext("From a verb") == "動詞から"


def test_string_that_became_plural_loses_its_old_translation(package: Path):
    catalogues.update(package)
    translate(package)
    change(package / "casework/close.py", '_("From a verb")', '_("x")')
    plural = (
        'from django.utils.translation import ngettext\nX = ngettext("From a verb", "From %(n)d verbs", 2)\n'
    )
    (package / "casework/open.py").write_text(plural, encoding="utf-8")
    catalogues.update(package)
    [message] = [
        m for m in catalogues.read(po(package, "records"), "ja") if m.pluralizable and "verb" in m.id[0]
    ]
    assert catalogues.strings(message) == [""]


def test_string_that_went_away_is_dropped_and_named(package: Path):
    catalogues.update(package)
    translate(package)
    change(package / "casework/close.py", "From a verb", "From the verb")
    said = catalogues.update(package)
    assert "records/ja: dropped “From a verb”" in said
    assert "From a verb" not in po(package, "records").read_text(encoding="utf-8")


def test_comment_for_translators_is_carried_over(package: Path):
    catalogues.update(package)
    assert "#. Translators: the big button" in po(package, "interfaces/desk").read_text(encoding="utf-8")


def test_comment_of_a_translator_is_kept(package: Path):
    catalogues.update(package)
    change(po(package, "records"), "#: casework/close.py", "# checked with the desk\n#: casework/close.py")
    catalogues.update(package)
    assert "# checked with the desk" in po(package, "records").read_text(encoding="utf-8")


def test_catalogue_names_files_but_no_lines_and_no_dates(package: Path):
    catalogues.update(package)
    text = po(package, "records").read_text(encoding="utf-8")
    assert "#: records/people/labels.py\n" in text
    assert "Date" not in text
    assert "Generated-By" not in text


def test_moving_a_string_within_its_file_changes_nothing(package: Path):
    catalogues.update(package)
    before = {path: path.read_bytes() for path in package.rglob("django.*o")}
    file = package / "records/people/labels.py"
    file.write_text("\n\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    said = catalogues.update(package)
    assert {path: path.read_bytes() for path in package.rglob("django.*o")} == before
    assert all("without" in line for line in said)


def test_update_of_one_room_leaves_the_others_alone(package: Path):
    catalogues.update(package, ["desk"])
    assert po(package, "interfaces/desk").exists()
    assert not po(package, "records").exists()


def test_unreadable_source_stops_before_anything_is_lost(package: Path):
    catalogues.update(package)
    translate(package)
    before = po(package, "records").read_bytes()
    (package / "casework/close.py").write_text('SAID = _("From a verb\n', encoding="utf-8")
    with pytest.raises(Exception, match=r"EOF|unterminated|string"):
        catalogues.update(package)
    assert po(package, "records").read_bytes() == before


def test_check_is_silent_when_everything_is_there(package: Path):
    catalogues.update(package)
    translate(package)
    assert catalogues.check(package) == []


def test_check_changes_nothing(package: Path):
    catalogues.check(package)
    assert list(package.rglob("django.*o")) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "動詞から"', 'msgstr ""', "no ja text"),
        ('msgstr "動詞から"', 'msgstr "from a verb"', "is not Japanese"),
        ('msgstr "動詞から"', 'msgstr "動詞から "', "space at the beginning or end differs"),
        ('msgstr "こんにちは、%(name)sさん"', 'msgstr "こんにちは"', "placeholders differ"),
        ('msgstr "こんにちは、%(name)sさん"', 'msgstr "こんにちは、%(nama)sさん"', "placeholders differ"),
        ('msgstr[0] "苦情%(n)d件"', 'msgstr[0] "苦情"', "placeholders differ"),
        ("#: casework/close.py\n", "#: casework/close.py\n#, fuzzy\n", "marked fuzzy"),
        ('msgid "From a verb"', 'msgid "From the verb"', "missing “From a verb”"),
        ('msgid "From a verb"', 'msgid "From the verb"', "“From the verb” is no longer used"),
        ('msgid "From a verb"', '#~ msgid "Old"\n#~ msgstr "古い"\n\nmsgid "From a verb"', "obsolete “Old”"),
    ],
)
def test_check_names_what_is_wrong(package: Path, before: str, after: str, fault: str):
    catalogues.update(package)
    translate(package)
    change(po(package, "records"), before, after)
    assert any(fault in line for line in catalogues.check(package)), catalogues.check(package)


def test_check_names_markup_that_differs(package: Path):
    catalogues.update(package)
    translate(package)
    change(po(package, "interfaces/desk"), "<b>%(n)s</b>件", "%(n)s件")
    assert any("markup differs" in line for line in catalogues.check(package))


def test_check_names_a_catalogue_that_was_not_compiled(package: Path):
    catalogues.update(package)
    translate(package)
    change(po(package, "records"), 'msgstr "動詞から"', 'msgstr "動詞より"')
    [fault] = catalogues.check(package)
    assert fault == "records/ja: not compiled from its .po; run update"


def test_check_names_a_new_string_with_its_file(package: Path):
    catalogues.update(package)
    translate(package)
    with (package / "casework/close.py").open("a", encoding="utf-8") as stream:
        stream.write('NEW = _("Another")\n')
    faults = catalogues.check(package)
    assert len(faults) == 2
    assert all("missing “Another” (casework/close.py)" in fault for fault in faults)


def test_check_names_a_msgid_that_is_not_english(package: Path):
    change(package / "casework/close.py", "From a verb", "動詞")
    catalogues.update(package)
    assert any("the msgid is not English" in fault for fault in catalogues.check(package))


def test_check_names_two_rooms_that_translate_one_word_differently(package: Path):
    (package / "interfaces/desk/forms.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nX = _("From a verb")\n', encoding="utf-8"
    )
    catalogues.update(package)
    translate(package)
    change(po(package, "interfaces/desk"), "動詞から", "動作から")
    catalogues.update(package)
    [fault] = catalogues.check(package)
    assert "“動作から” in desk" in fault
    assert "“動詞から” in records" in fault


@pytest.mark.parametrize(
    ("text", "percent", "brace"),
    [
        ("Hello %(name)s", {"%(name)s"}, set()),
        ("%d of %(n)05.1f", {"%d", "%(n)05.1f"}, set()),
        ("100%% sure", set(), set()),
        ("by {name} on {day:%d}", {"%d"}, {"name", "day"}),
        ("a lone { brace", set(), set()),
    ],
)
def test_placeholders_are_read_in_both_styles(text: str, percent: set[str], brace: set[str]):
    assert catalogues.placeholders(text) == (percent, brace)


def test_name_that_is_the_same_everywhere_may_stay_latin(package: Path):
    change(package / "casework/close.py", "From a verb", "Kikitori")
    catalogues.update(package)
    translate(package, {**JA, "Kikitori": "Kikitori"})
    assert catalogues.check(package) == []


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The script as a person runs it."""
    command = [sys.executable, str(ROOT / "tools/catalogues.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_command_check_exits_1_with_a_list_and_0_when_complete(package: Path):
    assert run("--package", str(package), "update").returncode == 0
    incomplete = run("--package", str(package), "check")
    assert incomplete.returncode == 1
    assert "no ja text" in incomplete.stdout
    translate(package)
    complete = run("--package", str(package), "check")
    assert (complete.returncode, complete.stdout) == (0, "")


def test_command_refuses_a_room_that_does_not_exist(package: Path):
    done = run("--package", str(package), "update", "attic")
    assert done.returncode == 2
    assert "no such room: attic" in done.stderr


def test_command_without_words_explains_itself():
    done = run()
    assert done.returncode == 2
    assert "update" in done.stderr
