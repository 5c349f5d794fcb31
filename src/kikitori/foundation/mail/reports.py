"""Reports of mail servers about a mail that could not be delivered, or not yet. Pure, total.

RFC 3464 where they keep to it; the well-known texts of servers that do not. Which address, for how long, and about which
mail of ours.
"""

import re
from dataclasses import dataclass, field

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_ADDRESS = re.compile(
    r"[^\s<>\"';,()\[\]{}]{1,200}@[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9.\u0080-\uffff-]{0,250}[A-Za-z0-9\u0080-\uffff])?"
)
_MESSAGE_ID = re.compile(r"^message-id[ \t]*:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_MACHINE = re.compile(
    r"(?:^|[<\s])(?:mailer[-_.]?daemon|post-?master|mail-?daemon|mdaemon|mailerdaemon|bounce[s+=-]|ndr@|[a-z-]*mail delivery|system administrator|mail delivery subsystem|automated response|anti-?virus)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|returned mail|(?:mail )?delivery (?:fail|status|problem|error|has failed|report)|failure notice|delivery notification|"
    r"mail (?:system )?error|non[- ]?deliver|could ?n[o']t be delivered|delayed|delivery incomplete|warning: (?:message|could not)|"
    r"returning (?:message|to sender)|mail failed|failed mail|mail not delivered|processing error|non[- ]remis|rejected mail|delivery warning|message status|nondeliverable|permanent failure|address unknown|rejected|"
    r"配信(?:不能|エラー|できません|に失敗|遅延|状況)|送信(?:エラー|できません|に失敗|失敗)|配送(?:エラー|できません|失敗|不能)|不達|届きませんでした|"
    r"配達(?:不能|できません)|unzustellbar|nicht zustellbar|non remis|échec|no entregado|impossibile recapitare",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"(?:could|can|was|were)(?: ?not|n't) (?:be )?deliver|unable to deliver|undeliverable|delivery (?:to the following|failed|has failed|attempts)|"
    r"did(?: not|n't) (?:reach|receive)|no valid recipients|not accepted|unknown host|mail delivery failed|message not delivered|has been (?:returned|postponed)|no such (?:user|mailbox|address|account|person)|user unknown|unknown (?:user|address|recipient|or illegal alias)|"
    r"mailbox (?:is )?(?:full|unavailable|not found|disabled|inactive|quota|over)|over quota|quota exceeded|"
    r"address (?:rejected|not found|error|unknown|invalid)|recipient (?:rejected|unknown|not found|address)|account (?:has been )?(?:disabled|inactive|closed|suspended)|"
    r"does(?: not|n't) (?:exist|have an? )|is(?: not|n't) (?:a valid|listed|known|our customer)|host (?:unknown|not found|unreachable)|"
    r"message (?:was|has been|could not be) (?:returned|rejected|bounced|delayed)|returned to (?:the )?sender|permanent (?:fatal )?error|"
    r"addresses? had (?:permanent|transient)|following (?:recipient|address|destination)|"
    r"(?:配信|送信|お届け|配送|配達)(?:する(?:ことが|事が))?(?:でき(?:ません|なかった|ず)|されません|に失敗)|(?:宛先|アドレス|ユーザ|受信者)[^。\n]{0,20}(?:見つかりません|存在しません|不明|間違|無効|使われておりません)|"
    r"容量(?:を超|オーバー|不足|が一杯|がいっぱい)|受信(?:できません|を拒否|拒否)",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"(?:will|still|continue) (?:be |to )?(?:retry|retried|try(?:ing)?)|delivery (?:is |has been )?(?:delayed|incomplete)|(?:warning|transient)(?: only|:)|"
    r"not (?:yet )?been delivered(?: to one or more of its recipients)? (?:after|for)|has not yet been|do not need to resend|temporar|"
    r"再送(?:を試み|します|いたします)|遅延|しばらく(?:して|お待ち)|まだ(?:配信|お届け)(?:できて|されて)いません",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"permanent|fatal|5\.\d\.\d|giving up|failed permanently|will not be retried|user unknown|no such",
    re.IGNORECASE,
)
_OWN = re.compile(r"mailer-?daemon|postmaster@", re.IGNORECASE)
_NO_MORE = re.compile(
    r"(?:この|当|本|こちらの|お送りいただいた)(?:メール)?(?:アドレス|メールボックス)は[^。\n]{0,30}(?:使(?:用|われ|って)[^。\n]{0,8}(?:おりません|いません)|廃止|無効|閉鎖|停止)|"
    r"(?:this|the) (?:e-?mail )?(?:address|mailbox|account|inbox) (?:is|has been|was)[^.\n]{0,20}(?:no longer|not) (?:in use|used|active|monitored|valid|checked|available)|"
    r"(?:address|mailbox|account) (?:has been|was|is) (?:closed|deactivated|discontinued|retired)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^(?:(?:rfc822|smtp|mailto|dda:smtp)[:=;])+", re.IGNORECASE)
