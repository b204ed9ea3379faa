"""The recorded cases under other names, uuids, MAC addresses, memory sizes and device numbers."""

from __future__ import annotations

import re

from zkvm_provider.fidelity.cases import Case, Family, Refused
from zkvm_provider.fidelity.metamorphic import transform
from zkvm_provider.fidelity.run import Fresh, run_cases
from zkvm_provider.fidelity.score import Score

GUEST = """<domain type='qemu'><name>alpha</name><uuid>00000000-0000-4000-8000-000000000001</uuid>
<memory unit='MiB'>512</memory><mac address='52:54:00:AB:cd:01'/>
<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/></domain>"""
ANSWER = """<domain type='qemu'><name>alpha</name><uuid>00000000-0000-4000-8000-000000000001</uuid>
<memory unit='KiB'>524288</memory><mac address='52:54:00:ab:cd:01'/>
<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0000'/>
<source path='/var/lib/libvirt/qemu/channel/target/domain-3-alpha/org.qemu'/></domain>"""


def case_of(given: str, answer: str, family: Family = Family.DOMAINS) -> Case:
    return Case(family=family, name="own", given=given, verdict=None, inactive=answer)


def test_what_is_answered_as_recorded_is_answered_so_under_other_values(
    score: Score, recorded: tuple[Case, ...], fresh: Fresh
) -> None:
    already = {(mark.case, mark.column) for mark in score.different}
    changed = run_cases(transform(recorded), fresh)
    assert [mark for mark in changed.different if (mark.case, mark.column) not in already] == []


def test_nearly_every_recorded_case_changes(recorded: tuple[Case, ...]) -> None:
    untouched = [
        case.path for case, other in zip(recorded, transform(recorded), strict=True) if case.given == other.given
    ]
    assert len(untouched) <= len(recorded) // 20


def test_each_kind_of_value_changes_in_input_and_answer_alike() -> None:
    [changed] = transform([case_of(GUEST, ANSWER)])
    for text in (changed.given, changed.inactive):
        assert "<name>blpha</name>" in text
        assert "<uuid>70000000-0000-4000-8000-000000000001</uuid>" in text
        assert re.search(r"52:54:00:(AB|ab):cd:81", text)
        assert "devno='0x0f1e'" in text
    assert "<memory unit='MiB'>1024</memory>" in changed.given
    assert "<memory unit='KiB'>1048576</memory>" in changed.inactive
    assert "domain-3-blpha/" in changed.inactive
    assert "devno='0x0000'" in changed.inactive


def test_memory_stays_where_the_case_says_more_about_it() -> None:
    about_memory = GUEST.replace("</domain>", "<currentMemory unit='MiB'>256</currentMemory></domain>")
    [changed, _] = transform([case_of(about_memory, ANSWER), case_of(GUEST, ANSWER)])
    assert "<memory unit='MiB'>512</memory>" in changed.given


def test_device_numbers_stay_where_libvirt_gives_higher_ones() -> None:
    answer = ANSWER.replace("devno='0x0000'", "devno='0x0e1f'")
    [changed] = transform([case_of(GUEST, answer)])
    assert "devno='0x0e1e'" in changed.given


def test_a_name_that_another_case_would_get_stays() -> None:
    cases = [
        case_of(f"<network><name>{name}</name></network>", f"<network><name>{name}</name></network>", Family.NETWORKS)
        for name in ("anna", "bnna")
    ]
    assert [case.given for case in transform(cases)] == [
        "<network><name>anna</name></network>",
        "<network><name>cnna</name></network>",
    ]


def test_refusals_are_expected_unchanged() -> None:
    refused = Case(family=Family.DOMAINS, name="own", given=GUEST, verdict=Refused(code=27, domain=20))
    assert transform([refused])[0].verdict == Refused(code=27, domain=20)
