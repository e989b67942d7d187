"""A run runs once: RunPod starts a container that ended again, with a fresh disk."""
import json
import os
import unittest

from pod import PodCase

COUNT = ["sh", "-c", "echo ran >> $TRAINYARD_CHECKPOINT_DIR/count"]


class OnceTest(PodCase):
    def runs(self):
        path = os.path.join(self.mount, "runs/shop-dev-tiny-0a1b2c3d/checkpoints/count")
        if not os.path.exists(path):
            return 0
        with open(path, encoding="utf-8") as file:
            return len(file.readlines())

    def test_marker(self):
        """never runs the command again where its marker is on the mount, and repeats the status"""
        first = self.start(COUNT)
        self.assert_ended(first, "exit", 0)
        first.kill()
        again = self.start(COUNT)
        self.assertEqual(again.status("second-start")["exitCode"], None)
        self.assertEqual(again.status()["reason"], "exit")
        self.assertEqual(self.runs(), 1)
        with open(self.attempt_file("status.json"), encoding="utf-8") as file:
            self.assertEqual(json.loads(json.load(file)["body"])["reason"], "exit")

    def test_killed_midway(self):
        """tells second-start on the mount where the first start left no status"""
        first = self.start(["sh", "-c", COUNT[2] + "; echo counted; exec sleep 60"])
        first.wait_line("counted")
        first.kill()
        self.assert_ended(self.start(COUNT), "second-start", None)
        self.assertEqual(self.runs(), 1)

    def test_other_pod(self):
        """leaves the status of the run to the pod that runs it"""
        first = self.start(["sleep", "60"])
        first.wait_phase("run")
        other = self.start(["true"], env={"RUNPOD_POD_ID": "other"})
        self.assertEqual(other.status()["reason"], "second-start")
        self.assertFalse(os.path.exists(self.attempt_file("status.json")))

    def test_marker_half_written(self):
        """leaves the status of the run to the pod whose marker is still being written"""
        os.makedirs(self.attempt_file(""))
        with open(self.attempt_file("marker.json"), "w", encoding="utf-8") as marker:
            pod = self.start(COUNT)
            pod.wait_line("was started before")
            marker.write(json.dumps({"podId": "other"}))
        self.assertEqual(pod.status()["reason"], "second-start")
        self.assertTrue(self.api.ended.wait(10), pod.text())
        self.assertFalse(os.path.exists(self.attempt_file("status.json")))

    def test_marker_cut(self):
        """tells second-start on the mount where the marker was never written to its end"""
        os.makedirs(self.attempt_file(""))
        with open(self.attempt_file("marker.json"), "w", encoding="utf-8"):
            pass
        self.assert_ended(self.start(COUNT), "second-start", None)
        self.assertEqual(self.runs(), 0)

    def test_own_log(self):
        """sees a second start without a mount in its own log"""
        self.api.log_lines = ['TRAINYARD {"kind": "heartbeat", "seq": 1}', "step 1"]
        pod = self.start(COUNT, mount=None)
        self.assert_ended(pod, "second-start", None)
        self.assertEqual(self.runs(), 0)
        query = [path for _, path, _ in self.api.requests if "/logs?" in path][0]
        self.assertIn("source=container", query)
        self.assertIn("since=20", query)

    def test_stays_visible(self):
        """waits on a second start without a mount, so that whoever lost the pod finds its log"""
        self.api.log_lines = ['TRAINYARD {"kind": "heartbeat", "seq": 1}']
        pod = self.start(COUNT, mount=None, handoverSeconds=50)
        self.assertEqual(pod.status("second-start")["exitCode"], None)
        pod.wait_phase("handover")
        self.assertFalse(self.api.ended.is_set())
        with open(self.attempt_file("ack"), "w", encoding="utf-8"):
            pass
        self.assertTrue(self.api.ended.wait(10), pod.text())

    def test_first_start(self):
        """runs without a mount where the log holds nothing of it"""
        self.api.log_lines = ["some line of the image"]
        self.assert_ended(self.start(COUNT, mount=None), "exit", 0)
        self.assertEqual(self.runs(), 1)

    def test_log_unreadable(self):
        """takes a pod that RunPod started long ago for a second start where the log cannot be read"""
        self.api.log_status, self.api.started_ago = 400, 3000
        self.assert_ended(self.start(COUNT, mount=None), "second-start", None)

    def test_log_unreadable_young(self):
        """runs in a young pod whose log cannot be read"""
        self.api.log_status, self.api.started_ago = 400, 300
        self.assert_ended(self.start(COUNT, mount=None), "exit", 0)


if __name__ == "__main__":
    unittest.main()
