"""Only verbs write: no rows from the interfaces, none of the archive's from insight, one place for the state."""

from __future__ import annotations

import pytest

from tests.house.rules import writes
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import PACKAGE, Module, modules, planted, report, rooms

DESK = f"{PACKAGE}/interfaces/desk/planted.py"
DOORWAY = f"{PACKAGE}/casework/step.py"
IMPORT = "from kikitori.records.complaints.models import Complaint\n"
OTHERS = {"Promise", "Letter", "RemedyOffer", "offers"}

ROW_WRITES = [
    "def view(request, complaint):\n    complaint.save()\n",
    "def view(request):\n    Complaint.objects.create(story='')\n",
    "def view(request):\n    Complaint.objects.filter(pk=1).update(title='x')\n",
    "def view(request, pk):\n    get_object_or_404(Complaint, pk=pk).delete()\n",
    "def view(request):\n    Complaint.objects.bulk_create(rows)\n",
    "def view(request):\n    row, made = Team.objects.get_or_create(name='x')\n",
    "async def view(request, complaint):\n    await complaint.asave()\n",
    "async def view(request):\n    await Complaint.objects.aupdate_or_create(pk=1)\n",
    "def view(request):\n    rows = Complaint.objects.all()\n    rows.update(title='x')\n",
    "def view(request, form):\n    form.save()\n",
    "def view(request):\n    with atomic():\n        Complaint.objects.select_for_update().get()\n",
]
SQL = [
    "def view(request):\n    with connection.cursor() as rows:\n        rows.fetchall()\n",
    "def view(cursor):\n    cursor.execute('delete from x')\n",
    "def view(request):\n    Complaint.objects.raw('select 1')\n",
    "def view(request):\n    Complaint.objects.filter(pk=1).extra(where=['true'])\n",
]
NO_ROWS = [
    "def view(request):\n    request.session.update(a=1)\n    request.session.save()\n",
    "def view(request):\n    seen = {'a': 1}\n    seen.update(b=2)\n",
    "def view(request):\n    seen: set[int] = set()\n    seen.update([1])\n",
    "def view(request):\n    query = request.GET.copy()\n    query.update(page=2)\n",
    "def view(request, seen: dict[str, int]):\n    seen.update(a=1)\n",
    "def get_context_data(self):\n    page = super().get_context_data()\n    page.update(a=1)\n",
    "import hashlib\ndef tag(body):\n    digest = hashlib.sha256()\n    digest.update(body)\n",
    "from django.core.cache import cache\ndef forget():\n    cache.delete('x')\n",
    "def clean(self):\n    self.cleaned_data.update(a=1)\n",
    "def view(request):\n    close.close_complaint(request.actor, complaint, now=now)\n",
]


@pytest.mark.parametrize("text", ROW_WRITES)
def test_row_write_is_caught_when_planted(text: str):
    assert list(writes.writes(planted(IMPORT + text, DESK)))


@pytest.mark.parametrize("text", SQL)
def test_sql_is_caught_when_planted(text: str):
    assert len(list(writes.sql(planted(IMPORT + text, DESK)))) == 1


def test_raw_text_is_no_sql():
    assert list(writes.sql(planted("def view(node):\n    return node.raw('text')\n", DESK))) == []


@pytest.mark.parametrize("text", NO_ROWS)
def test_what_is_no_row_is_left_alone(text: str):
    assert list(writes.writes(planted(text, DESK))) == []


def test_name_bound_twice_counts_as_a_row_if_one_of_them_may_be():
    text = "def view(flag, row):\n    thing = {}\n    if flag:\n        thing = row\n    thing.update(a=1)\n"
    assert list(writes.writes(planted(text, DESK)))


@pytest.mark.parametrize(
    "line",
    [
        "Complaint.objects.create(story='')",
        "Complaint.objects.filter(pk=1).delete()",
        "for row in Complaint.objects.all():\n        row.save()",
        "rows = Complaint.objects.all()\n    rows.update(title='x')",
        "complaint.save()",
    ],
)
def test_write_on_records_from_insight_is_caught(line: str):
    module = planted(f"{IMPORT}def refresh(complaint):\n    {line}\n", f"{PACKAGE}/insight/refresh.py")
    assert list(writes.writes_on_records(module))


