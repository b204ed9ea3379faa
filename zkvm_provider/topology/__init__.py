"""A picture of hosts: what they have, what hangs on what, and what waits. A page, a drawing, or a tree of text."""
