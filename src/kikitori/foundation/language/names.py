"""Names of people and bodies: readings in one script, widths folded, spelling variants matched.

Nothing here refuses a name: a reading may be missing, Latin, Ainu or one syllable long. What is shown is
always what the person gave; ``name_fold`` only finds the other card on which the same person stands.
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

from kikitori.foundation.language.text import clean_text, fold

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BLANKS = re.compile(r"\s+")
_WRONG_PROLONGED = re.compile("(?<=[ァ-ヺㇰ-ㇿー])[-‐‑‒–—―−─━﹣－〜～~]+")
_SPACED_VOICING = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})


def fold_width(raw: str) -> str:
    """Full-width letters, digits, signs and blanks as half-width ones, half-width kana as full-width ones.

    Kanji are untouched. Blanks at the ends go and runs of blanks become one.
    """
    return _BLANKS.sub(" ", jaconv.h2z(clean_text(raw), kana=True).translate(_FULL_WIDTH)).strip()


def normalise_kana(raw: str) -> str:
    """A reading as full-width katakana with single half-width blanks (ﾔﾏﾀﾞ　たろう → ヤマダ タロウ).

    Idempotent. Never refuses: what is not kana (a Latin name, a kanji by mistake) stays, folded in width.
    """
    voiced = unicodedata.normalize("NFC", fold_width(raw).translate(_SPACED_VOICING))
    katakana = unicodedata.normalize("NFC", jaconv.hira2kata(voiced))
    return _WRONG_PROLONGED.sub(lambda run: "ー" * len(run[0]), katakana)


# A double hyphen parts the names of foreigners: ジャン＝ポール.
_READING = re.compile("[ァ-ヺー・=゠ヽヾㇰ-ㇿ\u3099\u309a\\s]*")


def is_plausible_kana(reading: str) -> bool:
    """Whether a reading is kana alone, or empty as it may be. A hint for asking again, never a gate."""
    return _READING.fullmatch(normalise_kana(reading)) is not None


_SOUNDS_LIKE = str.maketrans("ヂヅヴヲヰヱァィゥェォャュョヮ", "ジズブオイエアイウエオヤユヨワ", "ーッ・=゠ ")
_LONG_O = re.compile("([オコソトノホモヨロゴゾドボポ])[ウオ]")
_LONG_U = re.compile("([ウクスツヌフムユルグズブプ])ウ")


def kana_sound(reading: str) -> str:
    """The key where readings meet that are heard alike: オオノ = オーノ = オウノ, ハットリ = ハトリ, ヅ = ズ.

    Empty for what is no kana. Equal keys are a reason to look, never proof.
    """
    if not is_plausible_kana(reading):
        return ""
    bare = normalise_kana(reading).translate(_SOUNDS_LIKE)
    return _LONG_U.sub(r"\1", _LONG_O.sub(r"\1", bare))


# Each group counts as one character when a person is looked for; the first is the common form.
# Compatibility ideographs are not listed: NFKC inside ``fold`` has already joined them.
_VARIANT_GROUPS = """
    高髙 崎﨑嵜㟢 浜濱濵 辺邊邉 斉齊斎齋齎 沢澤 広廣 桜櫻 国國 島嶋嶌㠀 柳栁 徳德 真眞 恵惠 栄榮
    寿壽 円圓 滝瀧 竜龍 淵渕渊 富冨 秋穐龝 条條 蔵藏 会會 学學 関關 静靜 黒黑 弥彌 与與 豊豐
    鉄鐵 仏佛 吉𠮷 昇曻 桑桒 館舘 荘莊 浅淺 増增 桧檜 園薗 野埜 礼禮 万萬 来來 亀龜 塩鹽 当當
    実實 将將 応應 晋晉 槙槇 瑶瑤 尭堯 遥遙 凜凛 曽曾 祢禰 侭儘 宝寶 梅楳 峰峯 松枩 船舩 杉椙
    鎌鐮 郎郞 緑綠 横橫 歩步 頼賴 温溫 涼凉 翠翆 巻卷 穂穗 団團 県縣 宮宫 剣劔劍 楽樂 経經 総總
    剛㓻 兎兔 瀬瀨 内內 清淸 青靑 戸戶 彦彥 黄黃 産產 教敎 土圡 薮藪籔 鶴靏靍 鴎鷗 芦蘆 鯵鰺 呉吳 聡聰
    亜亞 悦悅 為爲 衛衞 奥奧 暁曉 覚覺 巌巖 勲勳 薫薰 芸藝 厳嚴 済濟 参參 児兒 収收 渋澁澀 尚尙 乗乘 浄淨
    穣穰 譲讓 慎愼 摂攝 専專 禅禪 伝傳 灯燈 独獨 薬藥 恒恆 歳歲 絵繪 駆驅 弁辨瓣辯 帰歸 継繼 栃杤 毎每
"""
_TO_COMMON_FORM = {ord(variant): group[0] for group in _VARIANT_GROUPS.split() for variant in group[1:]}


def common_form(text: str) -> str:
    """The text with the common form of each kanji that names are written with in several: 髙 as 高, 國 as 国."""
    return text.translate(_TO_COMMON_FORM)


_LEGAL_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|(?:一般|公益)(?:社団|財団)法人|特定非営利活動法人|npo法人"
    r"|\((?:株|有|同|一社|公社|一財|公財|特非)\)"
)
_HONORIFICS = re.compile("(?<=..)(?:様|さま|殿|御中|先生|氏)$")
_LATIN_TITLES = re.compile(r"^(?:mrs|mr|ms|miss|dr|prof)(?:\.\s*|\s+)(?=.)")
_LATIN_MARKS = str.maketrans({".": " ", ",": " ", "-": " ", "'": None})
_LATIN_NAME = re.compile(r"[a-z][a-z.' -]*,?[a-z.' -]*")


def name_fold(name: str) -> str:
    """The key where spellings of one name meet: 髙橋 様 = 高橋, ﾔﾏﾀﾞ = やまだ, Yamada Tarō = Taro YAMADA.

    Folds width, case, kana script, blanks, old character forms, honorifics, legal forms of companies, and in
    Latin names accents and word order. Equal keys are a reason to look, never proof.
    """
    latin = _without_accents(unicodedata.normalize("NFKC", name).casefold()).replace("’", "'").strip()
    if _LATIN_NAME.fullmatch(latin):
        words = _LATIN_TITLES.sub("", latin).translate(_LATIN_MARKS).split()
        return fold("".join(sorted(words)))
    key = common_form(fold(name))
    without_form = _LEGAL_FORMS.sub("", key)
    return _HONORIFICS.sub("", without_form or key)


def number_key(number: str) -> str:
    """What is stored of a member number for finding it: width, case, blanks and dashes folded."""
    return "".join(sign for sign in name_fold(number) if sign.isalnum())[:100]


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.replace("ø", "o").replace("đ", "d").replace("ł", "l"))
    return "".join(part for part in parts if not unicodedata.combining(part))
