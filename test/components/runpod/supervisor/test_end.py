"""The end of the pod: every path, again and again, and never by leaving."""
import json
import os
import signal
import threading
import time
import unittest
import unittest.mock

from pod import PodCase, load


class EndTest(PodCase):
    def ends(self):
        return [(method, json.loads(body)["action"] if body else None) for method, _, body in self.api.requests
                if method != "GET"]

    def test_refused(self):
        """asks by action and by DELETE until RunPod gives in, and never leaves"""
        self.api.refusals = [500, 500, 409, 404]
        pod = self.start(["true"])
        self.assert_ended(pod, "exit", 0)
        both = [("POST", "terminate"), ("DELETE", None)]
        self.assertEqual(self.ends(), both + both + both[:1])
        pod.wait_line("RunPod did not end this pod (action terminate: 500, DELETE: 500)")
        pod.wait_line("the pod is ending (action terminate: 204)")
        self.assertIsNone(pod.process.poll())

    def test_forbidden(self):
        """stops the pod, which costs less, where its key may not terminate it"""
        self.api.refusals = [403] * 6
        pod = self.start(["true"])
        pod.wait_line("action stop: 204", 20)
        self.assertEqual(self.ends()[-1], ("POST", "stop"))

    def test_unreachable(self):
        """stays and tries on while the API cannot be reached"""
        pod = self.start(["true"], apiUrl="http://127.0.0.1:9/v2")
        self.assertEqual(pod.status()["reason"], "exit")
        pod.wait_line("RunPod did not end this pod (action terminate: URLError")
        self.assertIsNone(pod.process.poll())

    def test_no_key(self):
        """says so and sleeps where RunPod gave it no key: leaving would run the command again"""
        pod = self.start(["true"], env={"RUNPOD_API_KEY": None})
        pod.wait_line("this pod cannot end itself")
        time.sleep(0.5)
        self.assertIsNone(pod.process.poll())
        pod.process.terminate()
        self.assertEqual(pod.process.wait(5), 0)

    def test_bad_spec(self):
        """ends the pod even when its orders cannot be read"""
        pod = self.start(["true"], env={"TRAINYARD_SPEC": '{"apiUrl": "%s", ' % self.api.url})
        self.assertTrue(self.api.ended.wait(10), pod.text())

    def test_ack_file(self):
        """waits for the acknowledgement on the mount and ends at once after it"""
        pod = self.start(["true"], handoverSeconds=60)
        pod.wait_phase("handover")
        self.assertFalse(self.api.ended.wait(1))
        with open(self.attempt_file("ack"), "w", encoding="utf-8"):
            pass
        self.assertTrue(self.api.ended.wait(3))

    def test_handover_limit(self):
        """waits no longer than the handover time for an acknowledgement"""
        began = time.time()
        pod = self.start(["false"], handoverSeconds=2)
        self.assert_ended(pod, "exit", 1)
        self.assertLess(time.time() - began, 8)

    def test_keep_on_failure(self):
        """stays longer after a failure where that is asked for, but not beyond the deadline"""
        pod = self.start(["false"], keepOnFailureSeconds=60, lifetimeSeconds=5)
        self.assert_ended(pod, "exit", 1)
        self.assertGreater(self.api.ended_at, pod.spec["deadline"] - 1.5, "createdAt and Date have whole seconds")

    def test_disk_unusable(self):
        """tells data-missing and ends the pod where the mount cannot be written"""
        with open(os.path.join(self.mount, "runs"), "w", encoding="utf-8"):
            pass
        pod = self.start(["true"])
        self.assertEqual(pod.status()["reason"], "data-missing")
        self.assertTrue(self.api.ended.wait(30))

    def test_disk_unusable_told(self):
        """stays for the handover where the mount cannot be written, since its log alone tells why"""
        with open(os.path.join(self.mount, "runs"), "w", encoding="utf-8"):
            pass
        pod = self.start(["true"], handoverSeconds=4)
        pod.status()
        began = time.time()
        self.assertTrue(self.api.ended.wait(30))
        self.assertGreater(time.time() - began, 3)

    def test_leaves_without_worker(self):
        """leaves on SIGTERM though the supervisor's worker died after all was told"""
        pod = self.start(["true"], apiUrl="http://127.0.0.1:9/v2")
        pod.wait_line("RunPod did not end this pod")
        os.kill(pod.worker(), signal.SIGKILL)
        time.sleep(1)
        pod.process.terminate()
        self.assertEqual(pod.process.wait(5), 0)
        pod.reader.join(5)
        self.assertNotIn("Traceback", pod.text())

    def test_mount_hangs(self):
        """waits no longer than the handover time on a mount that hangs"""
        module = load()
        worker = module.Worker(self.spec(["true"], handoverSeconds=2), module.Shared(), module.Api(self.api.url), 0)
        with unittest.mock.patch.object(module.os, "listdir", lambda _: time.sleep(60) or []):
            waiting = threading.Thread(target=worker.hand_over, args=(False,), daemon=True)
            waiting.start()
            waiting.join(15)
            self.assertFalse(waiting.is_alive())


if __name__ == "__main__":
    unittest.main()
