"""What is told of each flaw of a mail, in Japanese and English: what happened, and what to do about it. Pure."""

from collections.abc import Mapping

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.mail.flaws import Flaw

WORDS: Mapping[Flaw, Bilingual] = {
    Flaw.NO_FROM: Bilingual(ja="差出人がありません。", en="It does not say who sent it."),
    Flaw.BAD_FROM: Bilingual(
        ja="差出人のアドレスを正しく読み取れません。返信の前に確かめてください。",
        en="The sender's address cannot be read for certain. Check it before you answer.",
    ),
    Flaw.SEVERAL_FROM: Bilingual(ja="差出人が複数書かれています。", en="It names several senders."),
    Flaw.NO_DATE: Bilingual(ja="送信日時がありません。", en="It does not say when it was sent."),
    Flaw.BAD_DATE: Bilingual(
        ja="送信日時の書き方が規格と違います。実際の日時と違う場合があります。",
        en="Its date is not written as the standard has it and may be wrong.",
    ),
    Flaw.NO_MESSAGE_ID: Bilingual(ja="メールの識別番号がありません。", en="It has no message id."),
    Flaw.DUPLICATE_HEADER: Bilingual(
        ja="一度しか書けない項目が重複しています。最初のものを採りました。",
        en="A field that may stand once stands twice. The first one counts.",
    ),
    Flaw.BAD_HEADER: Bilingual(ja="ヘッダーの一部が壊れています。", en="Part of its header is broken."),
    Flaw.CHARSET_MISSING: Bilingual(
        ja="文字コードの指定がないため、内容から判断しました。",
        en="It does not name its charset, which was told from the text.",
    ),
    Flaw.CHARSET_UNKNOWN: Bilingual(
        ja="指定された文字コードは知られていないものです。内容から判断しました。",
        en="It names a charset that nobody knows. It was told from the text.",
    ),
    Flaw.CHARSET_WRONG: Bilingual(
        ja="指定された文字コードが内容と合わないため、別の文字コードで読みました。",
        en="The charset it names does not fit. It was read by another.",
    ),
    Flaw.UTF7_REFUSED: Bilingual(
        ja="UTF-7 は安全上の理由で読み取りません。そのまま表示しています。",
        en="It is written in UTF-7, which is not decoded for safety. It is shown as it stands.",
    ),
    Flaw.UNDECODABLE: Bilingual(
        ja="読み取れない文字があり、「�」に置き換えました。原文は残っています。",
        en="Some characters cannot be read and are shown as “�”. The original is kept.",
    ),
    Flaw.NUL_REMOVED: Bilingual(ja="NUL 文字を取り除きました。", en="NUL characters were removed."),
    Flaw.SURROGATES_REPLACED: Bilingual(
        ja="片方だけのサロゲートを置き換えました。", en="Half characters (surrogates) were replaced."
    ),
    Flaw.BAD_TRANSFER_ENCODING: Bilingual(
        ja="本文または添付の符号化が壊れています。一部が欠けている場合があります。",
        en="Text or an attachment is encoded wrongly. Something may be missing.",
    ),
    Flaw.TRUNCATED: Bilingual(
        ja="途中で切れています。届いていない部分がある可能性があります。",
        en="It is cut off. Some of it may not have arrived.",
    ),
    Flaw.TOO_DEEP: Bilingual(
        ja="入れ子が深すぎるため、途中までを読みました。",
        en="It is nested too deeply and was read to a depth.",
    ),
    Flaw.TOO_MANY_PARTS: Bilingual(
        ja="部分の数が多すぎるため、途中までを読みました。",
        en="It has too many parts; the first ones were read.",
    ),
    Flaw.HTML_ONLY: Bilingual(
        ja="HTML だけのメールです。文字だけを表示しています。", en="It is HTML alone and shown as plain text."
    ),
    Flaw.ENCRYPTED: Bilingual(
        ja="暗号化されていて読めません。", en="It is encrypted and cannot be read here."
    ),
    Flaw.SIGNED_NOT_VERIFIED: Bilingual(
        ja="電子署名があります。署名は検証していません。", en="It is signed. The signature was not verified."
    ),
    Flaw.TNEF: Bilingual(
        ja="Outlook の形式（winmail.dat）を開きました。", en="An Outlook container (winmail.dat) was opened."
    ),
    Flaw.CALENDAR: Bilingual(
        ja="予定の招待が含まれています。", en="It holds an invitation to an appointment."
    ),
    Flaw.PARTIAL: Bilingual(
        ja="分割されたメールの一部です。残りは別のメールで届きます。",
        en="It is one piece of a mail that was sent in several.",
    ),
    Flaw.NESTED_MESSAGE: Bilingual(ja="別のメールが添付されています。", en="Another mail is attached to it."),
    Flaw.OVERSIZED: Bilingual(
        ja="長すぎるため、途中までを読みました。原文は残っています。",
        en="It is too long and was read in part. The original is kept.",
    ),
}


def words_of(flaw: Flaw, language: str) -> str:
    """One sentence in `language` (a language tag)."""
    return WORDS[flaw].in_(language)
