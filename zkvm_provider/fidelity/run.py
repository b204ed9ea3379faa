"""Running every case on a machine and marking its answers against those recorded, or against another machine's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from zkvm_provider.fidelity.cases import Case, load_cases, load_inputs
from zkvm_provider.fidelity.marks import marks_of
from zkvm_provider.fidelity.observe import observe
from zkvm_provider.fidelity.prepare import prepare, prepared
from zkvm_provider.fidelity.score import Mark, Score
from zkvm_provider.fidelity.sequences import Sequence, load_sequences, play, sequence_marks
from zkvm_provider.hypervisor.port import Hypervisor

Fresh = Callable[[], Hypervisor]
"""Makes a machine of the recorded inventory on which nothing is defined."""


def run(directory: Path, fresh: Fresh) -> Score:
    """The score of every case and sequence below `directory`, each family on a machine of its own.

    Raises what `load_cases` and `load_sequences` raise; whatever a case does to the machine is a mark, never an error.
    """
    cases, sequences = load_cases(directory), load_sequences(directory)
    return Score((*run_cases(cases, fresh).marks, *run_sequences(sequences, fresh).marks))


def run_cases(cases: Iterable[Case], fresh: Fresh) -> Score:
    """The score of `cases`; those of one family stand together and keep their order."""
    marks: list[Mark] = []
    for _, members in groupby(cases, key=lambda case: case.family):
        machine = fresh()
        try:
            prepare(machine)
            for case in members:
                marks += marks_of(case, observe(case, machine))
        finally:
            machine.close()
    return Score(marks)


def run_sequences(sequences: Iterable[Sequence], fresh: Fresh) -> Score:
    """The score of `sequences`, each on a machine of its own."""
    marks: list[Mark] = []
    for sequence in sequences:
        machine = fresh()
        try:
            prepare(machine)
            marks += sequence_marks(sequence, play(sequence, machine))
        finally:
            machine.close()
    return Score(marks)


def run_against(directory: Path, fresh: Fresh, real: Hypervisor) -> Score:
    """The score of the inputs below `directory` when the answers of `real`, asked now, are the ones to give.

    Recorded answers are not looked at. Raises what `load_inputs` raises, `AlreadyExists` when `real` has an object
    of a case's name, and `Unreachable`; what was made on `real` is removed again.
    """
    cases, sequences = load_inputs(directory), load_sequences(directory)
    with prepared(real, [*(case.given for case in cases), *(text for each in sequences for text in each.documents)]):
        answered = [observe(case, real) for case in cases]
        played = [play(sequence, real) for sequence in sequences]
    return Score((*run_cases(answered, fresh).marks, *run_sequences(played, fresh).marks))