@pytest.mark.parametrize(
    "line",
    [
        "Vector.objects.all().delete()",
        "row = Vector(x=1)\n    row.save()",
        "Vector.objects.bulk_create(made)",
    ],
)
def test_write_on_insights_own_tables_is_left_alone(line: str):
    text = f"from kikitori.insight.models import Vector\ndef refresh():\n    {line}\n"
    assert list(writes.writes_on_records(planted(text, f"{PACKAGE}/insight/refresh.py"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "def act(complaint):\n    complaint.state = 'x'\n",
        "def act(promise):\n    promise.complaint.state = 'x'\n",
        "def act(it):\n    it.state = 'x'\n",
        "def act(complaint):\n    complaint.state, other = 'x', 1\n",
        "def act(complaint):\n    setattr(complaint, 'state', 'x')\n",
        "def act():\n    Complaint.objects.filter(pk=1).update(state='x')\n",
        "def act():\n    Complaint(state='x')\n",
        "def act():\n    Complaint.objects.create(state='x')\n",
        "def act(row):\n    row.offers.first().complaint.state = 'x'\n",
        "class Complaint:\n    def act(self):\n        self.state = 'x'\n",
    ],
)
def test_state_assignment_is_caught_when_planted(text: str):
    assert list(writes.state_assignments(planted(IMPORT + text), OTHERS))


@pytest.mark.parametrize(
    "text",
    [
        "def keep(promise):\n    promise.state = 'kept'\n",
        "def keep(old_promise):\n    old_promise.state = 'replaced'\n",
        "def keep(row: Promise):\n    row.state = 'kept'\n",
        "def sweep():\n    for row in Promise.objects.all():\n        row.state = 'missed'\n",
        "def send():\n    Letter.objects.filter(pk=1).update(state='sent')\n",
        "def lapse(step):\n    step.complaint.offers.filter(pk=1).update(state='over')\n",
        "def lapse(step):\n    own = step.complaint.offers.first()\n    own.state = 'over'\n",
        "class NotPossible(Exception):\n    def __init__(self, state):\n        self.state = state\n",
        "def receive():\n    Complaint.objects.create(state=INITIAL.value)\n",
        "def offer():\n    remedy_offer.state = 'open'\n",
        "def read(complaint):\n    if complaint.state == 'received':\n        return complaint.state\n",
        "class Letter:\n    def sent(self):\n        self.state = 'sent'\n",
    ],
)
def test_state_of_another_row_is_left_alone(text: str):
    assert list(writes.state_assignments(planted(text), OTHERS)) == []


def test_models_with_a_state_of_their_own_are_found_with_their_related_names():
    text = (
        "class Promise(models.Model):\n    state = 1\n    on = ForeignKey(Complaint, related_name='promises')\n"
        "class Complaint(models.Model):\n    state = 1\n"
        "class Team:\n    x = ForeignKey(Complaint, related_name='teams')\n"
    )
    assert writes.others_with_state([planted(text, f"{PACKAGE}/records/x/models.py")]) == {
        "Promise",
        "promises",
    }


def test_interfaces_write_no_rows():
    left = unexcused(
        "writes", (each for module in rooms("interfaces", "config") for each in writes.writes(module))
    )
    assert not left, report(left)


def test_interfaces_speak_no_sql():
    left = unexcused("sql", (each for module in rooms("interfaces") for each in writes.sql(module)))
    assert not left, report(left)


def test_insight_writes_no_records():
    left = unexcused(
        "insight writes", (each for m in rooms("insight") for each in writes.writes_on_records(m))
    )
    assert not left, report(left)


def test_rooms_of_the_archive_write_only_where_a_verb_sends_them():
    """Rules and nouns do not write. The few functions through which verbs append a row are named, with the reason."""
    left = unexcused(
        "archive writes", (each for module in rooms("records") for each in writes.writes(module))
    )
    assert not left, report(left)


def test_state_of_a_complaint_is_assigned_in_one_function_only():
    others = writes.others_with_state(modules(f"{PACKAGE}/records"))
    found = [each for module in rooms() for each in writes.state_assignments(module, others)]
    assert {(each.path, each.where.split(".")[0]) for each in found if each.path == DOORWAY} or not _doorway()
    strangers = [each for each in found if each.path != DOORWAY]
    assert not strangers, report(strangers)
    assert len({each.where for each in found}) <= 1, report(found)


def _doorway() -> list[Module]:
    return [module for module in rooms("casework") if module.path == DOORWAY]
