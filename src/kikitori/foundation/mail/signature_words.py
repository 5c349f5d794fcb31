"""The lines by which people sign: frames of signs, how they can be reached, which telephone they wrote with. Pure.

Every pattern looks at one line from its beginning.
"""

import re

_LONGEST_SENT_FROM, _LONGEST_LINE = 160, 200
_DEVICE = (
    r"(?:スマートフォン|スマホ|携帯(?:電話)?|タブレット|iphone|ipad|ipod|android|galaxy|xperia|aquos|arrows|pixel|huawei|oppo|"
    r"ドコモ|docomo|au|softbank|ymobile|y!mobile|楽天モバイル|uq|outlook|gmail|thunderbird|yahoo!?|spark|becky!?)"
)
_SENT_FROM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:sent|written) (?:from|via|with|using|by)\b.{1,80}\Z",
        r"(?:get|download|holen sie sich) \[?(?:outlook|bluemail)\b.{0,60}\Z",
        r".{0,30}outlook for (?:ios|android|mac).{0,80}\Z",
        r"from my (?:iphone|ipad|android|mobile|phone|blackberry|galaxy|samsung|pixel)\b.{0,40}\Z",
        (
            rf"(?:私の|自分の)? ?{_DEVICE}[^。、]{{0,30}}(?:から|より)の?(?:送信|返信)"
            r"(?:しています|しました|しております|されました)?。?\Z"
        ),
        rf"(?:私の|自分の)? ?{_DEVICE}[^。、]{{0,30}}で(?:送信|作成)(?:しています|されました)?。?\Z",
        r"(?:von mein|diese nachricht wurde von|gesendet (?:von|mit)|versendet mit) ?.{1,80}\Z",
        r"(?:envoyé|enviado|inviato|verzonden|verstuurd|wysłane|odesláno|trimis|lähetetty) .{1,80}\Z",
        r"(?:sendt fra|skickat från|skickat med|send(?:t)? med|sendt via) .{1,60}\Z",
        r"(?:发自我的|從我的|从我的|나의 |отправлено (?:с|из) ).{1,60}\Z",
    )
)
#: `-Aiko Mori`, alone in the last line.
_NAME = re.compile(r"--? ?[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{0,30}){0,2}\Z")
_SIGNS = re.compile(
    r"[ \t]*(?:[-=_*+~#.･・:;|/\\<>^─━―—–ー＝＊☆★◇◆□■○●◎△▲▽▼♪†‡※═╋┿┃│┌┐└┘├┤┏┓┗┛〓…‥∞∴∽〜～＋＿／＼﹏︎"
    r"﹎ ゜。*ﾟ]{5,})[ \t]*\Z"
)
_CONTACT = re.compile(
    r"(?:tel|℡|fax|電話|携帯|ファックス|mobile|phone|直通|内線)[^\w]{0,6}(?:番号)?[^\w]{0,4}[\d０-９+]|〒\s?[\d０-９]|"
    r"(?:e-?mail|メール(?:アドレス)?|住所|所在地)\s*[:：]|https?://|www\.|(?:株式|有限|合同)会社|\(株\)|（株）|㈱|"
    r"[^\s@]{1,100}@[^\s@]{1,100}\.[a-z]|(?:\+81|0\d{1,4})[-‐−(（ ]\d",
    re.IGNORECASE,
)
#: Marks that programs leave below what was written, to see who opens it.
_TRACKER = re.compile(r"[\u1427\u200b\u2060\ufeff\s]*\u1427[\u1427\u200b\u2060\ufeff\s]*\Z")


def is_sent_from(line: str) -> bool:
    """„iPhoneから送信“, „Sent from my iPhone“; the mark of a tracker alone."""
    plain = line.strip().lstrip("-–—> (<[").rstrip(")>]")
    if not plain or len(line) > _LONGEST_SENT_FROM:
        return False
    return _TRACKER.match(line) is not None or any(pattern.match(plain) for pattern in _SENT_FROM)


def is_name_line(line: str) -> bool:
    """„-Aiko Mori“: a name behind a dash and nothing else."""
    return len(line) <= _LONGEST_SENT_FROM and _NAME.match(line) is not None


def is_divider(line: str) -> bool:
    """A line of signs alone, five at least."""
    return len(line) <= _LONGEST_LINE and _SIGNS.match(line) is not None


def is_contact_line(line: str) -> bool:
    """Does it say how, or at which company, somebody can be reached?"""
    return len(line) <= _LONGEST_LINE and _CONTACT.search(line) is not None
