"""The lines by which mailers mark what is quoted and forwarded. Pure.

Japanese and English first; the other languages are those whose mailers people here use. Every pattern looks at one line
from its beginning, and none can go back over it.
"""

import re
from collections.abc import Sequence

_LONGEST = 600

_RULES = "-_=*─━"
_RULE, _RULE_AT_WILL = r"[-_=*─━]{2,}", r"(?:[-_=*─━]{2,})?"
_ORIGINAL = re.compile(
    rf"[ \t>]*{_RULE}[ \t]*(?:original message|original appointment|reply message|previous message|"
    r"元のメッセージ|元のメール|オリジナル ?メッセージ|返信元メッセージ|引用元|以前のメッセージ|返信元のメール|"
    r"ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|"
    r"oorspronkelijk bericht|oprindelig meddelelse|"
    rf"исходное сообщение|原始邮件|原始郵件|원본 ?메시지)[ \t]*{_RULE}[ \t]*\Z",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    rf"[ \t]*(?:{_RULE}[ \t]*(?:forwarded message|転送メッセージ|転送されたメッセージ|転送メール|"
    r"weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|"
    rf"doorgestuurd bericht|пересылаемое сообщение|转发的邮件|轉寄的郵件)[^-_=]{{0,80}}{_RULE_AT_WILL}|"
    r"begin forwarded message:|転送されたメッセージ[:：]?|以下、?転送(?:いたし|し)?ます[。]?)[ \t]*\Z",
    re.IGNORECASE,
)
#: Our own letters ask for answers above this line.
_OWN = re.compile(
    r"[ \t>]*(?:[-–—─*#=]+ *)?(?:この線より上に|please (?:type|write) your (?:reply|answer) above this line|"
    r"reply above this line)",
    re.IGNORECASE,
)

