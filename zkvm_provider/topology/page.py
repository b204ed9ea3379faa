"""The picture as one HTML page that loads nothing: searched, filtered and unfolded on a screen, whole on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.topology.layout import FEW, colour_of, is_roomy
from zkvm_provider.topology.markup import asset, tag
from zkvm_provider.topology.picture import (
    Device,
    Guest,
    Host,
    Network,
    Picture,
    Pool,
    Tie,
    Tone,
    facts_of,
    summary,
)
from zkvm_provider.units import about_size

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page_of(picture: Picture) -> str:
    """The page. Every object carries its key in `data-key` once."""
    names = ", ".join(host.name for host in picture.hosts)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _policy(),
        tag("title", f"{names}: topology"),
        tag("style", asset("page.css")),
    )
    body = tag(
        "body",
        _header(picture),
        tag("main", *(_host(host) for host in picture.hosts)),
        tag("footer", "Made by ", tag("code", "zkvm topology"), ". Nothing here is loaded from anywhere."),
        tag("script", asset("page.js")),
    )
    text = etree.tostring(tag("html", head, body, lang="en"), method="html", encoding="unicode")
    return f"<!doctype html>\n{text}\n"


def _policy() -> Element:
    element = tag("meta", content=_POLICY)
    element.set("http-equiv", "Content-Security-Policy")
    return element


def _header(picture: Picture) -> Element:
    guests = [guest for host in picture.hosts for guest in host.guests]
    hosts = len(picture.hosts)
    counts = {tone.value: sum(1 for each in guests if each.tone is tone) for tone in Tone}
    counts["pending"] = sum(1 for each in guests if each.pending)
    buttons = [
        tag(
            "button",
            tag("b", str(count)),
            f" {name}",
            type="button",
            class_=name,
            data_filter=name,
            aria_pressed="false",
        )
        for name, count in counts.items()
        if count
    ]
    lead = f"{len(guests)} guest{'' if len(guests) == 1 else 's'} on {hosts} host{'' if hosts == 1 else 's'}"
    search = tag(
        "input", type="search", placeholder="Find a guest, network, disk …", aria_label="Find", hidden="hidden"
    )
    return tag(
        "header",
        tag("div", tag("h1", "Topology"), tag("p", lead, class_="lead")),
        tag("div", search, *buttons, class_="tools"),
    )


def _host(host: Host) -> Element:
    about = tag("div", tag("h2", host.name), tag("p", host.says or host.uri, class_="soft"), class_="about")
    if host.fault:
        return tag(
            "section",
            about,
            tag("p", f"Cannot be reached: {host.fault}", class_="fault"),
            class_="host",
            data_key=host.key,
        )
    about.append(tag("p", f"{host.uri} · {summary(host)}", class_="soft"))
    roomy = is_roomy(host)
    kind = ("guests roomy few" if len(host.guests) <= FEW else "guests roomy") if roomy else "guests tiles"
    board = tag(
        "div",
        _column("Networks", (_network(host, each) for each in host.networks), "networks"),
        _column("Guests", (_guest(host, each, roomy) for each in host.guests), kind),
        _column("Storage", _storage(host), "storage"),
        class_="board" if roomy else "board dense",
    )
    notes = [tag("p", note, class_="soft note") for note in host.notes]
    return tag("section", about, board, *notes, class_="host", data_key=host.key)


def _column(title: str, items: Iterable[Element], class_: str) -> Element:
    every = list(items)
    nothing = [] if every else [tag("p", "none", class_="soft")]
    count = tag("span", f" {len(every)}", class_="soft")
    return tag("div", tag("h3", title, count), tag("div", *every, *nothing, class_="items"), class_=class_)


def _network(host: Host, network: Network) -> Element:
    on = f"{network.kind} on {network.carrier}" if network.carrier and not network.is_direct else network.kind
    lines = [on, *([network.carrier] if network.is_direct else [])]
    vlans = [tag("ul", *(tag("li", each) for each in network.vlans), class_="vlans")] if network.vlans else []
    card = _thing(network.key, "network", network.name, network.tone, lines, [*vlans, *_waits(network.pending)])
    card.set("class", f"{card.get('class')} c{colour_of(host, network.key)}")
    return _used(card, host.users_of(network.key))


def _storage(host: Host) -> Iterator[Element]:
    for pool in host.pools:
        yield _pool(host, pool)
    for device in host.devices:
        yield _device(host, device)


def _pool(host: Host, pool: Pool) -> Element:
    more: list[Element] = []
    lines = [f"pool · {pool.kind}{'' if pool.tone is Tone.RUNNING else ' · not active'}", pool.place]
    if pool.capacity_bytes:
        bar = tag("i", style=f"width:{pool.used_percent}%")
        more = [tag("div", bar, class_="bar", title=f"{pool.used_percent} % used")]
        lines.append(f"{about_size(pool.available_bytes)} free of {about_size(pool.capacity_bytes)}")
    if pool.volumes:
        rows = (
            tag("li", each.name, tag("span", f" {each.format} {about_size(each.capacity_bytes)}"))
            for each in pool.volumes
        )
        count = f"{len(pool.volumes)} volume{'' if len(pool.volumes) == 1 else 's'}"
        more.append(tag("details", tag("summary", count), tag("ul", *rows), class_="volumes"))
    return _used(_thing(pool.key, "pool", pool.name, pool.tone, lines, more), host.users_of(pool.key))


def _device(host: Host, device: Device) -> Element:
    says = f"{device.kind} · {device.says}" if device.says else device.kind
    paths = [tag("ul", *(tag("li", each) for each in device.paths), class_="paths")] if device.paths else []
    return _used(_thing(device.key, "device", device.name, device.tone, [says], paths), host.users_of(device.key))


def _thing(key: str, kind: str, name: str, tone: Tone, lines: Iterable[str], more: Iterable[Element]) -> Element:
    says = (tag("p", line, class_="soft") for line in lines if line)
    return tag("article", tag("h4", name), *says, *more, class_=f"thing {kind} {tone.value}", data_key=key)


def _used(card: Element, users: tuple[str, ...]) -> Element:
    if users:
        text = f"{len(users)} guest{'' if len(users) == 1 else 's'}"
        card.append(tag("button", text, type="button", class_="users", aria_pressed="false", title="Show only these"))
    return card


def _guest(host: Host, guest: Guest, roomy: bool) -> Element:
    networks = {each.key for each in host.networks}
    marks = [
        tag("i", class_=f"mark c{colour_of(host, key)}")
        for key in dict.fromkeys(t.key for t in guest.ties)
        if key in networks
    ]
    waits = [tag("span", "pending", class_="badge")] if guest.pending else []
    head = tag("summary", tag("span", class_="dot"), tag("span", guest.name, class_="name"), *waits, *marks)
    ties = tag("ul", *(_tie(host, each, networks) for each in guest.ties), class_="ties")
    note = [tag("p", guest.note, class_="soft")] if guest.note else []
    card = tag(
        "details",
        *(head, tag("p", facts_of(guest), class_="soft"), ties, *_waits(guest.pending), *note),
        class_=f"guest {guest.tone.value}{' pending' if guest.pending else ''}",
        title=f"{guest.name}: {facts_of(guest)}",
        data_key=guest.key,
        data_ties=" ".join(str(at) for at in _numbers(host, guest)),
    )
    if roomy:
        card.set("open", "open")
    return card


def _numbers(host: Host, guest: Guest) -> Iterator[int]:
    """Places of what it hangs on among the host's things, in the order of the page: keys may hold blanks."""
    things: tuple[Network | Pool | Device, ...] = (*host.networks, *host.pools, *host.devices)
    keys = [each.key for each in things]
    wanted = {tie.key for tie in guest.ties}
    yield from (at for at, key in enumerate(keys) if key in wanted)


def _tie(host: Host, tie: Tie, networks: set[str]) -> Element:
    colour = f"chip c{colour_of(host, tie.key)}" if tie.key in networks else "chip"
    return tag("li", tag("b", tie.name), " ", tag("span", tie.label, class_=colour))


def _waits(pending: tuple[str, ...]) -> list[Element]:
    return [tag("ul", *(tag("li", each) for each in pending), class_="waits")] if pending else []
