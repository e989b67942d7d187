"""Data in and results out: on the mount and through the token-guarded port."""
import contextlib
import hashlib
import io
import json
import os
import socket
import time
import types
import unittest
import unittest.mock

from pod import TOKEN, PodCase, free_port, load

SHOW = ["sh", "-c", "cat $TRAINYARD_DATA_DIR/train.bin; mkdir $TRAINYARD_OUTPUT_DIR/model;"
        "printf weights > $TRAINYARD_OUTPUT_DIR/model/w.bin; printf '{}' > $TRAINYARD_OUTPUT_DIR/metrics.json"]


def manifest(content):
    entry = {"path": "train.bin", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return json.dumps({"id": "abc", "files": [entry]}).encode()


class MountTest(PodCase):
    def write(self, name, content):
        path = os.path.join(self.mount, "corpora/abc", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)

    def test_data_comes(self):
        """waits until every file of the manifest has its size"""
        self.write("manifest.json", manifest(b"corpus\n"))
        self.write("train.bin", b"cor")
        pod = self.start(SHOW, dataPath="corpora/abc", dataWaitSeconds=20)
        pod.wait_phase("wait-data")
        self.write("train.bin", b"corpus\n")
        self.assert_ended(pod, "exit", 0)
        self.assertIn("corpus", pod.lines)

    def test_data_missing(self):
        """gives up on data that does not come, and names it"""
        self.write("manifest.json", manifest(b"corpus\n"))
        pod = self.start(SHOW, dataPath="corpora/abc")
        self.assert_ended(pod, "data-missing", None)
        pod.wait_line("1 missing in")


class PortTest(PodCase):
    def serve(self, **changes):
        changes = dict(dict(httpPort=free_port(), mount=None, handoverSeconds=30), **changes)
        return self.start(SHOW, **changes)

    def test_no_manifest(self):
        """takes the caller's word that the data is complete where there is no manifest"""
        pod = self.serve(dataPath="corpora/abc", dataByHttp=True, dataWaitSeconds=20)
        self.assertEqual(pod.call("GET", "/health", token=None)[0], 200)
        self.assertEqual(pod.call("POST", "/data-complete")[0], 200)
        self.assertEqual(pod.status()["reason"], "exit")

    def test_data_in_parts(self):
        """takes files in parts, also twice, and starts when the manifest is met"""
        content = (b"x" * 6999 + b"\n") * 300
        pod = self.serve(dataPath="corpora/abc", dataByHttp=True, dataWaitSeconds=20)
        pod.call("GET", "/health")
        pod.wait_phase("wait-data")
        self.assertEqual(pod.call("PUT", "/data/manifest.json?offset=0", manifest(content))[0], 200)
        half = len(content) // 2
        self.assertEqual(pod.call("PUT", "/data/train.bin", content[:half])[0], 200)
        status, body, _ = pod.call("POST", "/data-complete")
        short = "train.bin (%d of %d bytes)" % (half, len(content))
        self.assertEqual((status, json.loads(body)["missing"]), (409, [short]))
        self.assertEqual(pod.call("PUT", "/data/train.bin?offset=%d" % (half + 1), b"x")[0], 409)
        chunks = iter([content[half:-7], content[-7:]])
        status, body, _ = pod.call("PUT", "/data/train.bin?offset=%d" % half, chunks)
        self.assertEqual((status, json.loads(body)), (200, {"size": len(content)}))
        self.assertEqual(pod.call("PUT", "/data/train.bin", content[:half])[0], 200)
        self.assertEqual(pod.call("POST", "/data-complete")[0], 200)
        self.assertEqual(pod.status()["exitCode"], 0)
        self.assertEqual(pod.call("PUT", "/data/train.bin", b"late")[0], 409)

    def test_results(self):
        """gives status, artifacts and log, and ends after the acknowledgement"""
        pod = self.serve()
        pod.status()
        pod.wait_phase("handover")
        status = json.loads(pod.call("GET", "/status")[1])
        self.assertEqual(json.loads(status["body"])["reason"], "exit")
        listed = json.loads(pod.call("GET", "/artifacts")[1])
        sizes = {entry["path"]: entry["size"] for entry in listed}
        self.assertEqual(sizes, {"metrics.json": 2, "model/w.bin": 7})
        self.assertEqual(listed[1]["sha256"], hashlib.sha256(b"weights").hexdigest())
        answer = pod.call("GET", "/artifacts/model/w.bin?offset=2&length=3")
        self.assertEqual((answer[1], answer[2]["X-Total-Size"]), (b"igh", "7"))
        self.assertEqual(pod.call("GET", "/artifacts/model/w.bin?offset=9")[1], b"")
        self.assertIn(b"heartbeat", pod.call("GET", "/log?offset=0")[1])
        self.assertFalse(self.api.ended.is_set())
        self.assertEqual(pod.call("POST", "/ack")[0], 200)
        self.assertTrue(self.api.ended.wait(3))

    def test_slow_results(self):
        """waits for the acknowledgement anew while results are fetched"""
        pod = self.serve(handoverSeconds=2)
        pod.status()
        until = time.time() + 4
        while time.time() < until:
            self.assertEqual(pod.call("GET", "/artifacts/model/w.bin")[1], b"weights")
            self.assertFalse(self.api.ended.wait(0.2), pod.text())
        self.assertTrue(self.api.ended.wait(20), "nobody fetches any more:\n" + pod.text())

    def test_slow_results_deadline(self):
        """ends at the deadline though somebody still fetches"""
        pod = self.serve(handoverSeconds=60, lifetimeSeconds=5)
        pod.status()
        while not self.api.ended.wait(0.2):
            self.assertLess(time.time(), pod.spec["deadline"] + 5, pod.text())
            pod.call("GET", "/artifacts/model/w.bin")
        self.assertGreater(self.api.ended_at, pod.spec["deadline"] - 1.5, "createdAt and Date have whole seconds")

    def test_token(self):
        """refuses every route but /health without the token"""
        pod = self.serve()
        for method, path in [("GET", "/status"), ("GET", "/artifacts"), ("GET", "/log"), ("POST", "/ack"),
                             ("PUT", "/data/x"), ("GET", "/artifacts/metrics.json"), ("POST", "/data-complete")]:
            self.assertEqual(pod.call(method, path, token=None)[0], 401, path)
            self.assertEqual(pod.call(method, path, token="wrong")[0], 401, path)
        self.assertEqual(json.loads(pod.call("GET", "/health", token=None)[1]).keys(), {"state"})

    def test_traversal(self):
        """refuses paths that lead out of the data and artifact folders"""
        pod = self.serve(dataPath="corpora/abc", dataByHttp=True, dataWaitSeconds=20)
        pod.call("GET", "/health")
        pod.wait_phase("wait-data")
        os.symlink("/etc", os.path.join(self.mount, "corpora/abc/link"))
        for path in ["../x", "a/../../x", "%2e%2e/x", "..%2fx", "/etc/x", "a//b", "", "link/x", "a%00b", "..%5cx"]:
            self.assertEqual(pod.call("PUT", "/data/" + path, b"x")[0], 400, path)
            self.assertEqual(pod.call("GET", "/artifacts/" + path)[0], 404 if path == "link/x" else 400, path)
        self.assertFalse(os.path.exists(os.path.join(self.mount, "corpora/x")))

    def test_bad_requests(self):
        """answers what it does not understand, and what comes too early, with a 4xx"""
        pod = self.serve(dataPath="corpora/abc", dataByHttp=True, dataWaitSeconds=20)
        pod.call("GET", "/health")
        pod.wait_phase("wait-data")
        self.assertEqual(pod.call("GET", "/status")[0], 404)
        self.assertEqual(pod.call("POST", "/ack")[0], 409)
        self.assertEqual(pod.call("GET", "/nothing")[0], 404)
        self.assertEqual(pod.call("PUT", "/data/x?offset=-1", b"x")[0], 400)
        self.assertEqual(pod.call("PUT", "/data/x", headers={"Content-Length": "40000000"})[0], 413)

    def test_unread_body(self):
        """never takes the body of a request that needs none for the next request"""
        pod = self.serve()
        pod.call("GET", "/health")
        inner = b"GET /health HTTP/1.1\r\nHost: pod\r\n\r\n"
        auth = "Authorization: Bearer %s\r\n" % TOKEN
        for method, path, header in [("GET", "/health", ""), ("POST", "/data-complete", auth), ("GET", "/artifacts", auth)]:
            head = "%s %s HTTP/1.1\r\nHost: pod\r\n%sContent-Length: %d\r\n\r\n" % (method, path, header, len(inner))
            with socket.create_connection(("127.0.0.1", pod.spec["httpPort"]), timeout=5) as connection:
                connection.sendall(head.encode() + inner)
                connection.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1, answer)

    def test_refused_body(self):
        """answers though it refuses a request before its body came"""
        pod = self.serve()
        for token, status in ((TOKEN, 409), ("wrong", 401)):
            self.assertEqual(pod.call("PUT", "/data/late", b"x" * (8 << 20), token=token)[0], status)

    def test_unreadable_file(self):
        """says that a file cannot be read, and never in the place of its bytes"""
        with open(os.path.join(self.mount, "model.bin"), "wb") as file:
            file.write(b"x" * (3 << 20))
        self.assertEqual(self.answer_when_reads(OSError(5, "Input/output error")).count(b"HTTP/1.1 507 "), 1)
        head, _, body = self.answer_when_reads(b"y" * (1 << 20), OSError(5, "Input/output error")).partition(b"\r\n\r\n")
        self.assertIn(b"Content-Length: %d" % (3 << 20), head)
        self.assertEqual(body, b"y" * (1 << 20))

    def answer_when_reads(self, *results):
        """What the port sends for a file whose reads end like this."""
        module = load()
        door = module.Door.__new__(module.Door)
        places = types.SimpleNamespace(artifacts=self.mount)
        door.worker = types.SimpleNamespace(spec={"token": TOKEN}, phase="handover", places=places, taking=contextlib.nullcontext)
        door.path, door.request_version, door.requestline, door.wfile = "/artifacts/model.bin", "HTTP/1.1", "", io.BytesIO()
        door.headers, door.close_connection = {"Authorization": "Bearer " + TOKEN}, False

        def failing(path, mode):
            file = unittest.mock.MagicMock(wraps=open(path, mode))
            file.__enter__.return_value = file
            file.read.side_effect = results
            self.addCleanup(file.close)
            return file

        with unittest.mock.patch.object(module, "open", failing, create=True):
            door.serve("GET")
        return door.wfile.getvalue()


if __name__ == "__main__":
    unittest.main()
