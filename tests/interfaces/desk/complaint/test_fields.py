"""Days, times and money as people type them; what cannot be read is said with the field's name."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from kikitori.interfaces.desk.complaint.fields import DayField, MoneyField, TimeOfDayField


@pytest.mark.parametrize(
    "typed",
    ["2026-12-08", "2026/12/8", "２０２６－１２－０８", "２０２６年１２月８日", "2026.12.08", " 2026-12-08 "],
)
def test_day_is_read_in_any_width_and_form(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 12, 8)


@pytest.mark.parametrize(
    "typed", ["8", "2026-13-01", "2026-02-30", "明日", "26-12-08", "0000-01-01", "99999-01-01"]
)
def test_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["9:05", "09:05", "０９：０５", "9時5分", "09:05:00"])
def test_time_is_read_in_any_width_and_form(typed: str) -> None:
    assert TimeOfDayField().clean(typed) == time(9, 5)


@pytest.mark.parametrize("typed", ["9", "25:00", "夕方", "-1:00"])
def test_time_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TimeOfDayField().clean(typed)


@pytest.mark.parametrize("typed", ["30000", "30,000", "３０，０００円", "¥30,000", "￥30 000", "30000円"])
def test_money_is_read_with_any_sign(typed: str) -> None:
    assert MoneyField().clean(typed) == 30_000


@pytest.mark.parametrize("typed", ["三万", "30.5", "3万", "1e5", "9" * 9_999])
def test_money_that_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


@pytest.mark.parametrize("field", [DayField, TimeOfDayField, MoneyField])
def test_empty_is_nothing_where_nothing_is_needed(field: type[DayField]) -> None:
    assert field(required=False).clean("") is None
