"""`kikitori mail consent`: the owner of a mailbox at Google or Microsoft agrees, and we may read it from then on."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from kikitori.config.post.mailboxes import mailbox_named
from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual

#: Seconds for a person to sign in and to agree.
_PATIENCE = 900.0
_RECEIVED = Bilingual(
    ja="受け取りました。この画面は閉じて、もとの画面にお戻りください。",
    en="Received. You can close this page and go back to where you came from.",
)
_WHY = {
    "declined": Bilingual(ja="同意されませんでした。", en="The owner has not agreed."),
    "too_late": Bilingual(
        ja="時間内に同意がありませんでした。もう一度実行してください。",
        en="Nobody agreed in time. Please run it once more.",
    ),
    "unreachable": Bilingual(
        ja="事業者のサーバーに接続できません。回線を確認してください。",
        en="The provider cannot be reached: check the network.",
    ),
    "refused": Bilingual(
        ja="事業者がこのアプリケーションを受け付けません。登録内容と ID・秘密・テナントを確認してください。",
        en="The provider does not take this application: check its registration, client id, tenant and client secret.",
    ),
    "not_lasting": Bilingual(
        ja="更新トークンが得られませんでした。アプリケーションの登録（offline_access）を確認してください。",
        en="No refresh token was given: check how the application is registered (offline_access).",
    ),
}


def run(arguments: argparse.Namespace) -> int:
    """Ask for the consent, wait for it, keep what it gives. Raises Trouble. No token is ever shown."""
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data):
        from django.utils import timezone

        from kikitori.casework.mailbox_secrets import secret_of
        from kikitori.casework.mailboxes import change_mailbox, given_of
        from kikitori.foundation.crypto import NotOurs
        from kikitori.foundation.postgres.session import let_go, signed_transaction
        from kikitori.records.people.actor import Actor

        mailbox = mailbox_named(arguments.name)
        if mailbox.settings.get("sign_in") not in ("google", "microsoft"):
            raise _no_need(arguments.name)
        try:
            secret = secret_of(mailbox)
        except NotOurs:
            secret = {}
        let_go()  # a person may take long
        refresh = _asked_for(arguments, mailbox.settings, secret)
        with signed_transaction("system:command_line", "command_line"):
            given = given_of(mailbox_named(arguments.name))
            change_mailbox(
                Actor.system("command_line"),
                mailbox,
                given,
                {**secret, "refresh_token": refresh},
                now=timezone.now(),
            )
    say(
        Bilingual(
            ja=f"同意を保存しました。受信箱「{arguments.name}」は 1 分以内に読まれます（kikitori mail status）。",
            en=f"The consent is kept. The mailbox {arguments.name!r} is read within a minute (kikitori mail status).",
        ),
        arguments.language,
    )
    return 0


def _asked_for(arguments: argparse.Namespace, settings: dict[str, Any], secret: dict[str, str]) -> str:
    from kikitori.foundation.outbound import Outbound
    from kikitori.interfaces.mail.consent import NoConsent, by_browser, by_code
    from kikitori.interfaces.mail.way_back import way_back

    known = {name: str(value) for name, value in settings.items()}
    try:
        if known["sign_in"] == "microsoft":
            return by_code(known, secret, Outbound(), tell=_code_told(arguments), wait=time.sleep)
        said = {language: _RECEIVED.in_(language) for language in ("ja", "en")}
        with way_back(arguments.port or 0, said, sys.stdin if sys.stdin.isatty() else None) as back:
            return by_browser(
                known, secret, Outbound(), back=back, tell=_address_told(arguments), patience=_PATIENCE
            )
    except NoConsent as none:
        raise Trouble(_WHY[none.reason.value], none.code) from none
    except OSError as error:
        taken = Bilingual(ja="このポートは使えません。", en="This port cannot be used.")
        raise Trouble(taken, str(error.strerror)) from error


def _code_told(arguments: argparse.Namespace) -> Any:
    def tell(address: str, code: str) -> None:
        text = Bilingual(
            ja=f"受信箱の持ち主として {address} を開き、このコードを入力して同意してください: {code}",
            en=f"As the owner of the mailbox, open {address}, type this code and agree: {code}",
        )
        say(text, arguments.language)

    return tell


def _address_told(arguments: argparse.Namespace) -> Any:
    def tell(address: str) -> None:
        text = Bilingual(
            ja=f"受信箱の持ち主として、次のアドレスをブラウザーで開いて同意してください:\n\n{address}\n\n"
            "別の機械のブラウザーでは、同意のあと「接続できません」と表示されます。\n"
            "そのときのアドレス（http://127.0.0.1:…）をここに貼り付けて Enter を押してください。",
            en=f"As the owner of the mailbox, open this address in a browser and agree:\n\n{address}\n\n"
            "A browser on another machine will say that it cannot connect after you have agreed.\n"
            "Then paste the address it shows (http://127.0.0.1:…) here and press Enter.",
        )
        say(text, arguments.language)

    return tell


def _no_need(name: str) -> Trouble:
    return Trouble(
        Bilingual(
            ja=f"受信箱「{name}」は Google・Microsoft のサインインを使いません（変更は mail change --sign-in）。",
            en=f"The mailbox {name!r} does not sign in with Google or Microsoft; mail change --sign-in can set that.",
        ),
        code=USAGE,
    )
