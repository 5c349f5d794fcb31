"""An administrator sets the days of the follow-up and the sentences of the proposal, and hands in a leaflet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.casework.test_leaflets import PDF
from tests.stories.conftest import PASSWORD, Visitor
from tests.stories.desk import Desk
from tests.stories.test_referred_outside import CENTRE, keep_in_register

pytestmark = pytest.mark.browser


def test_days_sentences_and_leaflet_are_set_and_stand_in_the_record(visit: Callable[..., Visitor]) -> None:
    desk = Desk(visit("ja"), "lead", PASSWORD)
    visitor, page = desk.visitor, desk.visitor.page
    visitor.open("/desk/settings/follow-up/")
    page.fill("main [name=silence_days]", "20")
    page.click("main button[name=look]")
    visitor.reads("まだ保存していません。")
    assert page.input_value("main [name=silence_days]") == "20"
    desk._send("/follow-up/")
    visitor.reads("この日数になります")
    visitor.open("/desk/settings/proposal/")
    page.fill("main [name=ja_rights]", "お受けになっても、権利はそのままです。")
    page.click("main button[name=look]")
    visitor.reads("お返事の期限: 2030年4月1日")
    desk._send("/proposal/")
    visitor.reads("この文で送られます")
    keep_in_register(desk)
    page.get_by_role("link", name=CENTRE).first.click()
    page.set_input_files(
        "main input[type=file]", {"name": "案内.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="この案内を登録する").click()
    visitor.reads("案内を版 1 として登録しました。")
    visitor.open("/desk/settings/changes/")
    for words in ("事後確認の日数の設定", "解決案の通知の文の設定", "案内のファイル: 案内.pdf（版 1）"):
        visitor.reads(words)
