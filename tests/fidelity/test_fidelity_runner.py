"""The runner: it sees planted differences, takes any folder of the layout, and says what is broken where."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from zkvm_provider.errors import InvalidInput, NotFound
from zkvm_provider.fidelity.cases import Family, load_cases
from zkvm_provider.fidelity.compare import first_difference, quiet
from zkvm_provider.fidelity.run import Fresh, run
from zkvm_provider.fidelity.score import Column, Mark, Score

RECORDED = Path(__file__).parent
MAC = "52:54:00:00:00:0"
UUID = "00000000-0000-4000-8000-00000000000"
NETWORK = "<network><name>own</name><bridge name='own0'/></network>"
NETWORK_ANSWER = """<network><name>own</name><uuid>5e5297d3-3b93-4847-98b1-69def6d59b55</uuid>
<bridge name='own0' stp='on' delay='0'/><mac address='52:54:00:6f:5b:bf'/></network>"""


def own_folder(tmp_path: Path, **files: str) -> Path:
    """A folder of cases; the keyword `networks__own__in` is the file networks/own.in.xml."""
    for name, text in files.items():
        family, case, kind = name.split("__")
        suffix = {"in": "in.xml", "out": "out.xml", "live": "live.xml", "err": "err", "starterr": "start.err"}[kind]
        path = tmp_path / family / f"{case}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def differences(score: Score) -> set[tuple[str, Column]]:
    return {(mark.case, mark.column) for mark in score.different}


def test_a_folder_never_seen_before_is_measured(tmp_path: Path, fresh: Fresh) -> None:
    folder = own_folder(tmp_path, networks__own__in=NETWORK, networks__own__out=NETWORK_ANSWER)
    assert run(folder, fresh).as_json() == {
        "families": {"networks": {"define": [1, 1], "validate": [1, 1], "start": [0, 0], "live": [0, 0]}},
        "different": [],
    }


def test_a_planted_wrong_attribute_is_different(tmp_path: Path, fresh: Fresh) -> None:
    wrong = NETWORK_ANSWER.replace("delay='0'", "delay='7'")
    folder = own_folder(
        tmp_path, networks__own__in=NETWORK, networks__own__out=NETWORK_ANSWER, networks__own__live=wrong
    )
    score = run(folder, fresh)
    assert differences(score) == {("networks/own", Column.LIVE)}
    assert score.as_json()["different"] == [
        {
            "case": "networks/own",
            "column": "live",
            "want": "/network/bridge delay='7'",
            "got": "/network/bridge delay='0'",
        }
    ]


def test_a_planted_refusal_is_different_in_define_and_validate(tmp_path: Path, fresh: Fresh) -> None:
    refused = json.dumps({"code": 67, "domain": 19, "message": "no"})
    folder = own_folder(tmp_path, networks__own__in=NETWORK, networks__own__err=refused)
    score = run(folder, fresh)
    assert differences(score) == {("networks/own", Column.DEFINE), ("networks/own", Column.VALIDATE)}
    assert [(mark.want, mark.got) for mark in score.different] == [("[67/19] no", "success")] * 2


def test_another_error_code_or_domain_is_different(tmp_path: Path, fresh: Fresh) -> None:
    folder = tmp_path / "copy"
    (folder / "pools").mkdir(parents=True)
    for path in (RECORDED / "pools").glob("16-*"):
        shutil.copy(path, folder / "pools")
    recorded = folder / "pools" / "16-badtype.err"
    for change in ({"code": 67}, {"domain": 18}):
        told = json.loads((RECORDED / "pools" / recorded.name).read_text(encoding="utf-8"))
        recorded.write_text(json.dumps(told | change), encoding="utf-8")
        assert ("pools/16-badtype", Column.DEFINE) in differences(run(folder, fresh))


def test_a_start_that_should_fail_and_does_not_is_different(tmp_path: Path, fresh: Fresh) -> None:
    refused = json.dumps({"code": 1, "domain": 0, "message": "no"})
    folder = own_folder(
        tmp_path, networks__own__in=NETWORK, networks__own__out=NETWORK_ANSWER, networks__own__starterr=refused
    )
    assert differences(run(folder, fresh)) == {("networks/own", Column.START)}


def test_volumes_stay_for_the_cases_after_them(tmp_path: Path, fresh: Fresh) -> None:
    exists = json.dumps({"code": 90, "domain": 18, "message": "exists"})
    volume = "<volume><name>twice</name><capacity>4096</capacity></volume>"
    folder = own_folder(
        tmp_path,
        volumes__1__in=volume,
        volumes__1__out="<volume/>",
        volumes__2__in=volume,
        volumes__2__err=exists,
    )
    assert differences(run(folder, fresh)) == {("volumes/1", Column.DEFINE)}


def test_a_missing_folder_is_named(tmp_path: Path, fresh: Fresh) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        run(tmp_path / "nowhere", fresh)


def test_a_folder_without_families_names_what_it_looked_for(tmp_path: Path, fresh: Fresh) -> None:
    with pytest.raises(InvalidInput, match="domains/, networks/, pools/, volumes/"):
        run(tmp_path, fresh)


def test_every_broken_file_is_named_with_its_place(tmp_path: Path) -> None:
    folder = own_folder(
        tmp_path,
        networks__a__in=NETWORK,
        networks__a__out="<network>\n<oops></network>",
        networks__b__in=NETWORK,
        networks__b__err='{"code": 1,\n "domain": }',
        networks__c__in=NETWORK,
        networks__d__in=NETWORK,
        networks__d__err='{"code": "many"}',
    )
    with pytest.raises(InvalidInput) as refused:
        load_cases(folder)
    shown = [str(fault) for fault in refused.value.faults]
    assert len(shown) == 4
    assert f"{folder}/networks/a.out.xml:2: is no XML" in shown[0]
    assert f"{folder}/networks/b.err:2: is no JSON" in shown[1]
    assert "c.in.xml: has neither c.out.xml nor c.err" in shown[2]
    assert "d.err: needs the numbers 'code' and 'domain'" in shown[3]


def test_an_input_that_is_no_xml_is_a_case_like_any_other(tmp_path: Path, fresh: Fresh) -> None:
    refused = json.dumps({"code": 35, "domain": 19, "message": "not closed"})
    folder = own_folder(tmp_path, networks__own__in="<network>", networks__own__err=refused)
    assert run(folder, fresh).different == ()


SET_ASIDE = [
    ("<network/>", "<network><uuid>1</uuid></network>", "<network><uuid>2</uuid></network>"),
    ("<network/>", f"<network><mac address='{MAC}1'/></network>", f"<network><mac address='{MAC}2'/></network>"),
    ("<domain/>", "<domain id='1'><a/></domain>", "<domain id='2'><a/></domain>"),
    ("<domain/>", "<domain><s path='/dev/pts/1'/></domain>", "<domain><s path='/dev/pts/22'/></domain>"),
    ("<domain/>", "<domain><t dev='vnet1'/></domain>", "<domain><t dev='vnet2'/></domain>"),
    ("<domain/>", "<domain><t dev='macvtap0'/></domain>", "<domain><t dev='macvtap3'/></domain>"),
    ("<volume/>", "<volume><mtime>1.5</mtime></volume>", "<volume><mtime>2</mtime></volume>"),
    ("<network/>", "<network>\n  <a b='1' c='2'/>\n</network>", '<network><a c="2" b="1"/></network>'),
]


@pytest.mark.parametrize(("given", "want", "got"), SET_ASIDE)
def test_what_is_random_or_counted_is_set_aside(given: str, want: str, got: str) -> None:
    assert first_difference(want, got, given=given) is None


COUNTS = [
    (f"<n><uuid>{UUID}a</uuid></n>", f"<n><uuid>{UUID}a</uuid></n>", f"<n><uuid>{UUID}b</uuid></n>"),
    (f"<n><mac address='{MAC}1'/></n>", f"<n><mac address='{MAC}1'/></n>", f"<n><mac address='{MAC}2'/></n>"),
    ("<n/>", "<n><a/><b/></n>", "<n><b/><a/></n>"),
    ("<n/>", "<n><a/></n>", "<n><a/><b/></n>"),
    ("<n/>", "<n><a>1</a></n>", "<n><a>2</a></n>"),
    ("<n/>", "<n><a x='1'/></n>", "<n><a/></n>"),
    ("<n/>", "<n/>", "<m/>"),
    ("<n/>", "<n/>", "not XML"),
]


@pytest.mark.parametrize(("given", "want", "got"), COUNTS)
def test_what_the_input_says_and_the_order_of_elements_count(given: str, want: str, got: str) -> None:
    assert first_difference(want, got, given=given) is not None


def test_messages_are_shown_without_times_and_uuids() -> None:
    noisy = "2026-11-22T09:04:31.610517Z qemu: uuid 00000000-0000-4000-b000-000000000001 process 4711"
    assert quiet(noisy) == "TIME qemu: uuid UUID process PID"


def test_the_text_shows_counts_and_differences() -> None:
    marks = [
        Mark(family=Family.POOLS, case="pools/a", column=Column.DEFINE, same=True),
        Mark(family=Family.POOLS, case="pools/b", column=Column.DEFINE, same=False, want="success", got="[1/18] no"),
    ]
    lines = Score(marks).as_text().splitlines()
    assert lines[1].split() == ["pools", "1/2", "50%", "-", "-", "-"]
    assert lines[3:] == ["pools/b (define)", "  want success", "  got  [1/18] no"]
