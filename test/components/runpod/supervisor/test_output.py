"""Standard output that nobody reads for a while: what is told waits, and what is done goes on."""
import json
import os
import pty
import signal
import threading
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

    def test_terminal(self):
        """goes on where the guard speaks to a terminal that nobody reads"""
        master, slave = pty.openpty()
        self.addCleanup(os.close, slave)
        self.addCleanup(os.close, master)
        os.set_blocking(slave, False)
        try:
            while True:
                os.write(slave, b"x" * 64)
        except BlockingIOError:
            os.set_blocking(slave, True)
        os.read(master, 100)  # now there is room, but not enough
        module = load()
        guard = module.Guard(self.spec(["true"]), module.Shared(), module.Api(self.api.url), 0)
        speaking = threading.Thread(target=guard.say, args=("x" * 4000, ), daemon=True)
        kept = os.dup(1)
        try:
            os.dup2(slave, 1)
            speaking.start()
            speaking.join(5)
            self.assertFalse(speaking.is_alive())
        finally:
            os.dup2(kept, 1)
            os.close(kept)

    def kept(self):
        with open(self.attempt_file("status.json"), encoding="utf-8") as file:
            body = json.loads(json.load(file)["body"])
        return body["reason"], body["exitCode"]


if __name__ == "__main__":
    unittest.main()
