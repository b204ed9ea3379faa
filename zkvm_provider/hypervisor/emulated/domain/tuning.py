"""Verbs that change numbers and names of a domain XML: memory, vCPUs, iothreads, metadata, rename."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.definition import finish
from zkvm_provider.hypervisor.emulated.domain.guest import child, drop, get, internal, remove
from zkvm_provider.hypervisor.emulated.domain.identity import check_file_name, check_name
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.text import parse
from zkvm_provider.hypervisor.emulated.domain.tune import COUNTED
from zkvm_provider.hypervisor.emulated.profile import Profile
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def set_memory(xml: str, kib: int, *, live: bool) -> str:
    """Current memory (the balloon), in KiB.

    Above the maximum: INVALID_ARG; live without a balloon: OPERATION_INVALID.
    """
    root = etree.fromstring(xml.encode())
    if kib <= 0:
        raise _invalid("memory in virDomainSetMemory must not be zero", ErrorDomain.DOMAIN)
    if kib > int(root.findtext("memory") or "0"):
        raise _invalid("cannot set memory higher than max memory")
    if live and get(root, "devices/memballoon", "model", "none") == "none":
        text = "Unable to change memory of active domain without the balloon device and guest OS balloon driver"
        raise _wrong_state(text)
    child(root, "currentMemory").text = str(kib)
    return finish(root)


def set_max_memory(xml: str, kib: int, *, live: bool) -> str:
    """Maximum memory, in KiB; the current memory follows downwards. Live: OPERATION_INVALID."""
    if live:
        raise _wrong_state("cannot resize the maximum memory on an active domain")
    if kib <= 0:
        raise _invalid("memory in virDomainSetMaxMemory must not be zero", ErrorDomain.DOMAIN)
    root = etree.fromstring(xml.encode())
    if root.find("cpu/numa/cell") is not None:
        raise _wrong_state("initial memory size of a domain with NUMA nodes cannot be modified with this API")
    child(root, "memory").text = str(kib)
    if int(root.findtext("currentMemory") or "0") > kib:
        child(root, "currentMemory").text = str(kib)
    return finish(root)


def set_vcpus(xml: str, count: int, *, live: bool, profile: Profile, maximum: bool = False) -> str:
    """Current vCPUs, or the maximum (inactive only). Live, fewer is refused by QEMU on s390x."""
    if count <= 0:
        raise _invalid("nvcpus in virDomainSetVcpusFlags must not be zero", ErrorDomain.DOMAIN)
    root = etree.fromstring(xml.encode())
    vcpu = child(root, "vcpu")
    limit = int(vcpu.text or "1")
    current = int(vcpu.get("current") or limit)
    if maximum:
        return _set_max_vcpus(root, count, live=live, profile=profile)
    if count > limit:
        side = "live" if live else "persistent"
        text = f"requested vcpus is greater than max allowable vcpus for the {side} domain: {count} > {limit}"
        raise _invalid(text)
    if live and count < current:
        text = "unable to execute QEMU command 'device_del': CPU hot unplug not supported on this machine"
        raise internal(text)
    _put_current(vcpu, count, limit)
    if live and count > current:
        _list_vcpus(root, count, limit)
    return finish(root)


def _set_max_vcpus(root: Node, count: int, *, live: bool, profile: Profile) -> str:
    if live:
        raise _wrong_state("maximum vcpu count of a live domain can't be modified")
    topology = root.find("cpu/topology")
    if topology is not None:
        product = 1
        for name in ("sockets", "dies", "cores", "threads"):
            product *= int(topology.get(name) or "1")
        if product != count:
            raise _invalid("CPU topology doesn't match the desired vcpu count")
    if count > profile.max_vcpus:
        text = f"Maximum CPUs greater than specified machine type limit {profile.max_vcpus}"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.QEMU, text)
    vcpu = child(root, "vcpu")
    current = int(vcpu.get("current") or vcpu.text or "1")
    vcpu.text = str(count)
    _put_current(vcpu, min(current, count), count)
    return finish(root)


def _put_current(vcpu: Node, count: int, limit: int) -> None:
    drop(vcpu, "current")
    if count != limit:
        vcpu.set("current", str(count))


def _list_vcpus(root: Node, count: int, limit: int) -> None:
    """After a plug libvirt lists every vCPU; the first can never be unplugged."""
    remove(root, "vcpus")
    listing = etree.SubElement(root, "vcpus")
    for number in range(limit):
        node = etree.SubElement(listing, "vcpu")
        node.set("id", str(number))
        node.set("enabled", "yes" if number < count else "no")
        node.set("hotpluggable", "no" if number == 0 else "yes")
        if number < count:
            node.set("order", str(number + 1))


def _iothread_ids(root: Node) -> list[int]:
    listed = [int(found.get("id") or "0") for found in root.iterfind("iothreadids/iothread")]
    return listed or list(range(1, int(root.findtext("iothreads") or "0") + 1))


def _counted_ids(root: Node) -> set[int]:
    """Numbers that libvirt gave by itself: all while none is listed, later those a running domain remembers.

    The persistent configuration remembers none: it is written and read at every change (measured, 9.0.0: 422 to 424).
    """
    listing = root.find("iothreadids")
    return {*_iothread_ids(root)} if listing is None else {int(each) for each in listing.get(COUNTED, "").split()}


def _put_iothreads(root: Node, ids: list[int], counted: set[int], *, live: bool) -> None:
    """Write the threads; numbers that libvirt gave by itself are not listed, unless others are."""
    remove(root, "iothreadids")
    if not ids:
        remove(root, "iothreads")
        return
    child(root, "iothreads").text = str(len(ids))
    if ids == list(range(1, len(ids) + 1)) and counted.issuperset(ids):
        return
    listing = etree.SubElement(root, "iothreadids")
    if live and (known := counted.intersection(ids)):
        listing.set(COUNTED, " ".join(map(str, sorted(known))))
    for number in ids:
        etree.SubElement(listing, "iothread").set("id", str(number))


def add_iothread(xml: str, iothread_id: int, *, live: bool) -> str:
    """Add one iothread with that id; from then on libvirt lists every id."""
    root = etree.fromstring(xml.encode())
    ids = _iothread_ids(root)
    if iothread_id <= 0:
        raise _invalid("invalid value of 0 for iothread_id", ErrorDomain.QEMU)
    if iothread_id in ids:
        raise _invalid(f"an IOThread is already using iothread_id '{iothread_id}'", ErrorDomain.DOMAIN)
    _put_iothreads(root, [*ids, iothread_id], _counted_ids(root), live=live)
    return finish(root)


def del_iothread(xml: str, iothread_id: int, *, live: bool) -> str:
    """Remove an iothread that no disk or controller uses."""
    root = etree.fromstring(xml.encode())
    ids = _iothread_ids(root)
    if iothread_id not in ids:
        raise _invalid(f"cannot find IOThread '{iothread_id}' in iothreadids list", ErrorDomain.DOMAIN)
    for disk in root.iterfind("devices/disk"):
        if get(disk, "driver", "iothread") == str(iothread_id):
            target = get(disk, "target", "dev")
            raise _invalid(f"cannot remove IOThread {iothread_id} since it is being used by disk '{target}'")
    for controller in root.iterfind("devices/controller"):
        if get(controller, "driver", "iothread") == str(iothread_id):
            raise _invalid(f"cannot remove IOThread '{iothread_id}' since it is being used by controller")
    _put_iothreads(root, [number for number in ids if number != iothread_id], _counted_ids(root), live=live)
    return finish(root)


def set_metadata(xml: str, namespace: str, prefix: str, element: str | None) -> str:
    """Set or remove (None) the one `<metadata>` child of that namespace, under `prefix`."""
    root = etree.fromstring(xml.encode())
    holder = root.find("metadata")
    if element is not None and not prefix:
        raise _invalid("key in virDomainSetMetadata must not be NULL", ErrorDomain.DOMAIN)
    if holder is None and element is None:
        return finish(root)
    holder = child(root, "metadata")
    for found in _of_namespace(holder, namespace):
        holder.remove(found)
    if element is not None:
        given = parse(element, what="(metadata_xml)", domain=ErrorDomain.NONE)
        holder.append(_under(given, namespace, prefix))
    return finish(root)


def metadata(xml: str, namespace: str) -> str | None:
    """The `<metadata>` child of that namespace as text without the namespace, as libvirt hands it out, or None.

    Blanks between elements are how the document was printed, not content, and are left out.
    """
    holder = etree.fromstring(xml.encode()).find("metadata")
    found = [] if holder is None else _of_namespace(holder, namespace)
    if not found:
        return None
    bare = _without(found[0], namespace)
    for node in bare.iter():
        if len(node) and not (node.text or "").strip():
            node.text = None
        if not (node.tail or "").strip():
            node.tail = None
    return etree.tostring(bare, encoding="unicode")


def rename(xml: str, name: str) -> str:
    """The inactive XML under another name. Raises for names libvirt refuses."""
    check_name(name)
    check_file_name(name)
    root = etree.fromstring(xml.encode())
    child(root, "name").text = name
    return finish(root)


def _of_namespace(holder: Node, namespace: str) -> list[Node]:
    return [node for node in holder if isinstance(node.tag, str) and etree.QName(node).namespace == namespace]


def _under(node: Node, namespace: str, prefix: str) -> Node:
    """A copy whose elements without a namespace are in `namespace` (virXMLInjectNamespace)."""
    return _moved(node, None, namespace, {prefix: namespace})


def _without(node: Node, namespace: str) -> Node:
    """A copy whose elements of `namespace` are in none (virXMLExtractNamespaceXML)."""
    return _moved(node, namespace, None, None)


def _moved(node: Node, old: str | None, new: str | None, nsmap: dict[str, str] | None) -> Node:
    name = etree.QName(node)
    if name.namespace == old:
        copy = etree.Element(f"{{{new}}}{name.localname}" if new else name.localname, nsmap=nsmap)
    else:
        copy = etree.Element(name.text, nsmap=nsmap)
    for key, value in node.attrib.items():
        copy.set(key, value)
    copy.text, copy.tail = node.text, node.tail
    for inner in node:
        copy.append(_moved(inner, old, new, nsmap) if isinstance(inner.tag, str) else deepcopy(inner))
    return copy


def _invalid(text: str, domain: ErrorDomain = ErrorDomain.QEMU) -> BackendError:
    return refusal(ErrorCode.INVALID_ARG, domain, text)


def _wrong_state(text: str) -> BackendError:
    return refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.QEMU, text)
