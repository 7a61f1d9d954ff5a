"""Takes away from this process what a function that computes numbers never needs; there is no way back.

A filter of system calls (seccomp, Linux) forbids new processes and threads, other programs, sockets, memory that no
limit counts, and looking into other processes; hard limits bound the rest. It is the second fence: the first is drawn
around the process from outside, see `workings.checker.wall.sandbox`.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import time

# System calls that are refused with EPERM, and their numbers: x86-64, then arm64 (None: there is no such call).
# From the kernel's tables, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    **{"clone": (56, 220), "fork": (57, None), "vfork": (58, None), "clone3": (435, 435)},
    **{"execve": (59, 221), "execveat": (322, 281)},
    **{"socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201)},
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424)},
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "userfaultfd": (323, 282)},
    **{"shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (180, 180)},
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{
        "unshare": (272, 97),
        "setns": (308, 268),
        "fsopen": (430, 430),
        "open_tree": (428, 428),
        "move_mount": (429, 429),
    },
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    **{"bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426)},
    **{"open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262)},
    **{"init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104), "reboot": (169, 142)},
    **{"mlock": (149, 228), "mlockall": (151, 230), "mlock2": (325, 284), "personality": (135, 92)},
    **{"splice": (275, 76), "vmsplice": (278, 75), "tee": (276, 77)},
}
_AUDIT = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000
_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38
# The first number of the calls that x86-64 has twice, for programs with short pointers.
_SECOND_TABLE = 0x40000000

MEMORY = 2 << 30
ADDRESSES = 16 << 30
FILE_BYTES = 16 << 20
PROCESSOR_SECONDS = 120


class CannotConfine(OSError):
    """There is no such filter on this system."""


def confine() -> None:
    """Confine this process for good.

    Raises
    ------
    CannotConfine
        If the system has no filter of system calls, or its numbers are not known here.
    """
    data, addresses = _in_use()
    for what, most in (
        (resource.RLIMIT_DATA, data + MEMORY),
        (resource.RLIMIT_AS, addresses + ADDRESSES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CPU, int(time.process_time()) + PROCESSOR_SECONDS),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    _filter_calls()


def _in_use() -> tuple[int, int]:
    """Return the bytes of writable memory and of addresses in use."""
    with open("/proc/self/statm") as file:
        fields = file.read().split()
    page = resource.getpagesize()
    return int(fields[5]) * page, int(fields[0]) * page


def program(machine: str) -> bytes:
    """Return the filter for a machine ("x86_64", "aarch64"), in the kernel's format.

    Raises
    ------
    CannotConfine
        If the machine is another.
    """
    if machine not in _AUDIT:
        raise CannotConfine(f"the numbers of the system calls of {machine} are not known")
    audit, column = _AUDIT[machine]
    numbers = sorted(number for row in REFUSED.values() if (number := row[column]) is not None)
    # Jumps are counted from the next instruction; the last two are: allow, refuse.
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    lines.append((_AT_LEAST, len(numbers) + 1, 0, _SECOND_TABLE))
    lines += [(_EQUAL, len(numbers) - position, 0, number) for position, number in enumerate(numbers)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _filter_calls() -> None:
    text = program(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(text, len(text))
    header = struct.pack("@HP", len(text) // 8, ctypes.addressof(buffer))
    given = ctypes.create_string_buffer(header, len(header))
    zero = ctypes.c_ulong(0)
    if libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero) or libc.prctl(
        _SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(given), zero, zero
    ):
        raise CannotConfine(f"the filter of system calls was refused: {os.strerror(ctypes.get_errno())}")
