"""The lines by which mailers mark what is quoted, forwarded and signed. Pure.

Japanese and English first; the other languages are those whose mailers people here use. Every pattern looks at one line
from its beginning, and none can go back over it.
"""

import re
from collections.abc import Sequence

_LONGEST = 600

_ORIGINAL = re.compile(
    r"[ \t>]*[-_=*─━]{2,}[ \t]*(?:original message|original appointment|reply message|previous message|元のメッセージ|"
    r"元のメール|オリジナル ?メッセージ|返信元メッセージ|引用元|以前のメッセージ|ursprüngliche nachricht|message d'origine|"
    r"mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|"
    r"исходное сообщение|原始邮件|原始郵件|원본 ?메시지)[ \t]*[-_=*─━]{2,}[ \t]*\Z",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[ \t]*(?:[-_=*─━]{2,}[ \t]*(?:forwarded message|転送メッセージ|転送されたメッセージ|転送メール|weitergeleitete nachricht|"
    r"message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|"
    r"пересылаемое сообщение|转发的邮件|轉寄的郵件)[^-_=]{0,80}(?:[-_=*─━]{2,})?|begin forwarded message:|"
    r"転送されたメッセージ[:：]?|以下、?転送(?:いたし|し)?ます[。]?)[ \t]*\Z",
    re.IGNORECASE,
)
#: Our own letters ask for answers above this line.
_OWN = re.compile(
    r"[ \t>]*(?:[-–—─*#=]+ *)?(?:この線より上に|please (?:type|write) your (?:reply|answer) above this line|reply above this line)",
    re.IGNORECASE,
)

_FROM = r"(?:from|差出人|送信者|送信元|von|de|da|van|från|fra|od|от|发件人|寄件者|보낸 ?사람|lähettäjä)"
_OTHERS = (
    r"(?:sent|date|to|cc|subject|reply-to|送信日時|送信日|日時|日付|日|宛先|宛て|宛名|件名|題名|gesendet|datum|an|betreff|envoyé|à|objet|"
    r"enviado(?: el| em)?|fecha|para|asunto|assunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|"
    r"wysłano|do|temat|отправлено|дата|кому|тема|发送时间|收件人|主题|寄件日期|主旨|보낸 ?날짜|받는 ?사람|제목|lähetetty|aihe)"
)
_FROM_LINE = re.compile(rf"[ \t>|]*\*?_?{_FROM}\*?_?[ \t\u3000]*[:：]\*?", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[ \t>|]*\*?_?{_OTHERS}\*?_?[ \t\u3000]*[:：]\*?", re.IGNORECASE)

#: A line that may begin an attribution which goes on in the next.
ATTRIBUTION_BEGINS = re.compile(
    r"[ \t>]*(?:On\b|Le\b|Am\b|El\b|Il\b|Em\b|Op\b|W dniu\b|Dnia\b|Den\b|På\b|Em\b|Na\b|Em\b|Pe\b|"
    r"\d{1,4}[-年/.]|(?:20\d\d|[0-3]?\d)[年/.-]|[月火水木金土日]|在|于|\S+さん|\S*@)",
    re.IGNORECASE,
)
_ENDS = (
    "wrote:", "writes:", "wrote :", "a écrit :", "a écrit:", "schrieb:", "escribió:", "ha scritto:", "escreveu:", "schreef:",
    "napisał(a):", "napisał:", "napisała:", "skrev:", "написал:", "написал(а):", "написала:", "пишет:", "写道：", "写道:", "寫道：", "寫道:",
    "작성:", "씀:", "kirjoitti:", "yazdı:", "a scris:",
)  # fmt: skip
_ON_ENGLISH = re.compile(r"[ \t>]*On .{5,400}?\bwrote\s?:?\Z", re.IGNORECASE)
_SCHRIEB = re.compile(
    r"[ \t>]*(?:Am|Den|Op|Am) .{5,300}?\b(?:schrieb|skrev|schreef) .{1,200}:\Z", re.IGNORECASE
)
_JA_WROTE = re.compile(
    r"[^。]{1,300}?(?:さん|様|氏|さま)?\s?(?:は|が|の|より|からの?)?\s?(?:書きました|書かれました|wrote|メール|メッセージ|送信しました|のメール|のメッセージ)\s?[:：。]?\Z"
)
_DATED = re.compile(
    r"[ \t>]*(?:20\d\d\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}日?|(?:令和|平成)\d{1,2}年\d{1,2}月\d{1,2}日)[ \t]*"
    r"[(（]?[月火水木金土日a-zA-Z曜日]{0,4}[)）]?.{0,300}\Z"
)
_CLOCK = re.compile(r"\d{1,2}\s?[:：時]\s?\d{2}")
_DATE = re.compile(r"\d{1,4}\s?[年月/.-]\s?\d{1,2}")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")

_SENT_FROM = re.compile(
    r"[ \t>]*(?:[-–—]{0,2}\s?)?(?:sent (?:from|via|with|using)\b.{1,80}|(?:get|download|holen sie sich) outlook\b.{0,60}|"
    r".{0,30}outlook for (?:ios|android|mac).{0,80}|(?:私の)?[^。、]{0,40}(?:スマートフォン|携帯|携帯電話|iphone|ipad|android|galaxy|xperia|aquos|arrows|pixel|"
    r"ドコモ|docomo|au|softbank|アプリ|メール)[^。、]{0,30}(?:から|より|で)の?(?:送信|返信)(?:しています|しました|しております)?。?|"
    r"von meinem .{1,40} gesendet|envoyé (?:de|depuis) .{1,60}|enviado (?:desde|do|de) .{1,60}|inviato da .{1,60}|"
    r"verstuurd vanaf .{1,60}|skickat från .{1,60}|发自我的.{1,40}|從我的.{1,40}傳送|나의 .{1,40}에서 보냄|отправлено с .{1,60})\Z",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"[ \t]*(?:[-=_*+~#.･・:;|/\\<>^─━―—–ー＝＊☆★◇◆□■○●◎△▲▽▼♪†‡※═╋┿┃│┌┐└┘├┤┏┓┗┛〓…‥∞∴∽〜～＋＿／＼﹏︎﹎ ゜。*ﾟ]{5,})[ \t]*\Z"
)
_CONTACT = re.compile(
    r"(?:tel|℡|fax|電話|携帯|ファックス|mobile|phone|直通|内線)[^\w]{0,6}(?:番号)?[^\w]{0,4}[\d０-９+]|〒\s?[\d０-９]|(?:e-?mail|メール(?:アドレス)?|住所|所在地)\s*[:：]|"
    r"https?://|www\.|(?:株式|有限|合同)会社|\(株\)|（株）|㈱|[^\s@]+@[^\s@]+\.[a-z]|(?:\+81|0\d{1,4})[-‐−(（ ]\d",
    re.IGNORECASE,
)


def is_original_mark(line: str) -> bool:
    """„-----Original Message-----“."""
    return len(line) <= _LONGEST and _ORIGINAL.match(line) is not None


def is_forward_mark(line: str) -> bool:
    """„---------- Forwarded message ---------“."""
    return len(line) <= _LONGEST and _FORWARDED.match(line) is not None


def is_own_mark(line: str) -> bool:
    """The line of our own letters above which people answer."""
    return _OWN.match(line[:_LONGEST]) is not None


def is_header_block(lines: Sequence[str], at: int) -> bool:
    """„From: … / Sent: … / Subject: …“: a line that names a sender, and another field within the three below."""
    if _FROM_LINE.match(lines[at][:_LONGEST]) is None:
        return False
    below = [line for line in lines[at + 1 : at + 7] if line.strip()][:3]
    found = sum(1 for line in below if _OTHER_LINE.match(line[:_LONGEST]))
    return found >= 1 and (found >= 2 or _ADDRESS.search(lines[at]) is not None or len(below) < 3)


def attributes_whole(line: str) -> bool:
    """„On Fri, 20 Nov 2026, Yamada wrote:“, „2026年11月20日(金) 10:12 山田 <…>:“, „山田さんは書きました:“."""
    text = line.strip(" \t>")
    if not text or len(text) > _LONGEST:
        return False
    small = text.lower()
    if small.endswith(_ENDS) and (
        len(text) < 30 or ATTRIBUTION_BEGINS.match(text) or _ADDRESS.search(text) or re.search(r"\d", text)
    ):
        return True
    if _ON_ENGLISH.match(text) or _SCHRIEB.match(text):
        return True
    if _DATED.match(text) and text.endswith((":", "：")) and (_CLOCK.search(text) or _ADDRESS.search(text)):
        return True
    if text.endswith((":", "：")) and _ADDRESS.search(text) and _CLOCK.search(text):
        return True
    return (
        _JA_WROTE.match(text) is not None
        and text.endswith((":", "：", "書きました", "書きました。"))
        and (_ADDRESS.search(text) is not None or _CLOCK.search(text) is not None or "書" in text)
    )


def introduces_what_is_marked(line: str) -> bool:
    """Before lines that are marked as quoted, less is needed: it ends in a colon and says who or when."""
    text = line.strip(" \t>")
    if not text.endswith((":", "：")) or len(text) > _LONGEST:
        return False
    return bool(
        _ADDRESS.search(text)
        or _CLOCK.search(text)
        or _DATE.search(text)
        or re.search(r"wrote|書き|さん|様", text)
    )


def is_sent_from(line: str) -> bool:
    """„iPhoneから送信“, „Sent from my iPhone“."""
    return bool(line.strip()) and len(line) <= 160 and _SENT_FROM.match(line.strip()) is not None


def is_divider(line: str) -> bool:
    """A line of signs alone, five at least."""
    return len(line) <= 200 and _SIGNS.match(line) is not None


def is_contact_line(line: str) -> bool:
    """Does it say how, or at which company, somebody can be reached?"""
    return len(line) <= 200 and _CONTACT.search(line) is not None
