"""What all hosts share: decided in one place, read by the stack of every host through a stack reference."""

import pulumi

config = pulumi.Config()

pulumi.export("vlans", config.require_object("vlans"))
pulumi.export("owners", config.require_object("owners"))
