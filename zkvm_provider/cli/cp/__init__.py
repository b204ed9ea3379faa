"""`zkvm cp`: the everyday CP commands, answered from libvirt and the host."""
