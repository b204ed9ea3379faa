"""Our values as libvirt's XML, and libvirt's XML as our values.

The only room that knows lxml and Jinja, and how libvirt spells what the model says. It decides nothing: defaults,
addresses and names are settled before a value arrives here. It asks no machine.
"""
