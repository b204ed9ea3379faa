"""The phrasebook as a page: z/VM's words beside KVM's, and the CP commands that `zkvm cp` answers."""

from __future__ import annotations

from itertools import groupby

from zkvm_provider.zvm.phrasebook import PHRASES, TALK, Phrase

_HEAD = f"""# Phrasebook: z/VM and KVM

What a word of z/VM is called on KVM, and the other way round; most pairs are those of the talk "{TALK}".
`zkvm phrasebook WORD` looks one up.

`zkvm cp "COMMAND"` answers the commands of the last table in CP's layout, on the emulator and on real hosts, and says
on stderr which command of Linux or virsh it stands for. Capitals are CP's minimum abbreviations: `zkvm cp "q v da"
--for linux01` is QUERY VIRTUAL DASD. `--for` names the virtual machine that speaks. Commands that change something act
on the running guest only; when it is Pulumi's, the property that now differs from the program is told.

```
$ zkvm cp "q v stor" --for linux01
  virsh dominfo linux01
STORAGE = 1G MAX = 1G
```
"""


def phrasebook_page() -> str:
    """Every phrase, a table for each topic."""
    parts = [_HEAD]
    for topic, phrases in groupby(PHRASES, key=lambda phrase: phrase.topic):
        parts += [f"## {topic.capitalize()}", "", "| z/VM | KVM | |", "|---|---|---|"]
        parts += [_row(phrase) for phrase in phrases]
        parts.append("")
    return "\n".join(parts)


def _row(phrase: Phrase) -> str:
    cells = (phrase.zvm, phrase.kvm, phrase.note)
    if phrase.topic == "commands":
        cells = (f"`{phrase.zvm}`", f"`{phrase.kvm}`", phrase.note)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
