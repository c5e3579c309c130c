"""Serving from the command line: until told to stop, once for each file."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

PROGRAM = [sys.executable, "-c", "from minorcare.cli import main; main()"]


@contextmanager
def serving(office, *args):
    """The command as a process of its own, and the address it says it serves at."""
    command = [*PROGRAM, "serve", "--db", str(office.db), "--port", "0", "--lang", "en", *args]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        yield process, re.search(r"http://[^ ,]+", line)[0]
    finally:
        process.kill()
        process.communicate()


def test_a_registry_is_served_until_stopped(office):
    """The address is printed once it answers, and an interrupt ends it cleanly."""
    with serving(office) as (process, address):
        with urllib.request.urlopen(f"{address}healthz") as answer:
            found = json.load(answer)
        process.send_signal(signal.SIGINT)

        assert ("ok", 0) == (found["status"], process.wait(timeout=30))


def test_the_command_line_works_beside_a_server(office):
    """While pages are served, commands still read and write."""
    with serving(office):
        assert 0 == office.run("screen", by="supervisor").exit_code
        assert 0 == office.run("journal", "verify").exit_code


def test_a_served_registry_is_served_and_replaced_by_nobody_else(office, tmp_path):
    """A second server and a restore are told why not."""
    office.run("backup", str(tmp_path / "copy.db"))
    with serving(office):
        second = office.run("serve", "--port", "0")
        restored = office.run("restore", str(tmp_path / "copy.db"), "--replace")

    assert (1, 1) == (second.exit_code, restored.exit_code)
    assert "served already" in second.stderr
    assert "stop the server" in restored.stderr


def test_a_taken_port_is_a_sentence(office):
    """Somebody else at the port: the message names it and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        result = office.run("serve", "--port", str(port))

    assert 1 == result.exit_code
    assert f"127.0.0.1:{port}" in result.stderr
    assert "choose another port" in result.stderr
