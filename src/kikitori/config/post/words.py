"""What `kikitori mail` says to a person at a terminal, in both languages."""

from __future__ import annotations

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.letters.mail_terms import MailTrouble

#: What is wrong, and where to look. Never a server's own words.
TROUBLES = {
    MailTrouble.UNREACHABLE: Bilingual(
        ja="メールサーバー（または認証先）に接続できません。ホスト名・ポート・回線を確認してください",
        en="the mail server (or the token server) cannot be reached: check host, port and network",
    ),
    MailTrouble.CERTIFICATE: Bilingual(
        ja="サーバー証明書を確認できません。ホスト名と有効期限を確認してください",
        en="the server's certificate is not valid for this host: check its name and its dates",
    ),
    MailTrouble.NOT_SECURE: Bilingual(
        ja="サーバーが暗号化（STARTTLS）に応じません。何も送らずに切断しました",
        en="the server offers no encryption (STARTTLS); nothing was sent",
    ),
    MailTrouble.SIGN_IN: Bilingual(
        ja="サインインを断られました。利用者名とパスワード（トークン）を確認してください",
        en="signing in was refused: check user and password (or tokens)",
    ),
    MailTrouble.FOLDER: Bilingual(
        ja="フォルダを開けないか、移動先に移せません",
        en="the folder cannot be opened, or mails cannot be moved",
    ),
    MailTrouble.PROTOCOL: Bilingual(
        ja="サーバーの応答を解釈できません", en="the server's answers make no sense"
    ),
    MailTrouble.ITEM: Bilingual(
        ja="取り出せないメールがあります（ほかのメールは受信しています）",
        en="single mails cannot be got from the server; all others are",
    ),
    MailTrouble.STORAGE: Bilingual(
        ja="このサイトのディスクに保存できません。空き容量を確認してください",
        en="our own disk cannot take it: check its space",
    ),
    MailTrouble.SECRET: Bilingual(
        ja="保存した秘密を開けません（鍵が変わりました）。kikitori mail change で入れ直してください",
        en="the kept secret does not open (the key has changed): give it again with kikitori mail change",
    ),
}
#: Nothing is wrong with it, but nobody has looked for long.
UNREAD_NOW = Bilingual(
    ja="15分以上、誰も読んでいません。kikitori up（または mail fetch）が動いているか確認してください",
    en="nobody has read it for 15 minutes or longer: is kikitori up (or mail fetch) running?",
)
NO_MAILBOX = Bilingual(ja="（受信箱なし）", en="(no mailbox)")
RETIRED = Bilingual(ja="停止中", en="retired")
NEVER = Bilingual(ja="まだ", en="never")
#: What is wrong with a value, by the verb's word for it.
PROBLEMS = {
    "missing": Bilingual(ja="書かれていません", en="is missing"),
    "too_long": Bilingual(ja="長すぎます", en="is too long"),
    "unknown_word": Bilingual(ja="使える値ではありません", en="is not one of the known words"),
    "not_an_address": Bilingual(ja="メールアドレスとして読めません", en="is not a mail address"),
    "not_storable": Bilingual(ja="保存できない文字があります", en="holds characters that cannot be stored"),
}
#: What „out of range“ means where a field says more.
OUT_OF_RANGE = {
    "name": Bilingual(ja="すでに使われています", en="is taken"),
    "address": Bilingual(ja="すでに別の受信箱が受け取っています", en="is taken by another mailbox"),
    "kind": Bilingual(ja="あとから変えられません", en="cannot be changed"),
    "security": Bilingual(
        ja="plain（暗号化なし）は同じ機械のサーバー用です。承知の上なら --unencrypted を付けてください",
        en="plain is for a server on this machine; add --unencrypted if you know what that means",
    ),
    "move_to": Bilingual(ja="読むフォルダと同じです", en="is the folder that is read"),
}
_OUT = Bilingual(ja="扱える範囲の外です", en="is out of range")


def problem_of(field: str, problem: str) -> Bilingual:
    """What is wrong with a field, as half a sentence."""
    return PROBLEMS.get(problem) or OUT_OF_RANGE.get(field, _OUT)
