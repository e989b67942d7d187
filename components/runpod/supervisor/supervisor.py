"""Trainyard's supervisor: the first process of a training pod. One file, Python >= 3.8, standard library only.

Two processes. The guard (PID 1) reaps orphans, passes SIGTERM on, keeps the deadline and ends the pod; it touches
neither disk nor network before the end, so that nothing can hang it. The worker, its child, does all else: data,
command, log, heartbeats, status, HTTP port, handover. They share a page of memory. Protocol: docs/pod-protocol.md.
"""
import calendar
import contextlib
import email.utils
import hashlib
import hmac
import http.server
import json
import mmap
import os
import re
import select
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

LOCAL_ROOT = "/tmp/trainyard"
MAX_LINE = 16 * 1024
MAX_EXCHANGE = 32 * 1024 * 1024
MAX_PENDING_LOG = 8 * 1024 * 1024
MAX_WAITING_OUTPUT = 1024 * 1024
KEPT_FROM_COMMAND = ("TRAINYARD_SPEC", "TRAINYARD_BOOT", "TRAINYARD_SUPERVISOR", "TRAINYARD_OWNER", "RUNPOD_API_KEY")
LATE_START_SECONDS = 1800
MARKER_SECONDS = 5
HASTY = ("deadline", "signal")
HASTE_SECONDS = 4  # from the kill at the deadline to the worker's status, whose own bounds add up to a little more than 3


# ---- time ----------------------------------------------------------------------------------------------------------
def ticks():
    """Seconds on a clock that nobody can set and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def rfc3339(seconds):
    whole = int(seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + ".%03dZ" % int((seconds - whole) * 1000)


def parse_rfc3339(text):
    """Epoch seconds, or None."""
    match = re.match(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):?(\d\d))$", str(text or ""))
    if not match:
        return None
    seconds = calendar.timegm(time.strptime(match[1].upper().replace(" ", "T"), "%Y-%m-%dT%H:%M:%S"))
    shift = (int(match[4]) * 3600 + int(match[5]) * 60) * (1 if match[3] == "-" else -1) if match[3] else 0
    return seconds + float(match[2] or 0) + shift


def bounded(seconds, work):
    """What `work()` returns, or None when it takes longer or fails. It may go on in the background."""
    result = []

    def attempt():
        try:
            result.append(work())
        except Exception as error:  # told, never fatal: the caller goes on without the result
            sys.stderr.write("trainyard: %s: %s\n" % (type(error).__name__, error))

    thread = background(attempt)
    if thread is not None:
        thread.join(max(0.0, seconds))
    return result[0] if result else None


def background(work, *args):
    """Starts `work` beside; where the host gives no more threads, does it here."""
    thread = threading.Thread(target=work, args=args, daemon=True)
    try:
        thread.start()
        return thread
    except RuntimeError:
        return work(*args)


# ---- what the two processes share ----------------------------------------------------------------------------------
class Shared:
    """One page of memory: end_at (ticks) and started_at (epoch) in seconds, command = its process group (0 = none).

    The others are 0 or 1. late: the deadline is near; stop: the platform wants an end; asked: the command got its
    SIGTERM; end: the pod may go.
    """

    FIELDS = ("end_at", "started_at", "command", "measured", "late", "stop", "asked", "published", "end")

    def __init__(self):
        object.__setattr__(self, "page", mmap.mmap(-1, mmap.PAGESIZE))

    def __getattr__(self, name):
        return struct.unpack_from("d", self.page, self.FIELDS.index(name) * 8)[0]

    def __setattr__(self, name, value):
        struct.pack_into("d", self.page, self.FIELDS.index(name) * 8, float(value))


def signal_command(shared, number):
    """Signals the command's process group; whether anything of it is left."""
    group = int(shared.command)
    try:
        if group > 1:
            os.killpg(group, number)
        return group > 1
    except (ProcessLookupError, PermissionError):
        return False


