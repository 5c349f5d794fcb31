"""Real addresses and numbers are taken, dangerous ones refused, and the same line is recognised again."""

from __future__ import annotations

import email.message
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.contact import (
    BadMailAddress,
    MailAddress,
    MailFault,
    Phone,
    mail_address,
    phone,
    postal_code,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
LOCAL_PARTS = st.text(alphabet="abA.+-_'é例ａ", min_size=1, max_size=20)
QUOTED_PARTS = st.text(alphabet="ab.@ <>,;:+()é例", min_size=1, max_size=20).map(lambda inner: f'"{inner}x"')
DOMAINS = st.sampled_from(
    ["example.jp", "Example.CO.JP", "例え.jp", "ｅｘａｍｐｌｅ．com", "mail-1.example.org.", "localhost"]
)
ADDRESSES = st.builds("{}@{}".format, st.one_of(LOCAL_PARTS, QUOTED_PARTS), DOMAINS)
NEARLY_ADDRESSES = st.text(alphabet='ab.@"\\ <>,;:+-_()é例\r\n\x00\u202e＠．。', max_size=20)


class TestMailAddressTaken:
    @pytest.mark.parametrize(
        ("raw", "local", "domain"),
        [
            ("taro@example.jp", "taro", "example.jp"),
            ("  taro@example.jp\n", "taro", "example.jp"),
            ("Taro.Yamada@Example.CO.JP", "Taro.Yamada", "example.co.jp"),
            ("a..b.@keitai.example.ne.jp", "a..b.", "keitai.example.ne.jp"),
            (".dot-first@example.ne.jp", ".dot-first", "example.ne.jp"),
            ("taro+shop@example.com", "taro+shop", "example.com"),
            ("o'neill@example.com", "o'neill", "example.com"),
            ("x!#$%&'*+/=?^_`{|}~-y@example.com", "x!#$%&'*+/=?^_`{|}~-y", "example.com"),
            ('"quoted local"@example.com', "quoted local", "example.com"),
            ('"two@signs"@example.com', "two@signs", "example.com"),
            (r'"with \" quote"@example.com', 'with " quote', "example.com"),
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro", "example.jp"),
            ("taro@例え.jp", "taro", "xn--r8jz45g.jp"),
            ("taro@例え。jp", "taro", "xn--r8jz45g.jp"),
            ("太郎@example.jp", "太郎", "example.jp"),
            ("<taro@example.jp>", "taro", "example.jp"),
            ("mailto:taro@example.jp", "taro", "example.jp"),
            ("MAILTO:taro@example.jp", "taro", "example.jp"),
            ("taro @ example . jp", "taro", "example.jp"),
            ("taro\u200b@example.jp\ufeff", "taro", "example.jp"),
            ("taro@example.jp.", "taro", "example.jp"),
            ("taro@mail_1.example.jp", "taro", "mail_1.example.jp"),
            ("1@2.example", "1", "2.example"),
            # As carriers gave them out, before and after they asked for order.
            ("-hana-@keitai.example.ne.jp", "-hana-", "keitai.example.ne.jp"),
            ("hana..chan.@mobile.example.ne.jp", "hana..chan.", "mobile.example.ne.jp"),
            ("h.a.n.a@tegami.example.ne.jp", "h.a.n.a", "tegami.example.ne.jp"),
            ("hana/0401?@t.denwa.example.ne.jp", "hana/0401?", "t.denwa.example.ne.jp"),
            ("_hana_@i.tegami.example.jp", "_hana_", "i.tegami.example.jp"),
            # Typed with the keyboard still in Japanese mode: every kind of dash is the hyphen.
            ("ｔａｒｏ－ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ", "taro-yamada", "example.jp"),
            ("ｔａｒｏ−ｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ", "taro-yamada", "example.jp"),
            ("ｔａｒｏーｙａｍａｄａ＠ｅｘａｍｐｌｅ．ｊｐ", "taro-yamada", "example.jp"),
            ("taro‐y@mail–1.example.jp", "taro-y", "mail-1.example.jp"),
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ。ｃｏ｡ｊｐ", "taro", "example.co.jp"),
            # Japanese domain names have prolonged sounds and middle dots of their own.
            ("info@コーヒー.jp", "info", "xn--tck2c4fb.jp"),
            ("info@ｺｰﾋｰ.jp", "info", "xn--tck2c4fb.jp"),
            ("taro-y@コーヒー.jp", "taro-y", "xn--tck2c4fb.jp"),
            ("info@カフェ・花.jp", "info", "xn--hckh0k7fp792b.jp"),
            ("太ー郎@example.jp", "太ー郎", "example.jp"),
            # Registries tell ß from ss since 2010: a letter must not go to the other house.
            ("info@straße.example", "info", "xn--strae-oqa.example"),
            ("info@STRAẞE.example", "info", "xn--strae-oqa.example"),
            ("info@bücher.example", "info", "xn--bcher-kva.example"),
            ("info@मराठी.example", "info", "xn--d2b1ag0dl.example"),
            ("info@ไทย.example", "info", "xn--o3cw4h.example"),
        ],
    )
    def test_address_that_works_is_read(self, raw: str, local: str, domain: str) -> None:
        assert mail_address(raw) == MailAddress(local, domain)

    def test_bare_domain_is_taken_and_noted(self) -> None:
        assert mail_address("root@localhost").has_bare_domain
        assert not mail_address("taro@example.jp").has_bare_domain


class TestMailAddressRefused:
    @pytest.mark.parametrize(
        ("raw", "fault"),
        [
            ("", MailFault.EMPTY),
            (" \u3000\u200b", MailFault.EMPTY),
            ("taro", MailFault.NO_AT),
            ("taro.example.jp", MailFault.NO_AT),
            ("taro@jiro@example.jp", MailFault.MANY_AT),
            ("a@example.jp, b@example.jp", MailFault.MANY_AT),
            ('"taro"@jiro@example.jp', MailFault.MANY_AT),
            ("@example.jp", MailFault.NO_LOCAL),
            ('""@example.jp', MailFault.NO_LOCAL),
            ('" "@example.jp', MailFault.NO_LOCAL),
            ("taro@", MailFault.NO_DOMAIN),
            ("taro@.", MailFault.NO_DOMAIN),
            ("taro@example..jp", MailFault.NO_DOMAIN),
            ("taro@.example.jp", MailFault.NO_DOMAIN),
            ("taro@-", MailFault.NO_DOMAIN),
            ("taro@exa$mple.jp", MailFault.NO_DOMAIN),
            ("taro@" + "a" * 64 + ".jp", MailFault.NO_DOMAIN),
            ("taro@" + "例" * 60 + ".jp", MailFault.NO_DOMAIN),
            ("taro@・.jp", MailFault.NO_DOMAIN),
            ("taro@例え!.jp", MailFault.NO_DOMAIN),
            ("taro@例え😀.jp", MailFault.NO_DOMAIN),
            ("taro@\u0301.jp", MailFault.NO_DOMAIN),
            ("taro yamada@example.jp", MailFault.BLANK),
            ("taro@example.jp 自宅", MailFault.BLANK),
            ("taro@example.jp\nBcc: all@example.com", MailFault.CONTROL),
            ("taro\r\n@example.jp", MailFault.CONTROL),
            ('"a\nb"@example.jp', MailFault.CONTROL),
            ("taro\x00@example.jp", MailFault.CONTROL),
            ("taro\x85@example.jp", MailFault.CONTROL),
            ("taro\u2028@example.jp", MailFault.CONTROL),
            ("taro\u202e@example.jp", MailFault.CONTROL),
            ("taro\ud800@example.jp", MailFault.CONTROL),
            ("taro,jiro@example.jp", MailFault.SPECIAL),
            ("Taro <taro@example.jp>", MailFault.BLANK),
            ("Taro<taro@example.jp>", MailFault.SPECIAL),
            ("taro(home)@example.jp", MailFault.SPECIAL),
            ('ta"ro@example.jp', MailFault.SPECIAL),
            ("a" * 250 + "@example.jp", MailFault.TOO_LONG),
        ],
    )
    def test_reason_is_given(self, raw: str, fault: MailFault) -> None:
        with pytest.raises(BadMailAddress) as caught:
            mail_address(raw)
        assert caught.value.fault is fault
        assert fault.value in str(caught.value)

    @pytest.mark.parametrize(
        ("raw", "fault"),
        [
            ("a" + " " * 200_000 + "b@example.jp", MailFault.BLANK),
            ("a@" + "x" * 200_000, MailFault.NO_DOMAIN),
            ("a" * 200_000 + "@example.jp", MailFault.TOO_LONG),
            ("@" * 200_000, MailFault.MANY_AT),
            ('"' + "\\" * 200_000, MailFault.NO_AT),
            ("." * 200_000 + "@example.jp", MailFault.TOO_LONG),
        ],
    )
    def test_book_in_place_of_an_address_is_read_once(self, raw: str, fault: MailFault) -> None:
        # Looking again from each blank would take minutes, and nobody else would be answered meanwhile.
        with pytest.raises(BadMailAddress) as caught:
            mail_address(raw)
        assert caught.value.fault is fault

    def test_longest_lawful_address_is_taken(self) -> None:
        domain = ".".join(["d" * 63] * 3) + "." + "e" * 45
        assert len(mail_address(f"{'a' * 16}@{domain}").sendable) == 254
        with pytest.raises(BadMailAddress):
            mail_address(f"{'a' * 17}@{domain}")


class TestMailAddressForms:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("a..b.@keitai.example.ne.jp", '"a..b."@keitai.example.ne.jp'),
            ("Taro@Example.jp", "taro@EXAMPLE.JP"),
            ('"taro"@example.jp', "taro@example.jp"),
            ("ＴＡＲＯ@example.jp", "taro@example.jp"),
            ("taro@例え.jp", "taro@XN--R8JZ45G.jp"),
        ],
    )
    def test_same_mailbox_has_one_canonical_form(self, one: str, other: str) -> None:
        assert mail_address(one).canonical == mail_address(other).canonical

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("taro+a@example.jp", "taro+b@example.jp"),
            ("taro.a@example.jp", "taroa@example.jp"),
            ("taro@example.jp", "taro@example.com"),
        ],
    )
    def test_different_mailboxes_stay_apart(self, one: str, other: str) -> None:
        assert mail_address(one).canonical != mail_address(other).canonical

    @pytest.mark.parametrize(
        ("raw", "sendable"),
        [
            ("taro@example.jp", "taro@example.jp"),
            ("a..b.@keitai.example.ne.jp", '"a..b."@keitai.example.ne.jp'),
            (".a@example.jp", '".a"@example.jp'),
            (r'"a \" \\ b"@example.jp', r'"a \" \\ b"@example.jp'),
            ('"plain"@example.jp', "plain@example.jp"),
        ],
    )
    def test_sendable_is_quoted_only_where_the_standard_asks(self, raw: str, sendable: str) -> None:
        assert mail_address(raw).sendable == sendable

    def test_carrier_address_survives_a_real_mail_header(self) -> None:
        address = mail_address("a..b.@keitai.example.ne.jp")
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["To"] = address.sendable
        assert address.sendable in message.as_bytes().decode("ascii")
        (read_again,) = message["To"].addresses
        assert (read_again.username, read_again.domain) == (address.local, address.domain)

    @given(st.one_of(ADDRESSES, NEARLY_ADDRESSES, ANY_TEXT))
    def test_whatever_is_taken_can_be_put_into_a_header(self, raw: str) -> None:
        address = _taken_or_none(raw)
        if address is None:
            return
        for form in (address.sendable, address.canonical):
            assert len(form.splitlines()) == 1
            assert "\x00" not in form
            form.encode("utf-8")
        assert address.domain.isascii()
        assert address.sendable.endswith(f"@{address.domain}")

    @given(ADDRESSES)
    def test_reading_again_changes_nothing(self, raw: str) -> None:
        address = mail_address(raw)
        assert mail_address(address.sendable) == address
        assert mail_address(address.canonical).canonical == address.canonical

    @given(
        local=st.from_regex(r"[a-z0-9]([a-z0-9.+_-]{0,20})", fullmatch=True),
        host=st.sampled_from(["ne", "co", "or"]),
    )
    def test_every_ordinary_address_is_taken(self, local: str, host: str) -> None:
        assert mail_address(f"{local}@example.{host}.jp").canonical == f"{local}@example.{host}.jp"


