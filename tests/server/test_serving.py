"""A server in a process of its own: started, asked, told to stop, and never two of one file."""

import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from minorcare.errors import Unavailable
from minorcare.store.serving import only_server

PROGRAM = """
import sys
from minorcare.registry import Registry
from minorcare_server import serve
registry = Registry.open(sys.argv[1])
try:
    serve(registry, "127.0.0.1", 0, ready=lambda address: print(address, flush=True))
finally:
    registry.close()
"""

# A sign-in that says when it has begun, and then takes its time.
SLOW = """
import time
from minorcare.registry import Registry
note = Registry.note
def slowly(*args, **more):
    print("working", flush=True)
    time.sleep(1)
    return note(*args, **more)
Registry.note = slowly
"""


@pytest.fixture
def path(made, tmp_path):
    for each in made.parent.glob(f"{made.name}*"):
        shutil.copy(each, tmp_path / each.name)
    return tmp_path / made.name


@pytest.fixture
def start(path):
    """Start a program that serves the file; what is still running at the end of the test is ended."""
    started = []

    def start(program=PROGRAM):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def server(start):
    return start()


def asked(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read(), answer.headers


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(server, how):
    """The address is told once requests are taken; a signal ends the process in order."""
    process, address = server
    status, body, headers = asked(f"{address}healthz")

    process.send_signal(how)

    assert (200, b'{"status":"ok"}') == (status, body)
    assert "Server" not in headers
    assert 0 == process.wait(15)
    assert "Traceback" not in process.stderr.read()


def test_a_request_under_way_is_finished(start):
    """Who is being answered when the server stops gets the answer."""
    process, address = start(SLOW + PROGRAM)
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=15) as line:
        body = "demo=station_head&next="
        head = f"POST /sign-in HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall((head + body).encode())
        assert "working\n" == process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        answer = line.recv(65536)

    assert answer.startswith(b"HTTP/1.1 303")
    assert 0 == process.wait(15)


def test_a_second_server_is_refused(server, path):
    """Another server of the same file is told before it opens a port; the command line still works beside the first."""
    _, address = server
    second = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, timeout=60, check=False
    )

    assert 0 != second.returncode
    assert "is being served already" in second.stderr
    assert "" == second.stdout
    assert 200 == asked(f"{address}healthz")[0]
    assert 1 == sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT 1").fetchone()[0]


def test_the_lock_goes_with_the_process(server, path):
    """However a server ends, the next one may start."""
    process, _ = server
    process.kill()
    process.wait(15)

    with only_server(path):
        pass


def test_one_server_a_file(tmp_path):
    """The lock is held as long as it is needed, and is another file's business."""
    with only_server(tmp_path / "a.db"):
        with pytest.raises(Unavailable, match="already"), only_server(tmp_path / "a.db"):
            pass
        with only_server(tmp_path / "b.db"):
            pass
    with only_server(tmp_path / "a.db"):
        pass


def test_many_at_once(server):
    """Requests of many at once are all answered."""
    _, address = server
    found = []

    def ask():
        try:
            found.append(asked(f"{address}emergency")[0])
        except urllib.error.URLError as error:
            found.append(error)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [200] * 20 == found