# ---- files ---------------------------------------------------------------------------------------------------------
def write_whole(path, text):
    """Written aside, synced and renamed: a reader sees all of it or nothing."""
    aside = "%s.%d.part" % (path, os.getpid())
    with open(aside, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_json(path):
    """The object in a file, or None."""
    try:
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
        return value if isinstance(value, dict) else None
    except (OSError, ValueError, RecursionError):
        return None


def inside(root, relative):
    """Path of `relative` under `root`, or None when it would lead out of it."""
    parts = relative.split("/")
    if "\\" in relative or "\0" in relative or any(part in ("", ".", "..") for part in parts):
        return None
    path = os.path.join(root, *parts)
    return path if (os.path.realpath(path) + "/").startswith(os.path.realpath(root) + "/") else None


def files_under(root):
    """Relative paths of the regular files, sorted; links are not followed."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                found.append(os.path.relpath(path, root))
    return sorted(found)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def missing_data(folder, hashed=False):
    """What of the corpus is not there yet, in words; empty when all is."""
    manifest = read_json(os.path.join(folder, "manifest.json"))
    if manifest is None or not isinstance(manifest.get("files"), list):
        return ["manifest.json"]
    missing = []
    for entry in manifest["files"]:
        name, size = str(entry.get("path")), entry.get("size")
        path = inside(folder, name)
        if path is None or not os.path.isfile(path):
            missing.append(name)
        elif os.path.getsize(path) != size:
            missing.append("%s (%d of %s bytes)" % (name, os.path.getsize(path), size))
        elif hashed and entry.get("sha256") and sha256_of(path) != entry["sha256"]:
            missing.append("%s (other content)" % name)
    return missing


class Places:
    """Where everything of this run lies: on the mount, or under LOCAL_ROOT without one."""

    def __init__(self, spec):
        self.root = spec["mount"] or os.environ.get("TRAINYARD_LOCAL_ROOT") or LOCAL_ROOT
        run = os.path.join(self.root, "runs", spec["run"])
        self.attempt = os.path.join(run, "a%d" % spec["attempt"])
        self.checkpoints = os.path.join(run, "checkpoints")
        self.artifacts = os.path.join(self.attempt, "artifacts")
        self.data = os.path.join(self.root, spec["dataPath"] or "data")

    def __getattr__(self, name):
        files = {"marker": "marker.json", "status": "status.json", "log": "container.log", "progress": "progress.jsonl"}
        return os.path.join(self.attempt, files[name])


# ---- RunPod --------------------------------------------------------------------------------------------------------
class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the key to another host."""

    def redirect_request(self, *_):
        return None


def tls(verified):
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    elif not context.cert_store_stats()["x509_ca"] and not context.get_ca_certs():
        for bundle in ("certifi", "pip._vendor.certifi"):  # slim images have no store of their own
            try:
                context.load_verify_locations(__import__(bundle, fromlist=["where"]).where())
                break
            except Exception:
                continue
    return context


class Api:
    """This pod's own resource, through the key that RunPod injects."""

    def __init__(self, url):
        self.pod, self.key = os.environ.get("RUNPOD_POD_ID", ""), os.environ.get("RUNPOD_API_KEY", "").strip()
        self.url = "%s/pods/%s" % (str(url).rstrip("/"), urllib.parse.quote(self.pod, safe=""))
        self.verified = True

    def usable(self):
        return bool(self.pod and self.key)

    def open(self, method, path="", body=None, seconds=10):
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Authorization", "Bearer " + self.key)
        request.add_header("User-Agent", "trainyard-supervisor/1")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        handlers = [urllib.request.ProxyHandler({}), NoRedirect()]
        if self.url.startswith("https"):
            handlers.append(urllib.request.HTTPSHandler(context=tls(self.verified)))
        return urllib.request.build_opener(*handlers).open(request, timeout=seconds)

    def call(self, method, path="", body=None):
        """(status, headers, body); status 0 and the reason as body when nobody answered. Takes at most 20 s."""

        def exchange():
            try:
                with self.open(method, path, body) as answer:
                    return answer.status, answer.headers, answer.read(1 << 20)
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.headers, b""
            except Exception as error:
                return 0, {}, ("%s: %s" % (type(error).__name__, error)).encode()

        return bounded(20, exchange) or (0, {}, b"no answer within 20 s")

    def facts(self):
        """(status, API's clock, createdAt, startedAt, USD an hour); times in epoch seconds, None where not known."""
        status, headers, body = self.call("GET")
        try:
            now = email.utils.parsedate_to_datetime(headers.get("Date")).timestamp()
        except (TypeError, ValueError, AttributeError):
            now = None
        try:
            pod = json.loads(body) if status == 200 else {}
            cost = pod.get("cost")
            cost = cost if isinstance(cost, (int, float)) and 0 < cost < float("inf") else None
            return status, now, parse_rfc3339(pod.get("createdAt")), parse_rfc3339(pod.get("startedAt")), cost
        except (ValueError, AttributeError):
            return status, now, None, None, None

    def spoke_before(self, since):
        """Whether the pod's log holds a line of an earlier start; None when the log cannot be read."""
        query = {"source": "container", "tail": "5000"}
        if since is not None:
            query["since"] = rfc3339(since)

        def search():
            try:
                stream = self.open("GET", "/logs?" + urllib.parse.urlencode(query), seconds=3)
            except OSError:
                return None
            try:
                with stream:
                    return any(b"TRAINYARD {" in line and b"heartbeat" in line for line in stream)
            except OSError as error:  # the stream stays open when there is nothing more to tell
                return False if "timed out" in str(error) else None

        return bounded(10, search)


def end_pod(api, say):
    """Ends this pod by every path the API has, again and again: leaving would only make RunPod start it anew."""
    if not api.usable():
        say("trainyard: RUNPOD_POD_ID or RUNPOD_API_KEY is not set, so this pod cannot end itself and keeps costing "
            "money; it sleeps now; terminate it by hand")
        return
    wait, rounds = 1, 0
    while True:
        rounds += 1
        tried = [("action terminate",) + api.call("POST", "/action", {"action": "terminate"})]
        if not 200 <= tried[0][1] < 300:
            tried.append(("DELETE",) + api.call("DELETE"))
        if rounds >= 3 and all(answer[1] in (401, 403) for answer in tried):  # a stopped pod costs less
            tried.append(("action stop",) + api.call("POST", "/action", {"action": "stop"}))
        accepted = 200 <= tried[-1][1] < 300
        if rounds >= 3 and any(b"CERTIFICATE_VERIFY" in answer[3] for answer in tried):
            api.verified = False  # this key can do no more than end this pod; a pod that never ends costs more
            say("trainyard: the image has no certificates to check RunPod with; ending the pod without the check")
        outcome = "the pod is ending" if accepted else "RunPod did not end this pod"
        told = ", ".join("%s: %s" % (answer[0], answer[1] or answer[3].decode("utf-8", "replace")) for answer in tried)
        wait = 10 if accepted else min(60, wait * 2)
        asked = [int(a[2].get("Retry-After")) for a in tried if str(a[2].get("Retry-After", "")).isdigit()]
        wait = max([wait] + [min(seconds, 120) for seconds in asked])
        say("trainyard: %s (%s); next try in %d s" % (outcome, told, wait))
        time.sleep(wait)


# ---- status --------------------------------------------------------------------------------------------------------
def mac_of(spec, body):
    return hmac.new(spec["token"].encode(), body.encode(), hashlib.sha256).hexdigest()


def signed_status(spec, reason, exit_code, started_at):
    body = json.dumps({"name": spec["name"], "exitCode": exit_code, "reason": reason,
                       "startedAt": rfc3339(started_at) if started_at else None, "finishedAt": rfc3339(time.time())},
                      separators=(",", ":"))
    return {"body": body, "mac": mac_of(spec, body)}


def status_line(status):
    text = {"kind": "status", "body": str(status.get("body")), "mac": str(status.get("mac"))}
    return "TRAINYARD " + json.dumps(text, separators=(",", ":"))


# ---- the guard -----------------------------------------------------------------------------------------------------
class Guard:
    """Keeps the deadline and ends the pod, whatever becomes of the worker."""

    def __init__(self, spec, shared, api, worker):
        self.spec, self.shared, self.api, self.worker = spec, shared, api, worker
        self.grace = min(spec["graceSeconds"], spec["lifetimeSeconds"] / 4)
        self.begun = ticks()
        self.lost_at, self.stop_at = None, None
        self.command_code = None
        self.ending = False

    def say(self, text):
        """Never waits for a reader who does not read, not even where a terminal has room for a part of the text."""

        def write():
            try:
                if select.select([], [1], [], 1)[1]:
                    os.write(1, text.encode("utf-8", "replace")[:4000] + b"\n")
            except OSError:
                pass

        bounded(2, write)

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            if pid == self.shared.command:
                self.command_code = code
            if pid == self.worker:
                self.worker = 0
                if self.ending:
                    continue
                self.lost_at = ticks()
                self.say("trainyard: the supervisor's worker ended unexpectedly (%d); command and pod end now" % code)
                self.ask()

    def ask(self):
        """SIGTERM to the command, once: a second one might be taken for impatience."""
        if self.shared.command and not self.shared.asked:
            self.shared.asked = 1
            signal_command(self.shared, signal.SIGTERM)

    def publish(self, reason):
        """The worker's status where it could still write one, else what the guard knows."""
        status, path = signed_status(self.spec, reason, self.command_code, self.shared.started_at), Places(self.spec).status

        def keep():
            kept = read_json(path) or {}
            if kept.get("mac") == mac_of(self.spec, str(kept.get("body"))):
                return kept
            return write_whole(path, json.dumps(status))

        self.say("\n" + status_line(bounded(5, keep) or status))  # the worker may have stopped in the middle of a line

    def begin_end(self):
        if not self.ending:
            self.ending = True
            background(self.end_for_ever)

    def end_for_ever(self):
        while True:
            try:
                return end_pod(self.api, self.say)
            except Exception as error:
                self.say("trainyard: ending the pod failed: %s: %s" % (type(error).__name__, error))
                time.sleep(5)

    def tick(self):
        now, shared = ticks(), self.shared
        if not shared.measured and now - self.begun > 60:  # the worker hangs before it could ask for the time
            shared.end_at, shared.measured = min(shared.end_at, now + self.spec["deadline"] - time.time()), 1
        if self.ending:
            return
        if shared.stop:
            self.stop_at = self.stop_at or now
            if now >= self.stop_at + 1:  # as with the deadline: where the worker does not ask the command, the guard does
                self.ask()
        if shared.end:
            self.begin_end()
        elif self.lost_at is not None:
            if not signal_command(shared, 0) or now >= min(self.lost_at + self.grace, shared.end_at):
                signal_command(shared, signal.SIGKILL)
                if not shared.published:
                    self.publish("deadline" if shared.late else "signal")
                self.begin_end()
        elif now >= shared.end_at:
            signal_command(shared, signal.SIGKILL)
            if not shared.published and now >= shared.end_at + HASTE_SECONDS:  # the worker hangs
                self.publish("deadline")
                self.begin_end()
            elif shared.published and now >= shared.end_at + self.spec.get("afterDeadlineSeconds", 0):
                self.begin_end()
        elif now >= shared.end_at - self.grace:
            shared.late = 1  # the worker sees it and asks the command; where it does not, the guard does
            if now >= shared.end_at - self.grace + min(1, self.grace / 2):
                self.ask()

    def watch(self, reaping=True):
        while True:
            if reaping:
                self.reap()
                if self.ending and self.shared.stop:  # the platform ends the container, as asked
                    if self.worker:
                        os.kill(self.worker, signal.SIGKILL)
                    os._exit(0)
            self.tick()
            time.sleep(0.1)


# ---- the worker ----------------------------------------------------------------------------------------------------
class Backlog(threading.Thread):
    """Takes lines at once and passes them on in its own time, so that who speaks never waits. Loses what is too much."""

    pause = 0.0

    def __init__(self):
        super().__init__(daemon=True)
        self.pending, self.lost = [], 0
        self.added, self.done = 0, 0  # bytes
        self.change = threading.Condition()

    def add(self, data):
        with self.change:
            if self.added - self.done + len(data) > MAX_PENDING_LOG:
                self.lost += 1
                return
            self.pending.append(data)
            self.added += len(data)
            self.change.notify_all()

    def run(self):
        while True:
            with self.change:
                while not self.pending:
                    self.change.wait()
                batch, upto, lost = self.pending, self.added, self.lost
                self.pending, self.lost = [], 0
            try:
                self.pass_on(batch + ([b"(%d lines lost)\n" % lost] if lost else []))
            except OSError:
                pass
            with self.change:
                self.done = upto
                self.change.notify_all()
            time.sleep(self.pause)

    def settled(self, upto=None):
        """Waits for the first `upto` bytes, all said until now; no more: it need never be level with heartbeats that go on."""
        upto = self.added if upto is None else upto
        while self.done < upto:
            time.sleep(0.05)
        return True


class LogCopy(Backlog):
    """A copy of standard output on the mount. A mount that hangs or is full loses lines of the copy, nothing else."""

    pause = 0.2

    def __init__(self, path):
        super().__init__()
        self.path = path

    def pass_on(self, lines):
        with open(self.path, "ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())


class Output(Backlog):
    """Standard output. Where nobody reads it, the command has to wait; its end and the pod's have not."""

    def pass_on(self, lines):
        for line in lines:
            while line:
                try:
                    line = line[os.write(1, line):]
                except BlockingIOError:
                    select.select([], [1], [], 1)

    def wait_for_room(self):
        with self.change:
            while self.added - self.done > MAX_WAITING_OUTPUT:
                self.change.wait()


class Lines:
    """Cuts a command's output into lines. Redrawn lines (progress bars end in CR) pass once a second, the last one always."""

    def __init__(self, emit):
        self.emit, self.buffer, self.cut, self.redrawn_at = emit, b"", 0, -1.0
        self.returned, self.passed = False, False  # a CR came last; its line was told already

    def feed(self, data):
        for piece in re.split(b"([\r\n])", data):
            if piece == b"\n":
                if not self.passed:
                    self.end_line()
                self.returned = self.passed = False
            elif piece == b"\r":
                self.returned = True
                if self.buffer and ticks() - self.redrawn_at >= 1:
                    self.redrawn_at, self.passed = ticks(), True
                    self.end_line()
            elif piece:
                if self.returned:
                    self.buffer, self.cut = b"", 0
                self.returned = self.passed = False
                room = MAX_LINE - len(self.buffer)
                self.buffer += piece[:room]
                self.cut += max(0, len(piece) - room)

    def end_line(self):
        text = self.buffer.decode("utf-8", "replace") + (" (%d bytes cut)" % self.cut if self.cut else "")
        self.buffer, self.cut = b"", 0
        self.emit((" " if text.startswith("TRAINYARD ") else "") + text)

    def finish(self):
        if self.buffer:
            self.end_line()


def strict(value):
    """JSON has no NaN; a loss may well be one."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, dict):
        return {key: strict(inner) for key, inner in value.items()}
    return [strict(inner) for inner in value] if isinstance(value, list) else value


def last_progress(path):
    """(text, object) of the last whole line of the progress file that is a JSON object."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 65536))
            lines = file.read().split(b"\n")[:-1]
    except OSError:
        return b"", None
    for line in reversed(lines):
        try:
            value = json.loads(line) if len(line) <= 4096 else None
            if isinstance(value, dict):
                return line, strict(value)
        except (ValueError, RecursionError):
            continue
    return b"", None


class Worker:
    def __init__(self, spec, shared, api, guard_pid):
        self.spec, self.shared, self.api, self.guard_pid = spec, shared, api, guard_pid
        self.places = Places(spec)
        self.log, self.output = LogCopy(self.places.log), Output()
        self.lock = threading.Lock()
        self.begun = ticks()
        self.phase = "boot"
        self.measuring = False
        self.status = None
        self.progress = (b"", None)
        self.data_complete = threading.Event()
        self.acknowledged = threading.Event()
        self.takers, self.taken_at = 0, 0.0

    # -- speaking
    def say(self, text):
        data = text.encode("utf-8", "replace") + b"\n"
        with self.lock:
            self.output.add(data)
            self.log.add(data)

    def pass_on(self, line):
        self.output.wait_for_room()
        self.say(line)

    def beat(self):
        sequence = 0
        while True:
            sequence += 1
            self.progress = last_progress(self.places.progress)
            self.say("TRAINYARD " + json.dumps({
                "kind": "heartbeat", "seq": sequence, "ts": rfc3339(time.time()),
                "uptimeSeconds": round(ticks() - self.begun, 3), "phase": self.phase, "progress": self.progress[1]}))
            time.sleep(self.spec["heartbeatSeconds"])

    # -- time
    def measure(self):
        """Fixes the end. From RunPod's createdAt to RunPod's Date no clock of ours matters; else the best there is."""
        status, now, created, started, cost = self.api.facts() if self.api.usable() else (0,) + (None,) * 4
        less = self.too_dear_seconds(cost)
        left = self.spec["lifetimeSeconds"]
        if now is not None and created is not None:
            left -= max(0.0, now - created)
        else:
            left = min(left, self.spec["deadline"] - (time.time() if now is None else now))
        self.shared.end_at = min(self.begun + self.spec["lifetimeSeconds"], ticks() + left) - less
        self.shared.measured = 1
        if status != 200:
            self.say("trainyard: this pod cannot read itself from RunPod (%s); its deadline follows the clock of %s" % (
                status or "no answer", "RunPod" if now else "this host"))
        if self.api.usable() and status not in (200, 401, 403) and not self.measuring:
            self.measuring = True
            background(self.measure_again)
        return now, created, started

    def too_dear_seconds(self, cost):
        """By how much a pod dearer than its lifetime was reckoned with lives shorter, so that it costs no more."""
        reckoned = self.spec.get("maxUsdPerHour")
        if not reckoned or cost is None or cost <= reckoned * 1.000001:
            return 0
        whole = self.spec["lifetimeSeconds"] + self.spec.get("afterDeadlineSeconds", 0)
        less = whole * (1 - reckoned / cost)
        self.say("trainyard: this pod costs $%g an hour, $%g is allowed: it ends %d s earlier" % (cost, reckoned, less))
        return less

    def measure_again(self):
        while self.api.call("GET")[0] not in (200, 401, 403):
            time.sleep(60)
        self.measure()

    def interrupted(self):
        return "signal" if self.shared.stop else "deadline" if self.shared.late else None

    # -- once
    def earlier_start(self, facts):
        """Why this is not the first start of the attempt, or None. Without a mount only RunPod can tell."""
        now, created, started = facts
        try:
            os.close(os.open(self.places.marker, os.O_RDONLY))
            return "its marker is on the disk"
        except FileNotFoundError:
            pass
        if self.mounted() or not self.api.usable():
            return None
        spoke = self.api.spoke_before(created)
        if spoke:
            return "its log holds an earlier start"
        if spoke is None and now and started and now - started > LATE_START_SECONDS:
            return "its log cannot be read and RunPod started it %d s ago" % (now - started)
        return None

    def mounted(self):
        return bool(self.spec["mount"]) and os.path.ismount(self.spec["mount"])

    def mark(self):
        marker = json.dumps({"name": self.spec["name"], "podId": self.api.pod, "startedAt": rfc3339(time.time())})
        with os.fdopen(os.open(self.places.marker, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w") as file:
            file.write(marker)
            file.flush()
            os.fsync(file.fileno())

    def marked_by(self):
        """Id of the pod that made the marker, or None. A second pod of the attempt may find it empty, still being written."""
        limit = ticks() + MARKER_SECONDS
        while os.path.exists(self.places.marker):
            marker = read_json(self.places.marker)
            if marker is not None or ticks() >= limit:
                return (marker or {}).get("podId")
            time.sleep(0.1)
        return None

    def end_again(self, why):
        self.say("trainyard: %s was started before (%s); the command is not run again" % (self.spec["name"], why))
        kept = read_json(self.places.status)
        if kept is not None:
            self.say(status_line(kept))
        status = signed_status(self.spec, "second-start", None, None)
        if kept is None and self.marked_by() in (None, self.api.pod):
            bounded(10, lambda: write_whole(self.places.status, json.dumps(status)))
        self.say(status_line(status))

    # -- data
    def wait_for_data(self):
        if not self.spec["dataPath"] and not self.spec["dataByHttp"]:
            return None
        self.phase = "wait-data"
        limit, missing = ticks() + self.spec.get("dataWaitSeconds", 600), ["POST /data-complete"]
        while True:
            if not self.spec["dataByHttp"]:
                missing = missing_data(self.places.data)
            if not missing or self.data_complete.is_set() or self.interrupted():
                return self.interrupted()
            if ticks() >= limit:
                self.say("trainyard: the data did not come: %d missing in %s, first %s" % (
                    len(missing), self.places.data, "; ".join(missing[:5])))
                return "data-missing"
            self.data_complete.wait(0.5)

    # -- the command
    def environment(self):
        spec, places = self.spec, self.places
        env = {key: value for key, value in os.environ.items() if key not in KEPT_FROM_COMMAND}
        env.update(TRAINYARD_DATA_DIR=places.data, TRAINYARD_OUTPUT_DIR=places.artifacts,
                   TRAINYARD_CHECKPOINT_DIR=places.checkpoints, TRAINYARD_PROGRESS_FILE=places.progress,
                   TRAINYARD_SEED=str(spec["seed"]), TRAINYARD_CHECKPOINT_SECONDS=str(spec["checkpointSeconds"]),
                   TRAINYARD_CHECKPOINT_KEEP=str(spec["checkpointKeep"]), TRAINYARD_RUN=spec["run"],
                   TRAINYARD_ATTEMPT=str(spec["attempt"]))
        if spec["recipe"] is not None:
            env["TRAINYARD_RECIPE_JSON"] = json.dumps(spec["recipe"], ensure_ascii=False)
        return env

    def read_output(self, pipe, over, drained):
        """Passes the output on. Sets `drained` at its end, or, once the command is `over`, when no more is there to read."""
        lines, waiting = Lines(self.pass_on), select.poll()
        waiting.register(pipe, select.POLLIN)
        data = None
        while data != b"":
            ended = over.is_set()  # asked before: what came in the meantime is read first
            if drained.is_set() or waiting.poll(100):
                data = os.read(pipe.fileno(), 65536)
                lines.feed(data)
            elif ended:
                lines.finish()
                drained.set()  # what left the command's group may hold the pipe open for ever
        lines.finish()
        drained.set()

    def run(self):
        """(reason, exit code) of the command."""
        if self.interrupted():
            return self.interrupted(), None
        self.phase, self.shared.started_at = "run", time.time()
        try:
            command = subprocess.Popen(self.spec["command"], env=self.environment(), stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        except (OSError, ValueError) as error:
            self.say("trainyard: the command cannot be started: %s" % error)
            return "exit", 127 if isinstance(error, FileNotFoundError) else 126
        self.shared.command = command.pid
        bounded(1, lambda: self.prefer_for_oom(command.pid))
        over, drained = threading.Event(), threading.Event()
        threading.Thread(target=self.read_output, args=(command.stdout, over, drained), daemon=True).start()
        reason = self.attend(command)
        signal_command(self.shared, signal.SIGKILL)  # what it left behind
        self.shared.command = 0
        over.set()
        drained.wait(1 if reason in HASTY else 2)
        return reason or "exit", command.returncode if command.returncode >= 0 else 128 - command.returncode

    def prefer_for_oom(self, pid):
        with open("/proc/%d/oom_score_adj" % pid, "w", encoding="ascii") as file:
            file.write("500")

    def attend(self, command):
        """Until the command is gone. Why it was asked to go, or None.

        Once asked, its whole group has the grace: SIGTERM ends a shell at once, while the program in it still saves.
        """
        reason, kill_at = None, 0.0
        seen, seen_at = b"", ticks()
        while command.poll() is None or (ticks() < min(kill_at, self.shared.end_at) and signal_command(self.shared, 0)):
            now = ticks()
            if self.progress[0] != seen:
                seen, seen_at = self.progress[0], now
            if reason is None:
                stalled = self.spec["stallSeconds"] and now - seen_at > self.spec["stallSeconds"]
                reason = self.interrupted() or ("stalled" if stalled else None)
                if reason is not None:
                    self.say("trainyard: asking the command to end (%s)" % reason)
                    self.phase, kill_at = "checkpoint", now + self.spec["graceSeconds"]
                    if not self.shared.asked:
                        self.shared.asked = 1
                        signal_command(self.shared, signal.SIGTERM)
            elif now >= min(kill_at, self.shared.end_at):
                signal_command(self.shared, signal.SIGKILL)
            time.sleep(0.1)
        return reason

    # -- the end
    def settle(self):
        """Everything that the status speaks of is on the disk before the status is."""
        for name in files_under(self.places.artifacts):
            with open(os.path.join(self.places.artifacts, name), "rb") as file:
                os.fsync(file.fileno())
        return self.log.settled()

    def publish(self, reason, code):
        hasty = reason in HASTY
        bounded(1 if hasty else 20, self.settle)
        self.status = signed_status(self.spec, reason, code, self.shared.started_at)
        bounded(1 if hasty else 20, lambda: write_whole(self.places.status, json.dumps(self.status)))
        self.say(status_line(self.status))
        self.shared.published = 1
        bounded(1 if hasty else 5, self.output.settled)

    @contextlib.contextmanager
    def taking(self):
        """While results leave through the port, and from then anew, the handover lasts: it is no time limit of theirs."""
        with self.lock:
            self.takers += 1
        try:
            yield
        finally:
            with self.lock:
                self.takers, self.taken_at = self.takers - 1, ticks()

    def handover_limit(self, limit):
        """When an acknowledgement is waited for no longer; the guard ends the pod at the deadline whatever is taken."""
        seconds = self.spec["handoverSeconds"]
        with self.lock:
            taken_at = ticks() if self.takers else self.taken_at
        return max(limit, taken_at + seconds) if seconds and taken_at else limit

    def hand_over(self, failed):
        self.phase = "handover"
        keep = self.spec.get("keepOnFailureSeconds", 0) if failed else 0
        limit = ticks() + max(self.spec["handoverSeconds"], keep)
        while ticks() < self.handover_limit(limit) and not self.shared.stop:
            if self.acknowledged.wait(0.5):
                time.sleep(0.3)  # the answer to POST /ack is still on its way
                return
            if bounded(min(5, max(1, limit - ticks())), self.acknowledged_by_file):  # a mount may hang
                return

    def acknowledged_by_file(self):
        try:
            return "ack" in os.listdir(self.places.attempt)  # a listing: a lookup may be answered from a stale cache
        except OSError:
            return False

    def prepare(self):
        """None, or why this start must not run the command."""
        for folder in (self.places.checkpoints, self.places.artifacts, self.places.data):
            os.makedirs(folder, exist_ok=True)
        facts = self.measure()
        why = self.earlier_start(facts)
        if why is None:
            try:
                self.mark()
            except FileExistsError:
                why = "its marker is on the disk"
        return why

    def live(self):
        background(self.replace_guard)
        self.log.start()
        self.output.start()
        try:
            why = self.prepare()
        except OSError as error:
            self.say("trainyard: the disk of this pod cannot be used: %s" % error)
            background(self.beat)
            self.publish("data-missing", None)
            self.hand_over(failed=True)  # only the log of this pod tells it
            return
        background(self.beat)
        if why is not None:
            self.phase = "ending"
            self.end_again(why)
            if not self.mounted():
                # Only this pod's log tells how the first start ended: whoever lost the answer to the create must find it.
                self.hand_over(failed=False)
            return
        if self.spec["httpPort"]:
            open_door(self)
        reason, code = self.wait_for_data(), None
        if reason is None:
            reason, code = self.run()
        self.publish(reason, code)
        if reason != "signal":  # then the platform kills the container in seconds
            self.hand_over(failed=reason != "exit" or code != 0)

    def replace_guard(self):
        """Where the image's entry point stands between (so that the guard is not PID 1) the guard can die alone."""
        while os.getppid() == self.guard_pid:
            time.sleep(0.5)
        Guard(self.spec, self.shared, self.api, 0).watch(reaping=False)


# ---- the HTTP port -------------------------------------------------------------------------------------------------
class Refused(Exception):
    def __init__(self, status, error, **facts):
        super().__init__(error)
        self.status, self.answer = status, dict(error=error, **facts)


class Door(http.server.BaseHTTPRequestHandler):
    """The token-guarded port. Every exchange is bounded, so that the pod proxy's time limit never cuts one."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "trainyard", ""
    timeout = 90
    worker = None
    hashes = {}

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.serve("GET")

    def do_PUT(self):
        self.serve("PUT")

    def do_POST(self):
        self.serve("POST")

    def serve(self, method):
        told = self.headers.get("Content-Length", "0").strip()
        if "Transfer-Encoding" in self.headers or (told != "0" and not (method == "PUT" and told.isdigit())):
            self.close_connection = True  # of a body that is not read whole, the rest would pass for the next request
        try:
            url = urllib.parse.urlsplit(self.path)
            path = urllib.parse.unquote(url.path, errors="strict")
            query = {key: values[-1] for key, values in urllib.parse.parse_qs(url.query).items()}
            if (method, path) == ("GET", "/health"):
                return self.answer(200, {"state": self.worker.phase})
            given = self.headers.get("Authorization", "").encode("utf-8", "replace")
            if not hmac.compare_digest(given, b"Bearer " + self.worker.spec["token"].encode()):
                raise Refused(401, "the token of this run is missing or wrong")
            self.route(method, path, query)
        except Refused as refusal:
            self.close_connection = True  # a body may be unread
            self.answer(refusal.status, refusal.answer)
        except ValueError:
            self.close_connection = True
            self.answer(400, {"error": "the request is malformed"})
        except OSError as error:
            self.close_connection = True
            self.answer(507, {"error": "%s: %s" % (type(error).__name__, error.strerror)})

    def finish(self):
        """Takes what still comes after the answer: a connection closed over unread bytes is reset, the answer lost with it."""
        super().finish()
        left, limit = MAX_EXCHANGE, ticks() + 30
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(2)
            while left > 0 and ticks() < limit:
                taken = len(self.connection.recv(65536))
                left = left - taken if taken else 0
        except OSError:
            pass

    def route(self, method, path, query):
        worker = self.worker
        if method == "PUT" and path.startswith("/data/"):
            return self.take_data(path[len("/data/"):], self.number(query, "offset", 0))
        if method == "GET" and (path in ("/artifacts", "/log") or path.startswith("/artifacts/")):
            with worker.taking():
                return self.hand_out(path, query)
        if (method, path) == ("GET", "/status"):
            if worker.status is None:
                raise Refused(404, "the run has not ended", state=worker.phase)
            return self.answer(200, worker.status)
        if (method, path) == ("POST", "/data-complete"):
            return self.complete_data()
        if (method, path) == ("POST", "/ack"):
            if worker.status is None:
                raise Refused(409, "the run has not ended", state=worker.phase)
            worker.acknowledged.set()
            return self.answer(200, {})
        raise Refused(404, "no such route")

    def hand_out(self, path, query):
        places = self.worker.places
        if path == "/artifacts":
            return self.answer(200, self.artifacts())
        whole = places.log if path == "/log" else inside(places.artifacts, path[len("/artifacts/"):])
        return self.send_part(whole, query)

    def number(self, query, name, default):
        text = query.get(name, str(default))
        if not text.isascii() or not text.isdigit():
            raise Refused(400, "%s must be a whole number of bytes" % name)
        return int(text)

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def body_pieces(self):
        """The request's body in pieces of at most 1 MiB, whether its length is told or it comes in chunks."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            while True:
                size = int(self.rfile.readline(64).split(b";")[0], 16)
                if size > MAX_EXCHANGE:
                    raise Refused(413, "more than %d bytes in one exchange" % MAX_EXCHANGE)
                if size:
                    yield from self.pieces(size)
                self.rfile.readline(64)
                if size == 0:
                    return
        yield from self.pieces(int(self.headers.get("Content-Length") or 0))

    def pieces(self, size):
        if size > MAX_EXCHANGE:
            raise Refused(413, "more than %d bytes in one exchange" % MAX_EXCHANGE)
        while size > 0:
            piece = self.rfile.read(min(size, 1 << 20))
            if not piece:
                raise Refused(400, "the body ended early")
            size -= len(piece)
            yield piece

    def take_data(self, name, offset):
        if not self.worker.spec["dataByHttp"] or self.worker.phase not in ("boot", "wait-data"):
            raise Refused(409, "no data is awaited", state=self.worker.phase)
        path = inside(self.worker.places.data, name)
        if path is None:
            raise Refused(400, "the path leads out of the data folder")
        have = os.path.getsize(path) if os.path.exists(path) else 0
        if offset > have:
            raise Refused(409, "bytes before the offset are missing", size=have)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "r+b" if os.path.exists(path) else "wb") as file:
            file.seek(offset)
            for piece in self.body_pieces():
                if file.tell() + len(piece) - offset > MAX_EXCHANGE:
                    raise Refused(413, "more than %d bytes in one exchange" % MAX_EXCHANGE)
                file.write(piece)
        self.answer(200, {"size": os.path.getsize(path)})

    def complete_data(self):
        data = self.worker.places.data
        missing = missing_data(data, hashed=True) if os.path.exists(os.path.join(data, "manifest.json")) else []
        if missing:
            raise Refused(409, "the data is not complete", missing=missing[:100])
        self.worker.data_complete.set()
        self.answer(200, {})

    def artifacts(self):
        root, listed = self.worker.places.artifacts, []
        for name in files_under(root):
            path = os.path.join(root, name)
            facts = os.stat(path)
            key = (path, facts.st_size, facts.st_mtime_ns)
            if key not in self.hashes:
                self.hashes[key] = sha256_of(path)
            listed.append({"path": name, "size": facts.st_size, "sha256": self.hashes[key]})
        return listed

    def send_part(self, path, query):
        if path is None:
            raise Refused(400, "the path leads out of its folder")
        if not os.path.isfile(path):
            raise Refused(404, "no such file")
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            offset = self.number(query, "offset", 0)
            length = min(self.number(query, "length", MAX_EXCHANGE), MAX_EXCHANGE, max(0, size - offset))
            file.seek(min(offset, size))
            piece = file.read(min(length, 1 << 20))  # before the head is sent: a disk that fails is then told as such
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(length))
            self.send_header("X-Total-Size", str(size))
            self.end_headers()
            self.send_rest(file, piece, length)

    def send_rest(self, file, piece, length):
        """The bytes of an answer whose head is sent. Where they cannot be had, the client sees a short one, nothing else."""
        try:
            while piece:
                self.wfile.write(piece)
                length -= len(piece)
                piece = file.read(min(length, 1 << 20))
        except OSError:
            pass
        if length > 0:
            self.close_connection = True


def open_door(worker):
    Door.worker = worker
    try:
        server = http.server.ThreadingHTTPServer(("0.0.0.0", worker.spec["httpPort"]), Door)
    except OSError as error:
        worker.say("trainyard: port %d cannot be opened: %s" % (worker.spec["httpPort"], error))
        return
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that went away
    background(server.serve_forever)


# ---- start ---------------------------------------------------------------------------------------------------------
def adopt_orphans():
    """Makes orphans children of this process, as PID 1 has them anyway."""
    try:
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    except Exception:
        pass  # no ctypes or not Linux: PID 1 needs it not


def sleep_for_ever():
    while True:
        time.sleep(3600)


def work(spec, shared, api, guard_pid):
    """The worker's process; never returns. Its death is noticed by the guard."""
    worker = None
    try:
        worker = Worker(spec, shared, api, guard_pid)
        worker.live()
        worker.phase = "ending"
        bounded(5, lambda: worker.log.settled() and worker.output.settled())
        shared.end = 1
        sleep_for_ever()
    except BaseException:
        told = traceback.format_exc()
        bounded(1, lambda: worker and worker.output.settled())
        bounded(1, lambda: sys.stderr.write(told))
    finally:
        os._exit(70)


def main():
    shared = Shared()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where it is inherited as ignored, every exit code would read 0
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: setattr(shared, "stop", 1))
    spec = json.loads(os.environ["TRAINYARD_SPEC"])
    api = Api(spec["apiUrl"])
    shared.end_at = ticks() + spec["lifetimeSeconds"]
    adopt_orphans()
    guard_pid = os.getpid()
    worker = os.fork()
    if worker == 0:
        work(spec, shared, api, guard_pid)
    Guard(spec, shared, api, worker).watch()


def last_resort():
    """Something is wrong with this file or its orders. Leaving would start the container again and again."""
    told = traceback.format_exc()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    bounded(1, lambda: sys.stderr.write(told))
    match = re.search(r'"apiUrl"\s*:\s*"(https?://[^"\s]+)"', os.environ.get("TRAINYARD_SPEC", ""))
    api = Api(match[1] if match else "https://api.runpod.io/v2")
    Guard({"graceSeconds": 0, "lifetimeSeconds": 0}, Shared(), api, 0).end_for_ever()
    sleep_for_ever()


if __name__ == "__main__":
    try:
        main()
    except Exception:
        last_resort()
