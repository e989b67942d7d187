"""Standard output that nobody reads for a while: what is told waits, and what is done goes on."""
import json
import os
import pty
import signal
import threading
import time
import unittest

from pod import PodCase, load

FLOOD = "echo begun; head -c 3000000 /dev/zero | tr '\\0' 'x' | fold -w 100; exit 3"


class BlockedTest(PodCase):
    def test_hands_over(self):
        """tells the end on the mount and ends the pod while nobody reads its output"""
        pod = self.start(["sh", "-c", "exit 3"], unread=True)
        self.assertTrue(self.api.ended.wait(40))
        self.assertEqual(self.kept(), ("exit", 3))
        pod.resume()
        self.assertEqual(pod.status()["reason"], "exit")

    def test_asks(self):
        """asks the command for a checkpoint while nobody reads the output"""
        saved = os.path.join(self.mount, "saved")
        text = "trap 'touch %s; exit 0' TERM; while :; do sleep 0.1; done" % saved
        pod = self.start(["sh", "-c", text], unread=True, graceSeconds=10)
        self.wait_for(self.attempt_file("marker.json"))
        time.sleep(1)
        pod.process.terminate()
        self.wait_for(saved)
        self.wait_for(self.attempt_file("status.json"))
        self.assertEqual(self.kept(), ("signal", 0))

    def test_flood(self):
        """slows a command down whose output nobody reads, and loses nothing of it"""
        pod = self.start(["sh", "-c", FLOOD], unread=True)
        time.sleep(3)
        self.assertFalse(os.path.exists(self.attempt_file("status.json")))
        pod.resume()
        self.assert_ended(pod, "exit", 3)
        self.assertEqual(sum(len(line) for line in pod.lines if line.startswith("xxx")), 3000000)

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

    def wait_for(self, path, seconds=12):
        limit = time.time() + seconds
        while not os.path.exists(path):
            self.assertLess(time.time(), limit, "%s does not come" % path)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
