"""The operator's door: libvirt's words for libvirt's things, on the emulator and on real hosts alike."""
