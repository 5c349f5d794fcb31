"""Made-up content of the desk: promises of the day, one complaint, a list. Names are placeholders."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from moments import at  # type: ignore[import-not-found]


def frame(name: str, ja: bool) -> dict[str, Any]:
    """What the bar of every desk page shows."""
    labels = (
        ("今日の約束", "急ぎ", "未割当", "すべての申出", "兆候", "通知文")
        if ja
        else ("Today", "Urgent", "Unassigned", "All complaints", "Signals", "Letters")
    )
    counts = (12, 3, 5, 0, 1, 19)
    return {
        "nav": [
            {
                "url": "/list/" if i == 3 else "/today/",
                "label": label,
                "count": counts[i],
                "current": (name == "today" and i == 0) or (name == "list" and i == 3),
                "late": i == 1,
            }
            for i, label in enumerate(labels)
        ],
        "search_url": "/list/",
        "staff_name": "高梨 澪" if ja else "Mio Takanashi",
        "sign_out_url": "/sign-in/",
    }


def today(ja: bool) -> dict[str, Any]:
    """The promises of the day, in groups, and the cards beside them."""

    def row(due: datetime, mark: str, *said: str) -> dict[str, Any]:
        what, ref, who, about, verb = said
        return {"due": due, "mark": mark, "what": what, "ref": ref, "who": who, "about": about, "verb": verb}

    if ja:
        call, ack, first, news = "折り返し電話", "受付通知", "最初の回答", "経過のお知らせ"
        groups = [
            (
                "超過",
                True,
                [
                    row(
                        at(24, 10, 30),
                        "phone",
                        call,
                        "K-2026-000118",
                        "佐藤 和子 様",
                        "器の破損・3回目の連絡",
                        "電話をかける",
                    ),
                    row(
                        at(24, 9, 0),
                        "mail",
                        ack,
                        "K-2026-000127",
                        "匿名の方",
                        "店頭での言葉づかいについて",
                        "確認して送る",
                    ),
                ],
            ),
            (
                "正午まで",
                False,
                [
                    row(
                        at(24, 11, 40),
                        "mail",
                        ack,
                        "K-2026-000131",
                        "山本 健一 様",
                        "会費の二重引落し",
                        "確認して送る",
                    ),
                    row(
                        at(24, 12, 0),
                        "letter",
                        first,
                        "K-2026-000109",
                        "有限会社あおば商店 御中",
                        "請求書の宛名と金額の相違、および再発行の依頼に対する返答がないこと",
                        "回答を書く",
                    ),
                ],
            ),
            (
                "今日中",
                False,
                [
                    row(
                        at(24, 15, 30),
                        "phone",
                        call,
                        "K-2026-000122",
                        "田中 美咲 様",
                        "配送の遅れ（指定日に届かず）",
                        "電話をかける",
                    ),
                    row(
                        at(24, 17, 0),
                        "message",
                        news,
                        "K-2026-000098",
                        "林 様",
                        "返金がまだ振り込まれない",
                        "知らせる",
                    ),
                    row(
                        at(24, 17, 0),
                        "letter",
                        first,
                        "K-2026-000104",
                        "リー・アンダーソン 様",
                        "英語での案内がなかった",
                        "回答を書く",
                    ),
                ],
            ),
            (
                "明日",
                False,
                [
                    row(
                        at(25, 10, 0),
                        "mail",
                        ack,
                        "K-2026-000133",
                        "小林 誠 様",
                        "窓口の待ち時間",
                        "確認して送る",
                    ),
                ],
            ),
        ]
        mine = [
            ("K-2026-000118", "器の破損と電話対応", at(26, 17)),
            ("K-2026-000104", "英語での案内がなかった", at(24, 17)),
            ("K-2026-000098", "返金がまだ振り込まれない", at(24, 17)),
            ("K-2026-000087", "定期便の解約", at(30, 17)),
        ]
        load = [("高梨 澪", 7, 12), ("大野 修", 11, 12), ("森 彩", 4, 12)]
    else:
        call, ack, first, news = "Call back", "Acknowledgement", "First answer", "Progress news"
        groups = [
            (
                "Overdue",
                True,
                [
                    row(
                        at(24, 10, 30),
                        "phone",
                        call,
                        "K-2026-000118",
                        "Kazuko SATO",
                        "Broken plates, third contact",
                        "Call now",
                    ),
                    row(
                        at(24, 9, 0),
                        "mail",
                        ack,
                        "K-2026-000127",
                        "Anonymous",
                        "Tone of voice at the counter",
                        "Check and send",
                    ),
                ],
            ),
            (
                "By noon",
                False,
                [
                    row(
                        at(24, 11, 40),
                        "mail",
                        ack,
                        "K-2026-000131",
                        "Kenichi YAMAMOTO",
                        "Membership fee debited twice",
                        "Check and send",
                    ),
                    row(
                        at(24, 12, 0),
                        "letter",
                        first,
                        "K-2026-000109",
                        "Aoba Shoten Ltd",
                        "Wrong name and amount on the invoice, and no reply to the request for a new one",
                        "Write the answer",
                    ),
                ],
            ),
            (
                "Later today",
                False,
                [
                    row(
                        at(24, 15, 30),
                        "phone",
                        call,
                        "K-2026-000122",
                        "Misaki TANAKA",
                        "Late delivery (not on the chosen day)",
                        "Call now",
                    ),
                    row(
                        at(24, 17, 0),
                        "message",
                        news,
                        "K-2026-000098",
                        "HAYASHI",
                        "Refund has not arrived",
                        "Tell them",
                    ),
                    row(
                        at(24, 17, 0),
                        "letter",
                        first,
                        "K-2026-000104",
                        "Lee ANDERSON",
                        "No information in English",
                        "Write the answer",
                    ),
                ],
            ),
            (
                "Tomorrow",
                False,
                [
                    row(
                        at(25, 10, 0),
                        "mail",
                        ack,
                        "K-2026-000133",
                        "Makoto KOBAYASHI",
                        "Waiting time at the counter",
                        "Check and send",
                    ),
                ],
            ),
        ]
        mine = [
            ("K-2026-000118", "Broken plates and the phone calls", at(26, 17)),
            ("K-2026-000104", "No information in English", at(24, 17)),
            ("K-2026-000098", "Refund has not arrived", at(24, 17)),
            ("K-2026-000087", "Ending a subscription", at(30, 17)),
        ]
        load = [("Mio Takanashi", 7, 12), ("Osamu Ono", 11, 12), ("Aya Mori", 4, 12)]
    return {"groups": groups, "mine": mine, "load": load}  # fmt: skip


def case(ja: bool) -> dict[str, Any]:
    """The complaint page; `t` are its times."""
    return {
        "person": SimpleNamespace(
            name="佐藤 和子" if ja else "Kazuko SATO",
            name_kana="サトウ カズコ" if ja else "",
            kind="individual",
        ),
        "t": [
            at(20, 16, 40),
            at(20, 16, 52),
            at(21, 9, 30),
            at(21, 10, 5),
            at(21, 13, 15),
            at(24, 10, 2),
            at(26, 17),
        ],
        "rage": "もう三回目です。\n毎回ちがう人が出て、毎回はじめから説明させられます。\nhttps://example.com/photo/broken-plate-with-a-very-long-address-that-must-wrap.jpg"
        if ja
        else "This is the third time.\nEvery time it is someone else, and every time I start from the beginning.\nhttps://example.com/photo/broken-plate-with-a-very-long-address-that-must-wrap.jpg",
    }


def listing(ja: bool) -> dict[str, Any]:
    """A list with every state, one row sealed."""
    states = (
        ("受付済み", "調査中", "解決案を提示", "解決")
        if ja
        else ("Received", "Being looked into", "Solution offered", "Solved")
    )
    abouts = (
        ("器の破損と電話対応", "会費の二重引落し", "窓口の待ち時間", "返金がまだ振り込まれない")
        if ja
        else (
            "Broken plates and the phone calls",
            "Membership fee debited twice",
            "Waiting time at the counter",
            "Refund has not arrived",
        )
    )
    people = (
        ("佐藤 和子 様", "匿名の方", "有限会社あおば商店 御中")
        if ja
        else ("Kazuko SATO", "Anonymous", "Aoba Shoten Ltd")
    )
    owners = ("高梨", "大野", "未割当") if ja else ("Takanashi", "Ono", "Unassigned")
    rows: list[dict[str, Any]] = [
        {
            "ref": f"K-2026-{133 - i:06d}",
            "about": abouts[i % 4],
            "who": people[i % 3],
            "state": states[i % 4],
            "severity": f"S{1 + (i + 2) % 4}",
            "owner": owners[i % 3],
            "due": at(24 + i // 3, 9 + i % 8, 30 * (i % 2)),
            "done": at(24, 9) if i % 4 == 3 else None,
        }
        for i in range(14)
    ]
    rows[4]["sealed"] = True
    return {"rows": rows}
