"""`kikitori mail …`: mailboxes of this site, and the roads by which mails come in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from kikitori.config.terminal import Task, port_number, tasks_of
from kikitori.foundation.language.bilingual import Bilingual

HELP = Bilingual(
    ja="メールで届く申出: 受信箱の設定、受信、ファイルの読み取り、状態の確認",
    en="complaints by e-mail: set mailboxes, fetch, listen, receive, read files, show how it goes",
)
_JSON = Bilingual(ja="JSON で出力する", en="print JSON")
_NAME = Bilingual(ja="受信箱の名前", en="name of the mailbox")
_STATUS = Bilingual(
    ja="受信箱ごとの件数と、いま起きている問題を示す", en="show counts and troubles of each mailbox"
)
_LIST = Bilingual(ja="受信箱の一覧（秘密は出しません）", en="list the mailboxes, without secrets")
_ADD = Bilingual(ja="受信箱を加える", en="add a mailbox")
_CHANGE = Bilingual(
    ja="受信箱の一部を変える（停止中のものは再開する）",
    en="change a part of a mailbox; one that was removed is back",
)
_REMOVE = Bilingual(
    ja="受信箱を停止し、秘密を消す（届いたメールは残る）",
    en="take nothing more from a mailbox and forget its secret; its mails stay",
)
_CONSENT = Bilingual(
    ja="Google・Microsoft の受信箱の持ち主に同意してもらい、読めるようにする",
    en="have the owner of a mailbox at Google or Microsoft agree that it is read",
)
_BACK_PORT = Bilingual(
    ja="Google: ブラウザーが戻ってくるポート（既定は空いているもの）",
    en="Google: port to which the browser comes back (any)",
)
_FETCH = Bilingual(ja="IMAP の受信箱をすべて読み続ける", en="read all IMAP mailboxes, on and on")
_ONCE = Bilingual(ja="1 回だけ読んで終わる", en="read once and end")
_LISTEN = Bilingual(ja="メールサーバーからの配送を待ち受ける（LMTP）", en="listen for a mail server (LMTP)")
_HOST = Bilingual(ja="待ち受けるアドレス", en="address to listen on")
_PORT = Bilingual(ja="待ち受けるポート（既定 2424）", en="port to listen on (2424)")
_SOCKET = Bilingual(ja="待ち受けるソケットのパス", en="path of a socket to listen on")
_SMTP = Bilingual(ja="LMTP の代わりに SMTP で話す", en="speak SMTP instead of LMTP")
_RECEIVE = Bilingual(
    ja="標準入力のメール 1 通を受け取る（メールサーバーのパイプ用）",
    en="take one mail from standard input, as a mail server pipes it",
)
_READ = Bilingual(
    ja="メールのファイルを読み、差出人・本文・添付・注意点を表示する",
    en="show the sender, text, attachments and flaws of mails in files",
)
_FILES = Bilingual(
    ja="メールのファイル（.eml など、受け取ったままのもの）。「-」は標準入力",
    en="files that hold one mail each, as it was received (.eml); - is standard input",
)
_JSON_LINES = Bilingual(ja="1 通につき 1 行の JSON で出力する", en="print JSON, one line a mail")
_CHOICES: tuple[tuple[str, tuple[str, ...], Bilingual], ...] = (
    (
        "--security",
        ("tls", "starttls", "plain"),
        Bilingual(ja="IMAP: 通信の守り方", en="IMAP: how the way is secured"),
    ),
    (
        "--sign-in",
        ("password", "google", "microsoft"),
        Bilingual(ja="IMAP: サインインの方法", en="IMAP: how to sign in"),
    ),
    (
        "--after",
        ("keep", "move", "delete"),
        Bilingual(ja="IMAP: 受信後のメール", en="IMAP: what becomes of a kept mail"),
    ),
    (
        "--provider",
        ("mailgun", "mandrill", "postmark", "sendgrid", "sparkpost"),
        Bilingual(ja="Webhook: 配信事業者", en="webhook: whose it is"),
    ),
)
_WORDS = (
    (
        "--address",
        "ADDRESS",
        Bilingual(ja="この受信箱のメールアドレス", en="the mail address of this mailbox"),
    ),
    ("--host", "HOST", Bilingual(ja="IMAP: サーバー", en="IMAP: server")),
    ("--user", "USER", Bilingual(ja="IMAP: 利用者名", en="IMAP: user")),
    (
        "--folder",
        "FOLDER",
        Bilingual(ja="IMAP: 読むフォルダ（既定 INBOX）", en="IMAP: folder to read (INBOX)"),
    ),
    ("--move-to", "FOLDER", Bilingual(ja="IMAP: 受信後に移す先", en="IMAP: where kept mails are moved")),
    ("--client-id", "ID", Bilingual(ja="OAuth: アプリケーションの ID", en="OAuth: id of the application")),
    ("--tenant", "TENANT", Bilingual(ja="OAuth: Microsoft のテナント", en="OAuth: tenant at Microsoft")),
)
_IMAP_PORT = Bilingual(ja="IMAP: ポート", en="IMAP: port")
_KIND = Bilingual(ja="受信の方法（既定 imap）", en="the road by which mails come (imap)")
_SINCE = Bilingual(
    ja="IMAP: この日時より前のメールは読まない（now: いまから、all: すべて）",
    en="IMAP: leave older mails alone (now: from now on; all: read everything)",
)
_SECRET = Bilingual(
    ja="パスワード・鍵・トークン（JSON）を書いたファイル（-: 標準入力）",
    en="file with the password, key or tokens (JSON); -: standard input",
)
_UNENCRYPTED = Bilingual(
    ja="IMAP: 別の機械とも暗号化なしで通信する（途中で読まれます）",
    en="IMAP: plain even to another machine; everybody on the way can read along",
)


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """One parser for each thing to do."""
    task = tasks_of(parser, language)
    _roads(task, language)
    _boxes(task, language)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked. Exit code 0: done; 1: it did not work; 2: asked wrongly; `receive`: those of sysexits.h."""
    if arguments.task == "read":
        # Needs neither Django nor a database, and waits for neither.
        from kikitori.config.post import read

        return read.run(arguments)
    from kikitori.config.post import consent, mailboxes, roads, told

    tasks: dict[str, Callable[[argparse.Namespace], int]] = {
        "fetch": roads.fetch,
        "listen": roads.listen,
        "receive": roads.receive,
        "status": told.run,
        "list": mailboxes.show,
        "add": mailboxes.add,
        "change": mailboxes.change,
        "remove": mailboxes.remove,
        "consent": consent.run,
    }
    return tasks[arguments.task](arguments)


