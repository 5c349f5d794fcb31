"""Sentences of letters that say something else for each reason: what is dropped, and where somebody is shown to."""

FURTHER = {
    "ja": {
        "remedy_dropped": [
            "ご希望のないことを承りましたので、次のことは取りやめます。\n・返金: 皿三枚の代金（12,800円）",
            "■ 理由\nお電話で、なくてよいとうかがいました。",
            "ごろまでに、解決したかどうかをおうかがいします。",
            "お申し出の扱いが不利になることはありません。",
            "お住まいの地域の消費生活センター（電話188）",
        ],
        "remedy_dropped:exchanged": [
            "別のことを行います。",
            "おわびの品（500円） ― 2026年12月11日（金）まで",
        ],
        "remedy_dropped:unreachable": ["お届けできず、次のことはいったん取りやめます。"],
        "remedy_dropped:impossible": ["申し訳ございません。次のことは行えなくなりました。"],
        "redirected:inquiry": ["お問い合わせとして承ります。"],
        "redirected:request": ["ご提案として承ります。"],
        "redirected:praise": ["あたたかいお言葉として"],
        "redirected:not_ours": ["私どもの商品やサービスについてのものではないことが"],
    },
    "en": {
        "remedy_dropped": [
            "so we will not do it:\n- Refund: The price of three plates (¥12,800)",
            "The reason\nYou told us on the phone that you can do without it.",
            "we will ask you whether it is solved.",
            "it does not count against you",
            "Your local consumer affairs centre (phone 188)",
        ],
        "remedy_dropped:exchanged": [
            "in place of this:",
            "Something nice (¥500), by Friday 11 December 2026",
        ],
        "remedy_dropped:unreachable": ["We could not bring you what we promised"],
        "remedy_dropped:impossible": ["We are sorry: we cannot do this any more:"],
        "redirected:inquiry": ["as a question rather than a complaint"],
        "redirected:request": ["as a suggestion rather than a complaint"],
        "redirected:praise": ["as kind words to us"],
        "redirected:not_ours": ["not to be about our goods or services"],
    },
}
