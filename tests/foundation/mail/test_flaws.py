"""The codes of flaws, which scripts rely on."""

from __future__ import annotations

from kikitori.foundation.mail.flaws import Flaw


def test_codes_are_those_of_the_guide():
    assert " ".join(sorted(Flaw)) == (
        "bad_date bad_from bad_header bad_transfer_encoding calendar charset_missing charset_unknown charset_wrong "
        "duplicate_header encrypted html_only nested_message no_date no_from no_message_id nul_removed oversized partial "
        "several_from signed_not_verified surrogates_replaced tnef too_deep too_many_parts truncated undecodable utf7_refused"
    )
