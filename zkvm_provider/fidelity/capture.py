"""Recording what a real libvirt answers: the files beside each input, and the index of a folder."""

from __future__ import annotations

import json
from pathlib import Path

from zkvm_provider.dataclass import dataclass
from zkvm_provider.fidelity.cases import Case, Family, Refused, is_recorded, load_inputs
from zkvm_provider.fidelity.observe import observe
from zkvm_provider.fidelity.prepare import prepared
from zkvm_provider.fidelity.sequences import as_yaml, load_sequences, play
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, Hypervisor

_INDEX = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a capture did: the names of what was recorded, and how many had their answers already."""

    recorded: tuple[str, ...]
    kept: int


def capture(directory: Path, machine: Hypervisor) -> Captured:
    """Record the answers of `machine` to every input below `directory` that has none yet.

    Recorded answers are facts and stay; who wants one anew removes its files first. Volumes are all made again,
    for later ones name earlier ones. Raises what `load_inputs` and `prepared` raise.
    """
    cases, sequences = load_inputs(directory), load_sequences(directory)
    index: dict[str, object] = {}
    recorded: list[str] = []
    documents = [*(case.given for case in cases), *(text for each in sequences for text in each.documents)]
    with prepared(machine, documents):
        for case in cases:
            is_new = not is_recorded(directory, case)
            if is_new or case.family is Family.VOLUMES:
                answered = observe(case, machine)
            if is_new:
                _write(directory / case.family.value, answered)
                index[case.path] = _entry(answered)
                recorded.append(case.path)
        for sequence in sequences:
            if not sequence.is_recorded:
                path = directory / Family.SEQUENCES.value / f"{sequence.name}.yaml"
                path.write_text(as_yaml(play(sequence, machine)), encoding="utf-8")
                recorded.append(f"{Family.SEQUENCES.value}/{sequence.name}")
    _extend_index(directory / _INDEX, index)
    return Captured(recorded=tuple(recorded), kept=len(cases) + len(sequences) - len(recorded))


def _write(folder: Path, case: Case) -> None:
    """The files of one case, as the folder's page tells them."""
    refusals = {"err": case.verdict, "start.err": case.start}
    if _tells_validation(case):
        refusals["validate.err"] = case.validated
        if case.validated is None:
            (folder / f"{case.name}.validate.err").write_text("null\n", encoding="utf-8")
    for ending, refused in refusals.items():
        if refused is not None:
            text = json.dumps(_told(refused), indent=1, ensure_ascii=False)
            (folder / f"{case.name}.{ending}").write_text(f"{text}\n", encoding="utf-8")
    for ending, xml in {"out.xml": case.inactive, "live.xml": case.live}.items():
        if xml:
            (folder / f"{case.name}.{ending}").write_text(xml, encoding="utf-8")


def _tells_validation(case: Case) -> bool:
    """For domains where it differs; for networks and pools always, for their older cases were never asked."""
    if case.family is Family.DOMAINS:
        return case.validated != case.verdict
    return case.family is not Family.VOLUMES


def _entry(case: Case) -> dict[str, object]:
    """The case's line in the index: `ok` or the refusal of each answer."""
    told: dict[str, object] = {"define": _verdict(case.verdict)}
    if _tells_validation(case):
        told["define_validate"] = _verdict(case.validated)
    if case.started:
        told["start"] = _verdict(case.start)
    return told


def _verdict(refused: Refused | None) -> object:
    return "ok" if refused is None else _told(refused)


def _told(refused: Refused) -> dict[str, object]:
    """A refusal with libvirt's names for its numbers, as far as the port knows them."""
    codes, domains = {each.value: each.name for each in ErrorCode}, {each.value: each.name for each in ErrorDomain}
    told: dict[str, object] = {"code": refused.code, "domain": refused.domain, "message": refused.message}
    if refused.code in codes:
        told["code_name"] = f"VIR_ERR_{codes[refused.code]}"
    if refused.domain in domains:
        told["domain_name"] = f"VIR_FROM_{domains[refused.domain]}"
    return dict(sorted(told.items()))


def _extend_index(path: Path, entries: dict[str, object]) -> None:
    if entries:
        before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        text = json.dumps(dict(sorted((before | entries).items())), indent=1, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")
