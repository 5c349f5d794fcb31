"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from kikitori.interfaces.desk.alert_pages import alerts, answer_alert
from kikitori.interfaces.desk.approvals import approve
from kikitori.interfaces.desk.away.house_page import absence, absences
from kikitori.interfaces.desk.find import find
from kikitori.interfaces.desk.keys_page import keys_page
from kikitori.interfaces.desk.ladder_pages import ladder
from kikitori.interfaces.desk.letter_pages import letter, letter_told, letters
from kikitori.interfaces.desk.notice_pages import house_choices, own_choices
from kikitori.interfaces.desk.notices import notices, open_notice, read_all
from kikitori.interfaces.desk.own_look import own_look
from kikitori.interfaces.desk.queue_pages import queue_page
from kikitori.interfaces.desk.refusal_pages import refusals
from kikitori.interfaces.desk.register import register
from kikitori.interfaces.desk.reply_pages import replies
from kikitori.interfaces.desk.sign_in import sign_in, sign_out
from kikitori.interfaces.desk.task_list import end_task, tasks
from kikitori.interfaces.desk.today import today
from kikitori.interfaces.desk.tour.pages import tour
from kikitori.interfaces.desk.vault_page import vault


class RowId:
    """The number of a row: as many digits as the database can hold, so that a longer one is not found (404)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Text of the address → number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Number → text of the address."""
        return str(value)


register_converter(RowId, "row")

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("queue/<slug:name>/", queue_page, name="queue"),
    path("register/", register, name="register"),
    path("conversations/", include("kikitori.interfaces.desk.conversation.urls")),
    path("people/", include("kikitori.interfaces.desk.people.urls")),
    path("letters/", letters, name="letters"),
    path("letters/replies/", replies, name="replies"),
    path("letters/", include("kikitori.interfaces.desk.paper.urls")),
    path("letters/<row:number>/", letter, name="letter"),
    path("letters/<row:number>/told/", letter_told, name="letter_told"),
    path("approvals/<row:number>/", approve, name="approve"),
    path("alerts/", alerts, name="alerts"),
    path("alerts/<row:number>/", answer_alert, name="alert"),
    path("refusals/", refusals, name="refusals"),
    path("vault/", vault, name="vault"),
    path("ladder/", ladder, name="ladder"),
    path("ladder/absences/", absences, name="absences"),
    path("ladder/absences/<row:number>/", absence, name="absence"),
    path("away/", include("kikitori.interfaces.desk.away.urls")),
    path("", include("kikitori.interfaces.desk.staff.urls")),
    path("notices/", notices, name="notices"),
    path("notices/read/", read_all, name="notices_read"),
    path("notices/choices/", own_choices, name="notice_choices"),
    path("notices/everybody/", house_choices, name="notices_everybody"),
    path("notices/<row:number>/", open_notice, name="notice"),
    path("keys/", keys_page, name="keys"),
    path("tour/", tour, name="tour"),
    path("own/look/", own_look, name="own_look"),
    path("tasks/", tasks, name="tasks"),
    path("tasks/<row:number>/", end_task, name="task"),
    path("find/", find, name="find"),
    path("leaving/", include("kikitori.interfaces.desk.leaving.urls")),
    path("guidelines/", include("kikitori.interfaces.desk.guidelines.urls")),
    path("macros/", include("kikitori.interfaces.desk.macros.urls")),
    path("views/", include("kikitori.interfaces.desk.views.urls")),
    path("automation/", include("kikitori.interfaces.desk.automation.urls")),
    path("rounds/", include("kikitori.interfaces.desk.rounds.urls")),
    path("breaches/", include("kikitori.interfaces.desk.breaches.urls")),
    path("mass/", include("kikitori.interfaces.desk.mass.urls")),
    path("ledger/", include("kikitori.interfaces.desk.ledger.urls")),
    path("actions/", include("kikitori.interfaces.desk.actions.urls")),
    path("mails/", include("kikitori.interfaces.desk.mails.urls")),
    path("", include("kikitori.interfaces.desk.webhooks.urls")),
    path("", include("kikitori.interfaces.desk.settings.urls")),
    path("complaints/<str:reference>/", include("kikitori.interfaces.desk.complaint.urls")),
]
