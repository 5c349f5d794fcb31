"""Choosing notices in the desk: one's own page, the organisation's, and the switch of one complaint."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from kikitori.casework.notice_choices import choices_of
from kikitori.interfaces.desk.notice_form import NoticeForm
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.together.choices import USUAL
from kikitori.records.together.models import Muting, NoticeChoices, NoticeMail
from kikitori.records.together.terms import ByMail, NoticeKind
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.test_notice_form import sent

OWN, EVERYBODY = "/desk/notices/choices/", "/desk/notices/everybody/"


def test_page_says_of_each_kind_what_it_is_and_what_cannot_be_switched_off(client: Client) -> None:
    words = words_of(client.get(OWN))
    for said in (
        "申出者から、連絡、解決案への諾否、解決したかどうかの回答があったとき。",
        "自分あてのものは必ず画面に出ます",
        "メールアドレスが登録されていないため",
        "氏名や内容は載りません",
    ):
        assert said in words, said
    assert words.count("自分あてのものは必ず画面に出ます") == 2
    assert "すべて組織の設定に戻す" not in words


def test_own_choices_are_kept_shown_and_given_up(client: Client, cast: Cast) -> None:
    values = sent(NoticeForm(USUAL), note_mail="soon", note_desk=False, times="９時")
    wrong = client.post(OWN, values)
    assert wrong.status_code == 422
    assert "8:30、16:00 のように書いてください。" in words_of(wrong)
    assert 'value="９時"' in wrong.content.decode()
    assert 'value="soon" selected' in wrong.content.decode()
    answer = client.post(OWN, {**values, "times": "9:00"}, follow=True)
    assert "設定を保存しました" in words_of(answer)
    own = choices_of(cast.handler.pk).own.kinds[NoticeKind.NOTE]
    assert (own.desk, own.mail) == (False, ByMail.SOON)
    assert "すべて組織の設定に戻す" in words_of(answer)
    assert client.post(OWN, {**values, "times": ""}).status_code == 422
    client.post(OWN, {"as_everybody": "1"})
    assert choices_of(cast.handler.pk).own == USUAL


def test_address_that_does_not_work_is_told_to_whom_it_belongs(client: Client, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="gone@example.jp")
    NoticeMail.objects.create(
        recipient=cast.handler, state="failed", message_id="<a@b>", made_at=timezone.now()
    )
    assert "gone@example.jp に届きませんでした" in words_of(client.get(OWN))


def test_administrator_chooses_for_everybody_and_overwrites_nobody_unread(
    browser_of: BrowserOf, cast: Cast
) -> None:
    administrator = browser_of("administrator")
    assert "全員のお知らせ" in words_of(administrator.get("/desk/settings/"))
    page = administrator.get(EVERYBODY)
    assert "自分が担当するもの" in words_of(page)
    assert "チームのものも" not in words_of(page)
    values = sent(NoticeForm(USUAL, for_everybody=True, seen=0), working_days=False)
    assert administrator.post(EVERYBODY, {**values, "seen": "0"}).status_code == 303
    change = SettingChange.objects.get(kind="notices")
    assert change.after == {"working_days": False}
    meanwhile = administrator.post(EVERYBODY, {**values, "seen": "0", "times": "12:00"})
    assert meanwhile.status_code == 409
    assert "ほかの方がこの設定を変更しました" in words_of(meanwhile)
    assert f'name="seen" value="{change.pk}"' in meanwhile.content.decode()
    assert 'value="12:00"' in meanwhile.content.decode()
    assert administrator.post(EVERYBODY, {**values, "times": "x", "seen": change.pk}).status_code == 422
    assert administrator.post(EVERYBODY, {**values, "times": "", "seen": change.pk}).status_code == 422
    assert "全員のお知らせの設定" in words_of(administrator.get("/desk/settings/changes/?kind=notices"))
    assert browser_of("lead").get(EVERYBODY).status_code == 403
    assert NoticeChoices.objects.count() == 1


def test_complaint_is_muted_and_heard_of_again_from_its_page(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    address = f"{at(complaint)}follow/"
    assert "この苦情のお知らせを止める" in words_of(client.get(at(complaint)))
    client.post(address, {"act": "mute"})
    assert Muting.objects.filter(staff=cast.handler, complaint=complaint).exists()
    page = client.get(at(complaint))
    assert "お知らせを再開する" in words_of(page)
    assert "この苦情のお知らせは止まっています。" in words_of(page)
    client.post(address, {"act": "unmute"})
    assert not Muting.objects.exists()
    assert "この苦情のお知らせを再開しました。" in words_of(client.get(at(complaint)))


def test_page_costs_as_little_as_any(client: Client) -> None:
    assert queries_for(client, OWN) <= 12