_FROM = r"(?:from|差出人|送信者|送信元|von|de|da|van|från|fra|od|от|发件人|寄件者|보낸 ?사람|lähettäjä)"
_OTHERS = (
    r"(?:sent|date|to|cc|subject|reply-to|送信日時|送信日|日時|日付|日|宛先|宛て|宛名|件名|題名|gesendet|datum|an|betreff|"
    r"envoyé|à|objet|enviado(?: el| em)?|fecha|para|asunto|assunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|"
    r"skickat|till|ämne|sendt|til|emne|wysłano|do|temat|отправлено|дата|кому|тема|发送时间|收件人|主题|寄件日期|主旨|"
    r"보낸 ?날짜|받는 ?사람|제목|lähetetty|aihe)"
)
_FROM_LINE = re.compile(rf"[ \t>|]*\*?_?{_FROM}\*?_?[ \t\u3000]*[:：]\*?", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[ \t>|]*\*?_?{_OTHERS}\*?_?[ \t\u3000]*[:：]\*?", re.IGNORECASE)
#: A header is told from a person's own „件名: …“ by how many of its fields stand together.
_FEWEST_FIELDS, _MOST_FIELDS, _LOOKED_AT = 2, 3, 7

_WROTE_AFTER = r"(?:schrieb|skrev|schreef|wrote|escribió|ha scritto|napisał|a écrit|пишет|написал)"
#: A line that may begin an attribution which goes on in the next.
ATTRIBUTION_BEGINS = re.compile(
    r"[ \t>]*(?:(?:On|Le|Am|El|Il|Em|Op|W dniu|Dnia|Den|På|Na|Pe)\b|\d{1,4}[-年/.]|(?:20\d\d|[0-3]?\d)[年/.-]|"
    r"[0-3]?\d [^\W\d]{3}|[月火水木金土日]|在|于|\S+さん|\S{0,200}@|"
    rf"[^<>]{{1,100}}<[^<>@]{{1,100}}@[^<>]{{1,100}}> {_WROTE_AFTER})",
    re.IGNORECASE,
)
_ENDS = (
    "wrote:", "writes:", "wrote :", "a écrit :", "a écrit:", "schrieb:", "escribió:", "ha scritto:", "escreveu:",
    "schreef:", "napisał(a):", "napisał:", "napisała:", "skrev:", "написал:", "написал(а):", "написала:", "пишет:",
    "写道：", "写道:", "寫道：", "寫道:", "작성:", "씀:", "kirjoitti:", "yazdı:", "a scris:",
)  # fmt: skip
_WROTE = ("wrote", "written", "書きました", "さんからのメール")
#: Nothing introduces a quotation that does not end so, or says its zone.
_MAY_INTRODUCE = re.compile(r"(?:[:：]|wrote|書きました。?)\Z|GMT[+-]", re.IGNORECASE)
_ON_ENGLISH = re.compile(r"[ \t>]*On .{5,400}?\bwrote\s?:?\Z", re.IGNORECASE)
_SCHRIEB = re.compile(
    r"[ \t>]*(?:Am|Den|Op|Am) .{5,300}?\b(?:schrieb|skrev|schreef) .{1,200}:\Z", re.IGNORECASE
)
_JA_WROTE = re.compile(
    r"[^。]{1,300}?(?:さん|様|氏|さま)?\s?(?:は|が|の|より|からの?)?\s?"
    r"(?:書きました|書かれました|wrote|メール|メッセージ|送信しました|のメール|のメッセージ)\s?[:：。]?\Z"
)
#: „山田さんは書きました“; „… と書きました“ is a sentence of its own.
_WROTE_JA = re.compile(r"(?:さん|様|氏|さま)\s?[はが]?\s?(?:書きました|書かれました)[。:：]*\Z")
_DATED = re.compile(
    r"[ \t>]*(?:20\d\d\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}日?|(?:令和|平成)\d{1,2}年\d{1,2}月\d{1,2}日)[ \t]*"
    r"[(（]?[月火水木金土日a-zA-Z曜日]{0,4}[)）]?.{0,300}\Z"
)
#: „2016-03-03 17:21 GMT+01:00 Some One <…>“: Gmail once left the colon out where a line broke.
_WITH_ZONE = re.compile(r"[ \t>]*20\d\d-\d{1,2}-\d{1,2} \d{1,2}:\d\d GMT[+-]\d{2}:\d{2} \S.{0,200}[^<\s]\Z")
_CLOCK = re.compile(r"\d{1,2}\s?[:：時]\s?\d{2}")
_DATE = re.compile(r"\d{1,4}\s?[年月/.-]\s?\d{1,2}")
_ADDRESS = re.compile(r"[^\s@<>]{1,200}@[^\s@<>]{1,200}")
_DIGIT = re.compile(r"\d")
_SAYS_WHO = re.compile(r"wrote|書き|さん|様")
_SHORT = 30


def is_original_mark(line: str) -> bool:
    """„-----Original Message-----“."""
    return len(line) <= _LONGEST and (_ORIGINAL.match(line) is not None or _is_framed(line))


def _is_framed(line: str) -> bool:
    """„---- On Fri, 20 Nov 2026 10:12:00 +0900 … wrote ----“."""
    plain = line.strip(" \t>")
    inside = plain.strip(_RULES).rstrip()
    framed = plain[:2].strip(_RULES) == plain[-2:].strip(_RULES) == "" and inside != plain
    return framed and inside.lower().endswith(_WROTE) and _DIGIT.search(inside) is not None


def is_forward_mark(line: str) -> bool:
    """„---------- Forwarded message ---------“."""
    return len(line) <= _LONGEST and _FORWARDED.match(line) is not None


def is_own_mark(line: str) -> bool:
    """The line of our own letters above which people answer."""
    return _OWN.match(line[:_LONGEST]) is not None


def is_header_block(lines: Sequence[str], at: int) -> bool:
    """„From: … / Sent: … / Subject: …“: a line that names a sender, and another field within the three below.

    Where another field comes first („Date: … / Subject: … / From: …“), three must stand together.
    """
    first = lines[at][:_LONGEST]
    begins, other = _FROM_LINE.match(first) is not None, _OTHER_LINE.match(first) is not None
    if not begins and not other:
        return False
    below = [line[:_LONGEST] for line in lines[at + 1 : at + _LOOKED_AT] if line.strip()][:_MOST_FIELDS]
    found = [line for line in below if _OTHER_LINE.match(line)]
    if begins:
        few = len(below) < _MOST_FIELDS
        return bool(found) and (len(found) >= _FEWEST_FIELDS or _ADDRESS.search(first) is not None or few)
    senders = [line for line in below if _FROM_LINE.match(line)]
    return len(found) + len(senders) >= _MOST_FIELDS and any(_ADDRESS.search(line) for line in senders)


def attributes_whole(line: str) -> bool:
    """„On Fri, 20 Nov 2026, Yamada wrote:“, „2026年11月20日(金) 10:12 山田 <…>:“, „山田さんは書きました:“."""
    text = line.strip(" \t>")
    if not text or len(text) > _LONGEST or _MAY_INTRODUCE.search(text) is None:
        return False
    return _ends_in_wrote(text) or _names_moment(text) or _says_in_japanese(text)


def _ends_in_wrote(text: str) -> bool:
    if text.lower().endswith(_ENDS):
        told = ATTRIBUTION_BEGINS.match(text) or _ADDRESS.search(text) or _DIGIT.search(text)
        if told or len(text) < _SHORT:
            return True
    return _ON_ENGLISH.match(text) is not None or _SCHRIEB.match(text) is not None


def _names_moment(text: str) -> bool:
    if _WITH_ZONE.match(text):
        return True
    if not text.endswith((":", "：")):
        return False
    address, clock = _ADDRESS.search(text), _CLOCK.search(text)
    return bool((address and clock) or (_DATED.match(text) and (address or clock)))


def _says_in_japanese(text: str) -> bool:
    if _JA_WROTE.match(text) is None or not text.endswith((":", "：", "書きました", "書きました。")):
        return False
    return bool(_ADDRESS.search(text) or _CLOCK.search(text) or _WROTE_JA.search(text))


def tells_moment(line: str) -> bool:
    """Does it name a date and a time of day? Then what it begins may go on below a blank line."""
    return bool(_CLOCK.search(line[:_LONGEST]) and _DIGIT.search(line))


def introduces_what_is_marked(line: str) -> bool:
    """Before lines that are marked as quoted, less is needed: it ends in a colon and says who or when."""
    text = line.strip(" \t>")
    if not text.endswith((":", "：")) or len(text) > _LONGEST:
        return False
    return any(sign.search(text) for sign in (_ADDRESS, _CLOCK, _DATE, _SAYS_WHO))