def _roads(task: Task, language: str) -> None:
    task("fetch", _FETCH).add_argument("--once", action="store_true", help=_ONCE.in_(language))
    listen = task("listen", _LISTEN)
    way = listen.add_mutually_exclusive_group()
    way.add_argument("--port", type=port_number, metavar="N", default=2424, help=_PORT.in_(language))
    way.add_argument("--socket", metavar="PATH", help=_SOCKET.in_(language))
    listen.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help=_HOST.in_(language))
    listen.add_argument("--smtp", action="store_true", help=_SMTP.in_(language))
    task("receive", _RECEIVE).add_argument("--mailbox", metavar="NAME", help=_NAME.in_(language))
    read = task("read", _READ)
    read.add_argument("--json", action="store_true", help=_JSON_LINES.in_(language))
    read.add_argument("files", metavar="FILE", nargs="+", help=_FILES.in_(language))
    task("status", _STATUS).add_argument("--json", action="store_true", help=_JSON.in_(language))


def _boxes(task: Task, language: str) -> None:
    task("list", _LIST).add_argument("--json", action="store_true", help=_JSON.in_(language))
    add = task("add", _ADD)
    add.add_argument("name", metavar="NAME", help=_NAME.in_(language))
    add.add_argument("--kind", choices=("imap", "lmtp", "pipe", "webhook"), help=_KIND.in_(language))
    _settings(add, language)
    change = task("change", _CHANGE)
    change.add_argument("name", metavar="NAME", help=_NAME.in_(language))
    _settings(change, language)
    task("remove", _REMOVE).add_argument("name", metavar="NAME", help=_NAME.in_(language))
    consent = task("consent", _CONSENT)
    consent.add_argument("name", metavar="NAME", help=_NAME.in_(language))
    consent.add_argument("--port", type=port_number, metavar="N", help=_BACK_PORT.in_(language))


def _settings(parser: argparse.ArgumentParser, language: str) -> None:
    for name, metavar, help_text in _WORDS:
        parser.add_argument(name, metavar=metavar, help=help_text.in_(language))
    for name, choices, help_text in _CHOICES:
        parser.add_argument(name, choices=choices, help=help_text.in_(language))
    parser.add_argument("--port", type=port_number, metavar="N", help=_IMAP_PORT.in_(language))
    parser.add_argument("--since", metavar="WHEN", type=_moment, help=_SINCE.in_(language))
    parser.add_argument("--secret", metavar="FILE", help=_SECRET.in_(language))
    parser.add_argument("--unencrypted", action="store_true", default=None, help=_UNENCRYPTED.in_(language))


def _moment(text: str) -> str:
    """A moment for argparse; read once the time zone of the site is known."""
    if text not in ("now", "all"):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"now, all, 2026-04-01T09:00: {text!r}") from None
    return text
