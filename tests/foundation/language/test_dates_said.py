"""Dates that letters tell: found and counted in both languages, and told from dates that promise nothing."""

from __future__ import annotations

import time as clock
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.language.dates_said import dates_promised, dates_said


def wall(year: int, month: int, day: int, hour: int) -> datetime:
    """A moment on the clock of the house."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Tokyo"))


#: Wednesday. The 23rd was a holiday; so are 29 December to 3 January.
AT = wall(2026, 11, 25, 14)
DAY = timedelta(days=1)


def business_day(start: date, number: int) -> date:
    """Monday to Friday, closed over the New Year."""
    step = DAY if number > 0 else -DAY
    day, left = start, abs(number)
    while left:
        day += step
        closed = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
        left -= day.weekday() < 5 and not closed
    return day


def promised(text: str, at: datetime = AT) -> list[str]:
    """`11-27`, `11-27 15:00` for each date that is promised; the year where it is not this one."""
    said = []
    for each in dates_promised(text, at, business_day):
        day = f"{each.day:%m-%d}" if each.day.year == at.year else f"{each.day}"
        said.append(f"{day} {each.time:%H:%M}" if each.time else day)
    return said


JA = {
    "金曜までに折り返します。": "11-27",
    "金曜日までに折り返しお電話を差し上げます。": "11-27",
    "今週金曜日にお電話いたします。": "11-27",
    "来週の火曜にご連絡します。": "12-01",
    "来週火曜日までに、担当よりご連絡いたします。": "12-01",
    "再来週の月曜に伺います。": "12-07",
    "水曜までにお返事します。": "12-02",
    "月曜の午前10時にお電話いたします。": "11-30 10:00",
    "明日中にお返事いたします。": "11-26",
    "明日、改めてご連絡いたします。": "11-26",
    "あすまでにお送りします。": "11-26",
    "明日発送します。": "11-26",
    "明後日お伺いします。": "11-27",
    "あさっての15時にお電話します。": "11-27 15:00",
    "明日の午後3時半にお電話差し上げます。": "11-26 15:30",
    "一両日中にご連絡いたします。": "11-26",
    "翌営業日中にご返信いたします。": "11-26",
    "11月30日（月）までにご回答いたします。": "11-30",
    "11月30日までに、書面でお知らせいたします。": "11-30",
    "１１月３０日（月）までにご回答いたします。": "11-30",
    "12月4日(金)の17時までにご連絡いたします。": "12-04 17:00",
    "12月4日（金）17:00までにご連絡いたします。": "12-04 17:00",
    "30日までにお送りします。": "11-30",
    "３０日までにお送りします。": "11-30",
    "5日までにお返しいたします。": "12-05",
    "来月5日に返金いたします。": "12-05",
    "12/4までに交換品をお送りします。": "12-04",
    "2026/12/04までに交換品をお送りします。": "12-04",
    "2026年12月4日に発送いたします。": "12-04",
    "令和8年11月30日までに書面でお知らせします。": "11-30",
    "令和９年１月１２日までにご回答いたします。": "2027-01-12",
    "R8.12.1までにご回答いたします。": "12-01",
    "1月12日までにご返金いたします。": "2027-01-12",
    "3営業日以内に返金いたします。": "11-30",
    "３営業日以内にご返金いたします。": "11-30",
    "三営業日以内にご返金いたします。": "11-30",
    "2〜3営業日以内にご連絡いたします。": "11-30",
    "一週間以内にご報告いたします。": "12-02",
    "2週間以内に修理を終えます。": "12-09",
    "10日以内にお返事いたします。": "12-05",
    "十日以内にお返事いたします。": "12-05",
    "3日後にもう一度お電話いたします。": "11-28",
    "1か月以内に代金をお返しいたします。": "12-25",
    "24時間以内にご連絡いたします。": "11-26 14:00",
    "30分以内に折り返します。": "11-25 14:30",
    "1時間半後に折り返しお電話いたします。": "11-25 15:30",
    "今週中にご返信いたします。": "11-27",
    "来週中にお届けいたします。": "12-04",
    "今週末までにお知らせします。": "11-27",
    "月末までに交換品をお届けします。": "11-30",
    "今月中に対応いたします。": "11-30",
    "来月末までに改善いたします。": "12-28",
    "翌月末までにお支払いいたします。": "12-28",
    "再来月末までに工事を終えます。": "2027-01-29",
    "翌月5日にお振込みいたします。": "12-05",
    "再来月5日にお振込みいたします。": "2027-01-05",
    "来月の十日にお振込みいたします。": "12-10",
    "今月末日までにご返金いたします。": "11-30",
    "11月末日までにご返金いたします。": "11-30",
    "12月上旬にご連絡いたします。": "12-10",
    "12月中旬までにご返金いたします。": "12-18",
    "12月下旬に発送いたします。": "12-28",
    "来月中旬に発送いたします。": "12-18",
    "十二月末までに修繕を終える予定です。": "12-28",
    "来週末までにご返金いたします。": "12-04",
    "再来週末までにご返金いたします。": "12-11",
    "来週ご連絡いたします。": "12-04",
    "来月お届けいたします。": "12-28",
    "週明けにご連絡いたします。": "11-30",
    "十二月四日までにご回答いたします。": "12-04",
    "令和八年十二月四日までにご回答いたします。": "12-04",
    "二〇二六年十二月四日までにご回答いたします。": "12-04",
    "来年1月10日にお伺いします。": "2027-01-10",
    "来年の3月末までに改修いたします。": "2027-03-31",
    "来年11月30日までに改修いたします。": "2027-11-30",
    "12/4迄にご連絡いたします。": "12-04",
    "金曜日迄にご連絡いたします。": "11-27",
    "明晩お電話いたします。": "11-26",
    "明日の正午にお電話いたします。": "11-26 12:00",
    "明日の朝にお電話いたします。": "11-26",
    "明日25時にお電話いたします。": "11-26",
    "明日の午前0時に切り替えます。": "11-26 00:00",
    "明日の0時に切り替えます。": "11-26 00:00",
    "明日18時半にお電話いたします。": "11-26 18:30",
    "１２／４（金）１０：００にお電話します。": "12-04 10:00",
    "Friday までにご連絡いたします。": "11-27",
    "担当の Smith が 30 November までにご連絡いたします。": "11-30",
    "ABC社から、11月30日までに refund いたします。": "11-30",
    "12月末までに修繕を終える予定です。": "12-28",
    "年内に修理を終える予定です。": "12-28",
    "本日中にお電話します。": "11-25",
    "今日の17時までにお電話します。": "11-25 17:00",
    "午後3時にお電話いたします。": "11-25 15:00",
    "4時頃にお電話いたします。": "11-25 16:00",
    "15時30分までに折り返します。": "11-25 15:30",
    "金曜までにお電話しますので、それまでお待ちください。": "11-27",
    "恐れ入ります。\n金曜までに\n折り返しご連絡いたします。": "11-27",
    "11月20日にご注文の品を、明日発送します。": "11-26",
    "木曜を目処にご連絡いたします。": "11-26",
    "30日には結果をお知らせできる見込みです。": "11-30",
    "金曜までに必ずご返金させていただきます。": "11-27",
    "金曜までに調べ、月曜にご報告します。": "11-30",
}
EN = {
    "We will call you back by Friday.": "11-27",
    "I'll get back to you tomorrow.": "11-26",
    "We'll reply by the day after tomorrow.": "11-27",
    "By Friday, we will send you a refund.": "11-27",
    "You will hear from us by 30 November.": "11-30",
    "You will hear from us by Monday 30 November.": "11-30",
    "You will hear from us by Monday, 30 November 2026, at the latest.": "11-30",
    "You will have our answer by November 30th.": "11-30",
    "We will write to you on Nov. 30.": "11-30",
    "We will write to you on the 30th of November.": "11-30",
    "We will write to you by the 5th.": "12-05",
    "We will write to you by 12 January.": "2027-01-12",
    "We will write to you by 2026-12-04.": "12-04",
    "Next Tuesday we are going to call you.": "12-01",
    "We will visit you on Tuesday next week.": "12-01",
    "Our colleague will ring you this Friday.": "11-27",
    "We will reply on Wednesday.": "12-02",
    "We will reply within 3 business days.": "11-30",
    "We will reply within three working days.": "11-30",
    "We will reply within 2 to 3 business days.": "11-30",
    "We will repair it within a week.": "12-02",
    "The refund will be with you in two weeks.": "12-09",
    "We will look at it again in a month.": "12-25",
    "We shall call you within 24 hours.": "11-26 14:00",
    "I will call you in 30 minutes.": "11-25 14:30",
    "We will let you know by the end of the day.": "11-25",
    "We will let you know by the end of the week.": "11-27",
    "We will let you know by the end of next week.": "12-04",
    "We will let you know by the end of the month.": "11-30",
    "We will finish the repair by the end of the year.": "12-28",
    "I will call you today.": "11-25",
    "We will call you at 3 pm.": "11-25 15:00",
    "We will call you by 3 p.m. on Friday.": "11-27 15:00",
    "We will call you on Friday at 10:30.": "11-27 10:30",
    "We will call you tomorrow at noon.": "11-26 12:00",
    "We will check with the depot, and call you by Friday.": "11-27",
    "You ordered it on 20 November, and we will replace it by Monday.": "11-30",
    "Thank you for writing. We will call\nyou by Friday.": "11-27",
    "We aim to answer by Friday.": "11-27",
    "We are sending the new plates on Monday.": "11-30",
    "We will call you on Monday week.": "12-07",
    "We will send it by end of day tomorrow.": "11-26",
    "We will send it by the end of business on Friday.": "11-27",
    "We will send it by close of business on Friday.": "11-27",
    "We will send it next week.": "12-04",
    "We will send it next month.": "12-28",
    "We will send it later this week.": "11-27",
    "We will call you in two days' time.": "11-27",
    "We will call you by 金曜日.": "11-27",
    "We will call you by 11月30日.": "11-30",
    "We are closed until Monday next week, and will call you on Tuesday.": "12-01",
    "We had promised Friday, but we will call you by Monday.": "11-30",
    "By the end of the day, we will call you.": "11-25",
}
NOTHING = (
    "金曜までにご連絡ください。",
    "11月30日までに同封の書類をご返送くださいますようお願いいたします。",
    "12月20日にご予約の件、承知しました。",
    "11月20日にご注文いただいた品について調べております。",
    "11月20日にお電話をいただきました。",
    "昨日お電話いたしました。",
    "昨日の午後3時にお電話いたします。",
    "昨日の15時にお電話する予定です。",
    "平成30年12月4日までにご回答いたします。",
    "昨年12月4日までにお返しする予定です。",
    "去年の12月末までに改修する予定です。",
    "先月末までにご返金する予定です。",
    "前月末までにご返金する予定です。",
    "先週末までにお届けする予定です。",
    "令和元年12月4日にお届けします。",
    "十三月四日までにお返事いたします。",
    "0日以内にご返金いたします。",
    "500営業日以内にご返金いたします。",
    "0分以内にお電話いたします。",
    "25時までにお電話いたします。",
    "20月末までにお返事いたします。",
    "来年15月10日までにお返事いたします。",
    "金曜にお電話する約束でした。",
    "11月30日までお待ちください。必ずご連絡いたします。",
    "来週はお休みをいただきます。",
    "We called you yesterday at 5 pm.",
    "We will keep your file until Monday next week.",
    "We will not contact you until Monday next week.",
    "We will refund what you paid this month.",
    "Next week's delivery is the last one.",
    "We promised to call you by Friday.",
    "We will write to you on 31 November.",
    "We will call you at 13 pm.",
    "We will reply within 500 days.",
    "We will reply within 0 hours.",
    "先週の金曜にお届けしました。",
    "毎週金曜に配達しています。",
    "明日は定休日です。",
    "年末年始は12月29日から休業いたします。",
    "金曜は休みをいただきます。",
    "金曜までに届かない場合は、お電話します。",
    "金曜までに届かなければ、再送いたします。",
    "金曜までにはお返事できません。",
    "金曜までにお返しすることはいたしかねます。",
    "配送会社からは、金曜までに届けるとのことです。",
    "金曜までに届くと聞いております。",
    "金曜までに届くと思います。",
    "「金曜までに折り返します」とのお話でした。",
    "> 金曜までに折り返します。",
    "＞ 明日中にお返事いたします。",
    "本クーポンの有効期限は12月31日です。",
    "お支払いの期限は11月30日です。",
    "受付時間は9時から17時までです。",
    "2、3日中に届くこともあります。",
    "ご返金には3営業日ほどお時間をいただきます。",
    "近日中にご連絡いたします。",
    "できるだけ早くお返事いたします。",
    "11月24日までにお返事いたします。",
    "午前9時にお電話いたします。",
    "13月45日までにお返事いたします。",
    "金曜までにお返事いただけますか。",
    "明日でよろしいでしょうか。",
    "11月3日から5日間お待ちいただきました。",
    "Please reply by Friday.",
    "Could you send us the photographs by 30 November?",
    "You must return it within 14 days.",
    "If we do not hear from you by Friday, we will close the complaint.",
    "We called you on Friday.",
    "You ordered it on 20 November.",
    "The parcel was delivered on Monday.",
    "The courier told us it will arrive by Friday.",
    "We cannot answer by Friday.",
    "We will not be able to call you tomorrow.",
    "We are closed until Monday.",
    "We are open from 9:00 to 17:00.",
    "The voucher is valid until 31 December.",
    "We might call you tomorrow.",
    "> We will call you back by Friday.",
    'You wrote: "We will call you back by Friday."',
    "We will call you back as soon as we can.",
    "We will write to you by 20 November 2026.",
    "It may take 3 days.",
    "Every Friday we clean the machines.",
    "",
)


def test_there_are_enough_sentences_to_trust_it() -> None:
    assert len(JA) + len(EN) + len(NOTHING) >= 120
    assert len(NOTHING) >= 40


@pytest.mark.parametrize(("text", "day"), [*JA.items(), *EN.items()])
def test_date_that_is_promised_is_found_and_counted(text: str, day: str) -> None:
    assert promised(text) == [day]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_offered_where_nothing_is_promised(text: str) -> None:
    assert promised(text) == []


@pytest.mark.parametrize("hour", [8, 19])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("金曜までに折り返します。", "12-04"),
        ("今週の金曜までに折り返します。", "11-27"),
        ("来週の金曜までに折り返します。", "12-04"),
        ("We will call you by Friday.", "12-04"),
        ("We will call you this Friday.", "11-27"),
        ("今週中にお電話します。", "11-27"),
    ],
)
def test_friday_on_a_friday_is_the_next_one_at_any_hour(text: str, day: str, hour: int) -> None:
    assert promised(text, wall(2026, 11, 27, hour)) == [day]


@pytest.mark.parametrize(
    ("at", "text", "day"),
    [
        (wall(2026, 11, 28, 9), "今週中にお電話します。", "11-29"),
        (wall(2026, 11, 28, 9), "We will call you by the end of the week.", "11-29"),
        (wall(2026, 12, 30, 9), "年内にお電話します。", "12-31"),
        (wall(2026, 12, 30, 9), "5日までにお電話します。", "2027-01-05"),
        (wall(2027, 1, 31, 9), "1か月以内にご返金します。", "02-28"),
        (wall(2026, 1, 31, 9), "30日までにご返金します。", ""),
        (wall(2026, 11, 25, 16), "午後3時にお電話します。", ""),
        # In December „next month“ and „mid-January“ are of another year.
        (wall(2026, 12, 10, 9), "来月10日にお振込みします。", "2027-01-10"),
        (wall(2026, 12, 10, 9), "1月中旬にご連絡します。", "2027-01-20"),
        (wall(2026, 12, 10, 9), "再来月末までに改修します。", "2027-02-26"),
        # What has passed of a month is over, and is not next year's.
        (wall(2026, 12, 25, 9), "12月中旬までにご返金します。", ""),
        (wall(2026, 12, 25, 9), "12月下旬までにご返金します。", "12-28"),
        # A week that begins with closed days begins on the first business day.
        (wall(2026, 12, 25, 9), "週明けにお電話します。", "12-28"),
        (wall(2026, 12, 30, 9), "週明けにお電話します。", "2027-01-04"),
        # On a Monday „Monday week“ is two weeks away: Monday itself is the one to come.
        (wall(2026, 11, 30, 9), "We will call you on Monday week.", "12-14"),
        (wall(2026, 2, 28, 9), "来月末までに改修します。", "03-31"),
    ],
)
def test_months_and_weeks_are_counted_from_the_day_it_is_said(at: datetime, text: str, day: str) -> None:
    assert promised(text, at) == ([day] if day else [])


def test_sentence_in_two_languages_names_each_date_once() -> None:
    text = "明日 (26 Nov) までにご連絡いたします。"
    assert promised(text) == ["11-26"]
    assert len(dates_said(text, AT, business_day)) == 2


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(1, 182),
    st.sampled_from(
        [
            "{0.month}月{0.day}日",
            "{0.year}年{0.month}月{0.day}日",
            "{0.month}/{0.day}",
            "令和{1}年{0.month}月{0.day}日",
        ]
    ),
)
@settings(max_examples=50)
def test_day_that_is_written_is_the_day_that_is_found(today: date, ahead: int, form: str) -> None:
    day = today + ahead * DAY
    text = form.format(day, day.year - 2018) + "までにお返事いたします。"
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for written in (text, wide):
        [found] = dates_said(written, wall(today.year, today.month, today.day, 10), business_day)
        assert (found.day, found.promising) == (day, True)


def test_span_is_that_of_the_text_as_it_was_written() -> None:
    text = "お世話になります。\n１１月３０日（月）１７時までに、ご回答いたします。"
    (said,) = dates_said(text, AT, business_day)
    assert text[said.start : said.end] == "１１月３０日（月）１７時"
    assert (said.day, said.time, said.promising) == (date(2026, 11, 30), time(17), True)
    assert said.sentence == "１１月３０日（月）１７時までに、ご回答いたします。"


def test_date_that_is_only_mentioned_is_told_from_one_that_is_promised() -> None:
    text = "12月20日にご予約の件は、金曜までにお電話します。"
    assert [(each.day.day, each.promising) for each in dates_said(text, AT, business_day)] == [
        (20, False),
        (27, True),
    ]


@given(st.text(alphabet="金曜日までに明1130月週（）0年内以後時:/-.> \n。BY byfridaynov,'「」", max_size=80))
def test_no_text_breaks_it_and_no_day_lies_in_the_past(text: str) -> None:
    for said in dates_said(text, AT, business_day):
        assert said.day >= AT.date()
        assert 0 <= said.start < said.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["1", "「", "金曜", "1/", "within ", "a.", "> ", "\n", "11月", "、", "1:", "the end of "]
)
def test_long_texts_take_no_time(piece: str) -> None:
    began = clock.perf_counter()
    dates_said(piece * (100_000 // len(piece)), AT, business_day)
    assert clock.perf_counter() - began < 2
