"""Every effect: observe the machine, plan, execute, observe again. Both front doors call this room."""
