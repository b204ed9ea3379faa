"""Where things lie in memory when the HMC loads Linux: the addresses of an `.ins` file.

From the talk "KVM for z/VM Lovers" (host installation) and the kernel's `arch/s390/include/asm/setup.h`: the parameter
area is at 0x10400; the kernel finds the initial RAM disk's address and size at 0x10408 and the command line at 0x10480.
"""

from __future__ import annotations

KERNEL_ADDRESS = 0x00000000
INITRD_ADDRESS = 0x02000000
PARM_ADDRESS = 0x00010480
ADDRSIZE_ADDRESS = 0x00010408

PARM_SAFE_LENGTH = 895
"""Kernels before 5.17 take that many characters (IBM, *Linux on Z: Kernel parameters*)."""
PARM_LENGTH = 4095
"""COMMAND_LINE_SIZE of current kernels is 4096, with the closing NUL."""
RECORD_LENGTH = 80
"""Columns of a card: what a z/VM reader takes of each line."""