def _taken_or_none(raw: str) -> MailAddress | None:
    try:
        return mail_address(raw)
    except BadMailAddress:
        return None


class TestPhone:
    @pytest.mark.parametrize(
        ("raw", "e164", "shown"),
        [
            ("03-1234-5678", "+81312345678", "03-1234-5678"),
            ("０３−１２３４−５６７８", "+81312345678", "03-1234-5678"),
            ("０３ー１２３４ー５６７８", "+81312345678", "03-1234-5678"),
            ("03‐1234―5678", "+81312345678", "03-1234-5678"),
            ("(03)1234-5678", "+81312345678", "03-1234-5678"),
            ("（０３）１２３４−５６７８", "+81312345678", "03-1234-5678"),
            ("03 1234 5678", "+81312345678", "03-1234-5678"),
            ("03.1234.5678", "+81312345678", "03-1234-5678"),
            ("0312345678", "+81312345678", "03-1234-5678"),
            ("+81 3 1234 5678", "+81312345678", "03-1234-5678"),
            ("+81 (0)3 1234 5678", "+81312345678", "03-1234-5678"),
            ("＋８１−３−１２３４−５６７８", "+81312345678", "03-1234-5678"),
            ("010-81-3-1234-5678", "+81312345678", "03-1234-5678"),
            ("0120-123-456", "+81120123456", "0120-123-456"),
            ("0800-123-4567", "+818001234567", "0800-123-4567"),
            ("0570-000-000", "+81570000000", "0570-000-000"),
            ("090-0000-0001", "+819000000001", "090-0000-0001"),
            ("050-0000-0001", "+815000000001", "050-0000-0001"),
            ("090‐0000‐0001（夜のみ）", "+819000000001", "090-0000-0001"),
            ("自宅：03-1234-5678", "+81312345678", "03-1234-5678"),
            ("tel:+81-3-1234-5678", "+81312345678", "03-1234-5678"),
            ("+44 20 7946 0018", "+442079460018", "+44 20 7946 0018"),
            ("+1 (202) 555-0143", "+12025550143", "+1 202-555-0143"),
            ("010-1-202-555-0143", "+12025550143", "+1 202-555-0143"),
        ],
    )
    def test_number_is_read_however_it_is_typed(self, raw: str, e164: str, shown: str) -> None:
        assert phone(raw) == Phone(typed=raw, e164=e164, shown=shown)

    @pytest.mark.parametrize(
        ("raw", "extension"),
        [
            ("03-1234-5678 内線12", "12"),
            ("03-1234-5678（内線：３４）", "34"),
            ("03-1234-5678 ext. 567", "567"),
        ],
    )
    def test_extension_is_kept_apart(self, raw: str, extension: str) -> None:
        read = phone(raw)
        assert (read.e164, read.extension) == ("+81312345678", extension)

    @pytest.mark.parametrize(
        "raw",
        [
            "",
            "電話しないでください",
            "110",
            "1234-5678",
            "03-1234-567",
            "03-1234-56789",
            "090-123-4567",
            "03-1234-5678 または 090-0000-0001",
            "夜7時以降に 03-1234-5678",
            "+999 12345",
            "+1 5",
            "0" * 500,
            "☎",
        ],
    )
    def test_what_cannot_be_read_is_kept_as_typed(self, raw: str) -> None:
        read = phone(raw)
        assert (read.typed, read.e164, read.shown) == (raw, None, raw)

    @pytest.mark.parametrize(
        "raw", ["1" + "あ" * 100_000 + "1", "-" * 100_000 + "1", "(" * 100_000, "内線" * 50_000]
    )
    def test_book_in_place_of_a_number_is_read_once(self, raw: str) -> None:
        assert phone(raw).e164 is None

    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("０９０ー１２３４ー５６７８（日中のみ）", "090-1234-5678"),
            ("携帯：０８０−１２３４−５６７８", "080-1234-5678"),
            ("TEL 0466-12-3456", "0466-12-3456"),
            ("04-7123-4567", "04-7123-4567"),
            ("0123-45-6789", "0123-45-6789"),
            ("☎ 06-6123-4567", "06-6123-4567"),
            ("+81-090-1234-5678", "090-1234-5678"),
            ("03（1234）5678", "03-1234-5678"),
            ("0990-123-456", "0990-123-456"),
            ("020-1234-5678", "020-1234-5678"),
            ("03-1234-5678;ext=99", "03-1234-5678"),
        ],
    )
    def test_number_is_shown_as_on_a_visiting_card(self, raw: str, shown: str) -> None:
        assert phone(raw).shown == shown
        assert phone(raw).typed == raw, "what the person typed is never lost"

    def test_region_decides_what_a_number_without_plus_means(self) -> None:
        assert phone("020 7946 0018", region="GB").e164 == "+442079460018"
        assert phone("020 7946 0018", region="GB").shown == "020 7946 0018"
        assert phone("03-1234-5678", region="GB").e164 != "+81312345678"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("０３−１２３４−５６７８", "+81-3-1234-5678"),
            ("03-1234-5678 内線 1", "0312345678"),
            ("1234-5678", "１２３４ー５６７８"),
            ("電話なし", " 電話なし "),
        ],
    )
    def test_same_line_has_one_key(self, one: str, other: str) -> None:
        assert phone(one).key == phone(other).key

    @given(ANY_TEXT)
    def test_never_refuses_and_keeps_every_word(self, raw: str) -> None:
        read = phone(raw)
        assert read.e164 is None or read.e164.startswith("+")
        assert phone(read.typed).typed == read.typed

    @given(st.from_regex(r"0[1-9]{2}[0-9]{7}|0[5789]0[0-9]{8}", fullmatch=True), st.sampled_from("-−ー‐ 　"))
    def test_dash_and_width_do_not_matter(self, digits: str, dash: str) -> None:
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
        typed = f"{wide[:3]}{dash}{wide[3:7]}{dash}{wide[7:]}"
        assert phone(typed).key == phone(digits).key

    @given(st.from_regex(r"0[1-9]{2}[0-9]{7}", fullmatch=True))
    def test_shown_form_reads_back_to_the_same_line(self, digits: str) -> None:
        read = phone(digits)
        assert phone(read.shown).key == read.key


class TestPostalCode:
    @pytest.mark.parametrize(
        "raw",
        [
            "100-0001",
            "1000001",
            "〒100-0001",
            "〒 １００−０００１",
            "１００ー０００１",
            " 100 0001 ",
            "〒1000001",
        ],
    )
    def test_japanese_code_has_one_form(self, raw: str) -> None:
        assert postal_code(raw) == "100-0001"

    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("SW1A 1AA", "SW1A 1AA"),
            ("ＳＷ１Ａ　１ＡＡ", "SW1A 1AA"),
            ("100-001", "100-001"),
            ("", ""),
            ("〒不明", "不明"),
        ],
    )
    def test_other_codes_are_kept(self, raw: str, kept: str) -> None:
        assert postal_code(raw) == kept

    @given(st.one_of(ANY_TEXT, st.text(alphabet="〒 -−ー0123456789", max_size=12)))
    def test_is_idempotent(self, raw: str) -> None:
        assert postal_code(postal_code(raw)) == postal_code(raw)
