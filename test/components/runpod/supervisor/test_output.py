"""Standard output that nobody reads for a while: what is told waits, and what is done goes on."""
import json
import os
import signal
import time
import unittest

from pod import PodCase, load


class BlockedTest(PodCase):
    def test_worker_hangs_late(self):
        """keeps the status that is on the mount where the worker hangs after it"""
        pod = self.start(["sleep", "60"], lifetimeSeconds=6)
        pod.wait_phase("run")
        os.kill(pod.worker(), signal.SIGSTOP)
        module = load()
        kept = module.signed_status(pod.spec, "exit", 0, time.time())
        module.write_whole(self.attempt_file("status.json"), json.dumps(kept))
        self.assertEqual(pod.status()["reason"], "exit")
        self.assertTrue(self.api.ended.wait(15))
        self.assertEqual(self.kept(), ("exit", 0))

    def kept(self):
        with open(self.attempt_file("status.json"), encoding="utf-8") as file:
            body = json.loads(json.load(file)["body"])
        return body["reason"], body["exitCode"]


if __name__ == "__main__":
    unittest.main()
