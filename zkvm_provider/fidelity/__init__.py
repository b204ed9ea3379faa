"""How truly a hypervisor answers, measured against answers recorded from a real libvirt.

Works through the port alone: whoever calls it supplies the machine to be measured. It must not name a backend, and
a backend must not know the recorded cases.
"""
