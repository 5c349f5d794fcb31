"""The words by which mail servers report that a mail did not arrive. Pure.

Postfix, Sendmail, Exim, qmail, Exchange, Gmail, Yahoo!, the Japanese carriers and providers, as they write in Japanese
and English; of other languages the subjects. Each pattern looks at a bounded piece of text.
"""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


#: Senders that are machines.
MACHINE = _any(
    r"(?:^|[<\s\"])(?:mailer[-_.]?daemon|post-?master|mail-?daemon|mdaemon|mailerdaemon|bounce[s+=-]|ndr@|mail-?error)",
    r"(?:^|[<\s\"])(?:[a-z-]*mail delivery|system administrator|mail delivery subsystem|automated response)",
    r"anti-?virus",
)
#: Subjects of reports.
SUBJECT = _any(
    r"undeliver|returned mail|(?:mail )?delivery (?:fail|status|problem|error|has failed|report|warning|incomplete)",
    r"failure notice|delivery notification|mail (?:system )?error|non[- ]?deliver|could ?n[o']t be delivered|delayed",
    r"warning: (?:message|could not)|returning (?:message|to sender)|mail failed|failed mail|mail not delivered",
    r"processing error|non[- ]remis|rejected|message status|nondeliverable|permanent failure|address unknown",
    r"(?:配信|送信|配送|送達)(?:不能|エラー|できません|に?失敗|遅延|状況)|不達|届きませんでした|配達(?:不能|できません)",
    r"unzustellbar|nicht zustellbar|non remis|échec|no entregado|impossibile recapitare|onbestelbaar|olevererbar",
    r"недоставлен|не доставлено|无法投递|退信|系统退信|無法傳遞|전송 ?실패|배달 ?실패",
)
#: Their text.
TEXT = _any(
    r"(?:could|can|was|were)(?: ?not|n't) (?:be )?deliver|unable to deliver|undeliverable",
    r"delivery (?:to the following|failed|has failed|attempts)|did(?: not|n't) (?:reach|receive)",
    r"no valid recipients|not accepted|unknown host",
    r"mail delivery failed|message not delivered|has been (?:returned|postponed)|user unknown",
    r"no such (?:user|mailbox|address|account|person)|unknown (?:user|address|recipient|or illegal alias)",
    r"mailbox (?:is )?(?:full|unavailable|not found|disabled|inactive|quota|over)|over quota|quota exceeded",
    r"address (?:rejected|not found|error|unknown|invalid)|recipient (?:rejected|unknown|not found|address)",
    r"invalid recipient|account (?:has been )?(?:disabled|inactive|closed|suspended)",
    r"does(?: not|n't) (?:exist|have an? )",
    r"is(?: not|n't) (?:a valid|listed|known|our customer)|host (?:unknown|not found|unreachable)",
    r"message (?:was|has been|could not be) (?:returned|rejected|bounced|delayed)|returned to (?:the )?sender",
    r"permanent (?:fatal )?error|addresses? had (?:permanent|transient)|following (?:recipient|address|destination)",
    r"(?:配信|送信|お届け|配送|配達|送達)(?:する(?:ことが|事が))?(?:でき(?:ません|なかった|ず)|されません|に失敗)",
    r"(?:宛先|あて先|アドレス|ユーザー?|受信者)[^。\n]{0,20}"
    r"(?:見つかりません|見つからない|存在しません|不明|間違|無効|使われておりません)",
    r"容量(?:を超|オーバー|不足|が一杯|がいっぱい)|受信(?:できません|を拒否|拒否)|届けることができませんでした",
)
#: Words of servers that no person uses of their own mail.
STRICT = _any(
    r"(?:message|mail|e-?mail)[^.\n]{0,80}(?:could not be|was not|cannot be|has not been|can't be) delivered",
    r"unable to deliver (?:message|your message|the following)|could not be delivered to the following",
    r"failed recipients?|rcpt to:|could not deliver (?:message|your)|non-?delivery report|was automatically rejected",
    r"delivery to the following recipients?|delivery of e?-?mail to this address|delivery failed",
    r"\b5[0-5]\d[ -]5\.\d\.\d",
    r"(?:次|以下|下記)の(?:あて先|宛先|受信者|メールアドレス|アドレス)[^。\n]{0,30}"
    r"(?:送信|配信|送達|お届け)[^。\n]{0,15}(?:できません|失敗)",
)
#: Words of a person, who may have pasted those of a server below their own.
PERSON = _any(
    r"\b(?:I|I'm|I've|me|my|we|our)\b(?! sorry)|please (?:help|fix|tell|check)|\bwhy\b|what shall",
    r"返って|戻って(?:き|来|し)|表示され|送って|送ると|送りました|送信すると|困|教えて|ですか|しています|どうすれば|直して|調べて|なぜ",
    r"お願い(?:いた|し)",
)
#: It may still arrive.
DELAY = _any(
    r"(?:will|still|continue) (?:be |to )?(?:retry|retried|try(?:ing)?|made)",
    r"delivery (?:is |has been )?(?:delayed|incomplete)|(?:warning|transient)(?: only|:)",
    r"has not yet been|do not need to resend|temporar|attempts will continue",
    r"not (?:yet )?been delivered(?: to one or more of its recipients)? (?:after|for)",
    r"再送(?:を試み|します|いたします)|再度配信を|遅延|しばらく(?:して|お待ち)|まだ(?:配信|お届け|送信)(?:できて|されて)いません",
)
#: It will not, whatever is said of another try.
FINAL = _any(
    r"permanent|fatal|5\.\d\.\d|giving up|failed permanently|will not be retried|user unknown|no such",
    r"再送は行(?:いません|われません)",
)
#: The address is read by nobody any more.
NO_MORE = _any(
    r"(?:この|当|本|こちらの|お送りいただいた)(?:メール)?(?:アドレス|メールボックス)は(?![^。\n]{0,30}専用)[^。\n]{0,30}"
    r"(?:使(?:用|われ|って)[^。\n]{0,8}(?:おりません|いません)|廃止|無効|閉鎖|停止)",
    r"(?:this|the) (?:e-?mail )?(?:address|mailbox|account|inbox) (?:is|has been|was)[^.\n]{0,20}"
    r"(?:no longer (?:in use|used|active|monitored|valid|checked|available)|not (?:in use|active|valid))",
    r"(?:address|mailbox|account) (?:has been|was|is) (?:closed|deactivated|discontinued|retired)",
)
#: The server's own addresses.
OWN = _any(r"mailer-?daemon|postmaster@")
#: An address at the beginning of a line, with at most a reason behind it.
OWN_LINE = re.compile(
    r"[ \t>*・-]*[\"'<(\[]*([^\s<>\"'():;\[\]]{1,200}@[^\s<>\"'():;\[\]]{1,200}?)[\"'>)\]]*"
    r"(?=[:;,.]*\s*(?:\.\.\.|[:(\[-]|\Z|\r|<|user|host|unknown|no such))",
    re.IGNORECASE,
)
#: An address behind words that say it is one that failed.
NAMED_LINE = re.compile(
    r".{0,120}?(?:rcpt to|recipients?|to the following|delivered to|deliver message to|message to|mailbox|"
    r"宛先|あて先|送信先|受信者|宛)[ \t]*[:：]?[ \t]*(.{3,250})",
    re.IGNORECASE,
)
#: Where the mail begins that is given back.
RETURNED = _any(
    r"^[ \t>-]*(?:below this line is a copy|this is a copy of the message|message (?:header|text|contents))",
    r"^[ \t>-]*(?:the )?(?:original|returned|undelivered|unsent) message",
    r"^[ \t>-]*(?:the )?(?:text|header|body) of (?:the|your) message",
    r"^[ \t>-]*(?:your )?(?:original )?message (?:follows|headers?)",
    r"^[ \t>-]*(?:元のメッセージ|元のメール|送信(?:された)?メール)",
    r"^(?:received|return-path|message-id|from)[ \t]*:",
)
