"""A pod for the tests: the real supervisor as a process, and a stand-in for the API routes that it calls."""
import hashlib
import hmac
import http.client
import http.server
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

SUPERVISOR = os.path.abspath(
    os.path.join(os.path.dirname(__file__), "../../../../components/runpod/supervisor/supervisor.py")
)
TOKEN = "sentinel-token-of-this-run"
KEY = "sentinel-key-of-this-pod"
POD = "pod123"


class ApiStandIn:
    """Answers like the API for one pod. `refusals` = statuses for the next attempts to end it, then 204."""

    def __init__(self):
        self.requests, self.refusals, self.log_lines = [], [], []
        self.pod_status, self.log_status = 200, 200
        self.clock_skew, self.age, self.started_ago, self.cost = 0.0, 0.0, 0.0, 0.25
        self.begun = time.time()
        self.ended = threading.Event()
        self.ended_at = None
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def date_time_string(self, timestamp=None):
                return super().date_time_string(time.time() + stand_in.clock_skew)

            def do_GET(self):
                self.reply(*stand_in.on_get(self.path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.reply(*stand_in.on_end("POST", self.path, body, self.headers))

            def do_DELETE(self):
                self.reply(*stand_in.on_end("DELETE", self.path, b"", self.headers))

            def reply(self, status, body=b""):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a pod that was killed while it asked
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.url = "http://127.0.0.1:%d/v2" % self.server.server_address[1]

    def stamp(self, seconds):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds + self.clock_skew))

    def on_get(self, path):
        self.requests.append(("GET", path, None))
        if "/logs" in path:
            events = ["data: " + json.dumps({"source": "container", "line": line}) for line in self.log_lines]
            return self.log_status, ("\n\n".join(events) + "\n\n").encode()
        pod = {"id": POD, "cost": self.cost, "createdAt": self.stamp(self.begun - self.age)}
        pod["startedAt"] = self.stamp(self.begun - self.started_ago)
        return self.pod_status, json.dumps(pod).encode()

    def on_end(self, method, path, body, headers):
        self.requests.append((method, path, body))
        if headers.get("Authorization") != "Bearer " + KEY or not headers.get("User-Agent", "").startswith("trainyard"):
            return 401, b""
        if self.refusals:
            return self.refusals.pop(0), b""
        self.ended_at = self.ended_at or time.time()
        self.ended.set()
        return 204, b""

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def load():
    """The supervisor as a module."""
    spec = importlib.util.spec_from_file_location("supervisor", SUPERVISOR)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PodCase(unittest.TestCase):
    """Starts pods and leaves nothing behind."""

    def setUp(self):
        self.api = ApiStandIn()
        self.addCleanup(self.api.close)
        self.folder = tempfile.TemporaryDirectory(prefix="trainyard-pod-")
        self.addCleanup(self.folder.cleanup)
        self.mount = self.folder.name

    def spec(self, command, **changes):
        now = time.time()
        spec = dict(
            version=1, name="shop-dev-tiny-0a1b2c3d-a1", run="shop-dev-tiny-0a1b2c3d", attempt=1, token=TOKEN,
            apiUrl=self.api.url, createdAt=now, lifetimeSeconds=60, graceSeconds=1, handoverSeconds=0,
            keepOnFailureSeconds=0, heartbeatSeconds=0.2, command=command, mount=self.mount, dataPath=None,
            dataWaitSeconds=1, httpPort=None, dataByHttp=False, checkpointSeconds=300, checkpointKeep=2,
            stallSeconds=None, seed=7, recipe=None,
        )
        spec.update(changes)
        spec.setdefault("deadline", spec["createdAt"] + spec["lifetimeSeconds"])
        return spec

    def start(self, command, env=None, ignored=(), unread=False, **changes):
        """A pod that runs the command.

        ignored = signals that its first process was started with as ignored; unread = its output is full from the
        beginning, and nobody reads it before `resume()`.
        """
        pod = PodProcess(self.spec(command, **changes), self.mount, env or {}, ignored, unread)
        if not unread:
            pod.resume()
        self.addCleanup(pod.kill)
        return pod

    def python(self, text):
        """A command that runs this Python text."""
        return [sys.executable, "-c", text]

    def attempt_file(self, name):
        return os.path.join(self.mount, "runs/shop-dev-tiny-0a1b2c3d/a1", name)

    def assert_ended(self, pod, reason, exit_code):
        """The signed status says so, in the log and on the mount, and the pod asked for its end."""
        body = pod.status()
        self.assertEqual((body["reason"], body["exitCode"]), (reason, exit_code), pod.text())
        self.assertTrue(self.api.ended.wait(10), "the pod did not ask for its end:\n" + pod.text())
        with open(self.attempt_file("status.json"), encoding="utf-8") as file:
            self.assertEqual(json.loads(json.load(file)["body"])["reason"], reason)
        return body