#: An address at the beginning of a line, with at most a reason behind it.
_OWN_LINE = re.compile(
    r"[ \t>*-]*[\"'<(]*([^\s<>\"'():;]{1,200}@[^\s<>\"'();]{1,200}?)[\"'>)]*(?=[:;,.]*\s*(?:\.\.\.|[:(\[-]|\Z|\r|<|user|host|unknown|no such))",
    re.IGNORECASE,
)
_NAMED_LINE = re.compile(
    r".{0,120}?(?:rcpt to|recipients?|to the following|delivered to|deliver message to|message to|mailbox|宛先|送信先|宛)[ \t]*[:：]?[ \t]*(.{3,250})",
    re.IGNORECASE,
)
#: Words of servers that no person uses of their own mail.
_STRICT = re.compile(
    r"(?:message|mail|e-?mail)[^.\n]{0,80}(?:could not be|was not|cannot be|has not been|can't be) delivered|unable to deliver (?:message|your message|the following)|"
    r"failed recipients?|rcpt to:|could not deliver (?:message|your)|non-?delivery report|delivery to the following recipients?|delivery of e?-?mail to this address|"
    r"delivery failed|\b5[0-5]\d[ -]5\.\d\.\d",
    re.IGNORECASE,
)
_MOST = 200
#: RFC 3464 §2.3.3, and what servers write in its place.
_ACTIONS = {
    **{name: name for name in ("failed", "delayed", "delivered", "relayed", "expanded")},
    **dict.fromkeys(
        ("failure", "fail", "error", "bounced", "undeliverable", "undelivered", "rejected"), "failed"
    ),
    **dict.fromkeys(("delay", "deferred", "warning", "transient"), "delayed"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One address a mail did not reach. `status`: the code of RFC 3463 where one is given."""

    address: str
    temporary: bool
    status: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a server reports. `action`: failed, delayed, delivered, relayed, expanded, or empty."""

    failures: tuple[Failure, ...] = ()
    action: str = ""
    about: str = ""
    is_bounce: bool = False
    told: tuple[str, ...] = field(default=())

    @property
    def temporary(self) -> bool:
        """May it still arrive?"""
        return self.action == "delayed" or (
            bool(self.failures) and all(one.temporary for one in self.failures)
        )


NOTHING = Report()


def status_report(status: str, returned: str, words: str) -> Report:
    """From the machine's part of a multipart/report. `returned`: the mail, or its header, that came back with it."""
    groups = [
        dict(_pairs(group))
        for group in re.split(r"\n[ \t]*\n", status.replace("\r\n", "\n"))
        if group.strip()
    ]
    about = _about(returned) or _about(status)
    failures, actions, told = [], [], []
    for group in groups[:_MOST]:
        address = _typed(group.get("original-recipient", "")) or _typed(group.get("final-recipient", ""))
        action = _ACTIONS.get(group.get("action", "").strip().lower().split(" ")[0].strip("()"), "")
        code = _CODE.search(group.get("status", "")) or _CODE.search(group.get("diagnostic-code", ""))
        if action:
            actions.append(action)
        if address:
            told.append(address)
        if not address and not action:
            continue
        temporary = action == "delayed" or (action != "failed" and code is not None and code[1] == "4")
        if action in ("failed", "delayed", "") and (action or (code and code[1] in "45")) and address:
            failures.append(Failure(address, temporary, code.group() if code else ""))
    first = next(
        (action for action in ("failed", "delayed") if action in actions), actions[0] if actions else ""
    )
    if not actions and not failures:
        guessed = text_report(words, "", "", returned)
        return Report(guessed.failures, guessed.action, about, guessed.is_bounce)
    return Report(
        tuple(dict.fromkeys(failures)),
        first,
        about,
        first in ("failed", "delayed") or bool(failures),
        tuple(told),
    )


def text_report(words: str, sender: str, subject: str, returned: str = "") -> Report:
    """From the words of a server that sends no such part. NOTHING where it does not look like one.

    A person can write of mails that do not arrive: whoever is no machine by their address is believed to be one only
    where the mail that failed came back with it, or is named in the fixed words of a server.
    """
    before, mark, after = _split_at_returned(words)
    head = words[:4000]
    named = _SUBJECT.search(subject) is not None
    says = _TEXT.search(head) is not None
    strict = _STRICT.search(before[:2000]) is not None
    machine = _MACHINE.search(sender) is not None
    if not (machine and (says or named or returned or mark)) and not (named and strict):
        return NOTHING
    temporary = _DELAY.search(head) is not None and _GONE.search(head) is None
    code = _CODE.search(head)
    failures = tuple(
        Failure(one, temporary, code.group() if code else "") for one in _addresses(before or head)[:_MOST]
    )
    return Report(failures, "delayed" if temporary else "failed", _about(returned) or _about(after), True)


def gone_report(words: str, sender: str) -> Report:
    """From an automatic answer that nobody reads this address any more. NOTHING where it says nothing of the kind."""
    if _NO_MORE.search(words[:2000]) is None:
        return NOTHING
    return Report((Failure(sender, temporary=False),) if sender else (), "failed", "", True)


def _addresses(said: str) -> list[str]:
    """The addresses that failed: those with a line of their own, else those of a command or a „recipient“, else any."""
    lines = said.split("\n")[:400]
    for pattern in (_OWN_LINE, _NAMED_LINE):
        found = [
            one
            for line in lines
            if (match := pattern.match(line[:400]))
            for one in _ADDRESS.findall(match[1])
        ]
        if known := _theirs(found):
            return known
    return _theirs(_ADDRESS.findall(said[:8000]))


def _theirs(found: list[str]) -> list[str]:
    """Each once, without what is only a prefix of the server's, and without its own address."""
    plain = [_PREFIX.sub("", one).rstrip(".:>-") for one in found]
    return list(dict.fromkeys(one for one in plain if not _OWN.search(one) and "..." not in one))


_RETURNED = re.compile(
    r"^(?:[ \t>-]*(?:below this line is a copy|this is a copy of the message|(?:the )?(?:original|returned|undelivered|unsent) message|"
    r"message (?:header|text|contents)|(?:the )?(?:text|header|body) of (?:the|your) message|(?:your )?(?:original )?message (?:follows|headers?)|"
    r"元のメッセージ|元のメール|送信(?:された)?メール)|(?:received|return-path|message-id|from)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)


def _split_at_returned(words: str) -> tuple[str, str, str]:
    """What the server says, and the mail it gives back."""
    found = _RETURNED.search(words)
    return (words[: found.start()], found.group(), words[found.start() :]) if found else (words, "", "")


def _pairs(group: str) -> list[tuple[str, str]]:
    return [(name.lower(), re.sub(r"\s*\n\s*", " ", value)) for name, value in _FIELD.findall(group)]


def _typed(value: str) -> str:
    """`rfc822; someone@example.com` → the address."""
    plain = value.partition(";")[2] if ";" in value else value
    found = _ADDRESS.search(plain.strip().strip("<>"))
    return found.group().rstrip(".>") if found else ""


def _about(header: str) -> str:
    found = _MESSAGE_ID.search(header)
    return found[1] if found else ""
