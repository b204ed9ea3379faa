#!/bin/sh
# Makes a lab's host the machine of the recorded cases: control groups, devices, disk images, an iSCSI portal.
# Run it inside the host, with the address of the lab's iSCSI target, and stop it (Ctrl-C) when the work is done:
#   python -m tools.kvmlab run lpar1 sh tests/fidelity/prepare-host.sh 198.18.77.3
set -eu
target=${1:?address of the iSCSI target}

if ! grep -q ' /sys/fs/cgroup/cpu ' /proc/self/mounts; then
    mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
    for controller in cpu cpuacct cpuset memory devices freezer blkio pids; do
        mkdir "/sys/fs/cgroup/$controller"
        mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"
    done
fi
for device in mv0 eth0; do
    ip link show "$device" >/dev/null 2>&1 || ip link add "$device" type veth peer name "$device-peer"
    ip link set "$device" up
    ip link set "$device-peer" up
done
for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z; do
    for name in "vd$letter" "vda$letter" "sd$letter"; do
        image=/var/lib/libvirt/images/$name.qcow2
        [ -e "$image" ] || qemu-img create -q -f qcow2 "$image" 64M
    done
done
mkdir -p /srv/zkvm-lab
filter() {
    printf "<filter name='%s' chain='root'><rule action='accept' direction='inout' priority='500'>%s</rule></filter>" \
        "$1" "$2" >"/run/$1.xml"
    virsh -c qemu:///system nwfilter-define "/run/$1.xml" >/dev/null
}
filter zk-open ""
filter zk-ip "<ip srcipaddr='\$IP'/>"
dasd=/dev/disk/by-path/ccw-0.0.0e22 # a device nobody may write to; /dev is the machine's, so it goes with this program
if [ ! -e "$dasd" ]; then
    truncate -s 64M /srv/zkvm-lab/readonly.img
    loop=$(losetup -f --show -r /srv/zkvm-lab/readonly.img)
    mkdir -p "${dasd%/*}"
    ln -s "$loop" "$dasd"
    trap 'rm -f "$dasd"; losetup -d "$loop"' EXIT INT TERM
fi

python3 - "$target" <<'PORTAL'
"""127.0.0.1:3260 as a second portal of the target."""
import asyncio
import sys


async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve(reader, writer):
    far_reader, far_writer = await asyncio.open_connection(sys.argv[1], 3260)
    await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer), return_exceptions=True)


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 3260) as server:
        await server.serve_forever()


asyncio.run(main())
PORTAL
