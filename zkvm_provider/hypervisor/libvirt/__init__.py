"""Real hosts: the port's verbs over libvirt-python, which is imported when the first real URI is used."""
