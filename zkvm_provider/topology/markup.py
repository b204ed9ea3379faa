"""Elements of HTML and SVG: what is text stays text, for lxml escapes it."""

from __future__ import annotations

import re
from importlib.resources import files

from lxml import etree
from lxml.etree import _Element as Element

_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, /, *children: Element | str, **attributes: str | float) -> Element:
    """An element. `class_` is `class`, and an underscore in a name of an attribute is a hyphen."""
    element = etree.Element(name)
    for key, value in attributes.items():
        element.set(key.rstrip("_").replace("_", "-"), clean(str(value)))
    for child in children:
        if isinstance(child, str):
            _append_text(element, clean(child))
        else:
            element.append(child)
    return element


def clean(text: str) -> str:
    """Without characters that markup cannot hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def asset(name: str) -> str:
    """A file of this room: a style or a script."""
    return files("zkvm_provider.topology").joinpath(name).read_text(encoding="utf-8")


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
