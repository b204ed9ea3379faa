"""The KVM lab: two real libvirt hosts with QEMU for s390x on one Debian machine (`make lab`, `make lab-down`)."""