def fill(pipe):
    """So that whoever writes to it waits for its reader."""
    os.set_blocking(pipe, False)
    try:
        while True:
            os.write(pipe, b"." * 4095 + b"\n")
    except BlockingIOError:
        os.set_blocking(pipe, True)


class PodProcess:
    def __init__(self, spec, local_root, env, ignored, full):
        variables = {
            "PATH": os.environ["PATH"], "TRAINYARD_SPEC": json.dumps(spec), "TRAINYARD_NAME": spec["name"],
            "TRAINYARD_BOOT": "boot", "TRAINYARD_SUPERVISOR": "supervisor", "TRAINYARD_OWNER": "owner",
            "TRAINYARD_LOCAL_ROOT": local_root, "RUNPOD_POD_ID": POD, "RUNPOD_API_KEY": KEY,
        }
        variables.update(env)
        self.spec = spec
        self.lines, self.change = [], threading.Condition()
        outlet, inlet = os.pipe()
        if full:
            fill(inlet)
        self.process = subprocess.Popen(
            [sys.executable, "-I", SUPERVISOR], env={k: v for k, v in variables.items() if v is not None},
            stdin=subprocess.DEVNULL, stdout=inlet, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=lambda: [signal.signal(number, signal.SIG_IGN) for number in ignored],
        )
        os.close(inlet)
        self.output = os.fdopen(outlet, "rb")
        self.reader = threading.Thread(target=self.read, daemon=True)

    def resume(self):
        """Begins to read the output."""
        self.reader.start()

    def read(self):
        with self.output as output:
            for line in output:
                with self.change:
                    self.lines.append(line.decode().rstrip("\n"))
                    self.change.notify_all()

    def text(self):
        return "\n".join(self.lines)

    def wait_line(self, wanted, seconds=12):
        """The first line for which `wanted` is true (or that contains it)."""
        matches = wanted if callable(wanted) else lambda line: wanted in line
        with self.change:
            found = self.change.wait_for(lambda: [line for line in self.lines if matches(line)], seconds)
        assert found, "no such line:\n" + self.text()
        return found[0]

    def status(self, reason=None):
        """Body of the (first) status line, its mac checked."""

        def matches(line):
            return line.startswith('TRAINYARD {"kind":"status"') and (reason is None or reason in line)

        status = json.loads(self.wait_line(matches, 20)[len("TRAINYARD "):])
        expected = hmac.new(TOKEN.encode(), status["body"].encode(), hashlib.sha256).hexdigest()
        assert status["mac"] == expected, "the status is not signed with the token of the run"
        return json.loads(status["body"])

    def heartbeats(self):
        texts = [line[len("TRAINYARD "):] for line in self.lines if line.startswith("TRAINYARD ")]
        return [beat for beat in map(json.loads, texts) if beat["kind"] == "heartbeat"]

    def wait_phase(self, phase):
        self.wait_line(lambda line: line.startswith("TRAINYARD") and '"phase": "%s"' % phase in line)

    def children(self, pid=None):
        pid = pid or self.process.pid
        try:
            with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
                return [int(child) for child in file.read().split()]
        except OSError:
            return []

    def worker(self):
        return self.children()[0]

    def call(self, method, path, body=None, token=TOKEN, headers=None):
        """(status, body, headers) of one exchange with the pod's port; waits until it is open."""
        given = dict({"Authorization": "Bearer " + token} if token else {}, **(headers or {}))
        limit = time.monotonic() + 10
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.spec["httpPort"], timeout=10)
            try:
                connection.request(method, path, body, given)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.headers
            except ConnectionRefusedError:
                if time.monotonic() > limit:
                    raise AssertionError("the port does not open:\n" + self.text()) from None
                time.sleep(0.05)
            finally:
                connection.close()

    def kill(self):
        known, left = [], [self.process.pid]
        while left:
            pid = left.pop()
            known.append(pid)
            left += self.children(pid)
        for pid in known:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        if self.reader.ident is None:
            self.output.close()
        else:
            self.reader.join(5)
