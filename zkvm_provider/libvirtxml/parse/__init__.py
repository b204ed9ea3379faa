"""libvirt's XML as values: what it writes back, inactive or live, ours or foreign.

Nothing is guessed: what the model cannot say in full is not taken for ours, and stays in the *unowned* rest.
"""
