"""The XML of a guest that boots the lab's Linux, with the devices of the talk's guest in their places."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from tools.kvmlab.places import UPLINK

KERNEL = "/boot/kernel"
INITRD = "/boot/initrd.img"
_DISK = """
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' cache='none'/>
      <source file={file}/>
      <target dev='vda' bus='virtio'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/>
    </disk>"""


def guest_xml(name: str, *, disk: str | None = None, memory_mib: int = 128, more: str = "") -> str:
    """A domain for `define`: direct kernel boot, macvtap on the uplink, a virtio console.

    `disk` is a raw image as the host sees it, at device number 0e1e; `more` is XML of further devices.
    """
    return f"""\
<domain type='qemu'>
  <name>{escape(name)}</name>
  <memory unit='MiB'>{memory_mib}</memory>
  <vcpu placement='static'>1</vcpu>
  <os>
    <type arch='s390x' machine='s390-ccw-virtio'>hvm</type>
    <kernel>{KERNEL}</kernel>
    <initrd>{INITRD}</initrd>
  </os>
  <devices>{_DISK.format(file=quoteattr(disk)) if disk else ""}
    <interface type='direct'>
      <source dev='{UPLINK}' mode='bridge'/>
      <model type='virtio'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0000'/>
    </interface>
    <controller type='virtio-serial' index='0'>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/>
    </controller>
    <console type='pty'>
      <target type='virtio' port='0'/>
    </console>
    <memballoon model='virtio'>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0002'/>
    </memballoon>{more}
  </devices>
</domain>
"""
