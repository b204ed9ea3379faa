"""What an operator types on a real host, because libvirt cannot do it: over the user's own shell or ssh."""
