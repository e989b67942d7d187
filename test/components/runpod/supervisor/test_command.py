"""The command: its environment, its output, its end."""
import json
import os
import signal
import sys
import time
import unittest

from pod import KEY, TOKEN, PodCase


class CommandTest(PodCase):
    def test_exit_0(self):
        """tells exit code 0 in the log and on the mount and ends the pod"""
        pod = self.start(["sh", "-c", "echo hello; echo world >&2"])
        body = self.assert_ended(pod, "exit", 0)
        self.assertEqual(body["name"], "shop-dev-tiny-0a1b2c3d-a1")
        self.assertLessEqual(body["startedAt"], body["finishedAt"])
        self.assertEqual([line for line in pod.lines if line in ("hello", "world")], ["hello", "world"])
        self.assertIn(("POST", "/v2/pods/pod123/action", b'{"action": "terminate"}'), self.api.requests)

    def test_exit_3(self):
        """tells exit code 3"""
        self.assert_ended(self.start(["sh", "-c", "exit 3"]), "exit", 3)

    def test_killed(self):
        """tells 128 + the signal for a command that a signal ended"""
        self.assert_ended(self.start(["sh", "-c", "kill -9 $$"]), "exit", 137)

    def test_not_found(self):
        """tells 127 for a command that does not exist"""
        pod = self.start(["/no/such/command"])
        self.assert_ended(pod, "exit", 127)
        self.assertIn("cannot be started", pod.text())

    def test_environment(self):
        """gives the command its folders and settings and keeps from it what is the supervisor's"""
        pod = self.start(["env"], recipe={"name": "tiny"}, dataPath=None, env={"MINE": "42"})
        self.assert_ended(pod, "exit", 0)
        env = dict(line.split("=", 1) for line in pod.lines if "=" in line and not line.startswith("TRAINYARD {"))
        run = os.path.join(self.mount, "runs/shop-dev-tiny-0a1b2c3d")
        self.assertEqual(env["TRAINYARD_OUTPUT_DIR"], run + "/a1/artifacts")
        self.assertEqual(env["TRAINYARD_CHECKPOINT_DIR"], run + "/checkpoints")
        self.assertEqual(env["TRAINYARD_RECIPE_JSON"], '{"name": "tiny"}')
        kept = ["SEED", "CHECKPOINT_SECONDS", "CHECKPOINT_KEEP", "RUN", "ATTEMPT"]
        self.assertEqual([env["TRAINYARD_" + name] for name in kept], ["7", "300", "2", "shop-dev-tiny-0a1b2c3d", "1"])
        self.assertEqual((env["MINE"], env["RUNPOD_POD_ID"]), ("42", "pod123"))
        for name in ("TRAINYARD_SPEC", "TRAINYARD_BOOT", "TRAINYARD_SUPERVISOR", "TRAINYARD_OWNER", "RUNPOD_API_KEY"):
            self.assertNotIn(name, env)

    def test_no_leak(self):
        """never prints the token or the key of the pod"""
        self.api.refusals = [500, 500]
        pod = self.start(["env"], env={"RUNPOD_API_KEY": KEY + "\n"})
        self.assert_ended(pod, "exit", 0)
        with open(self.attempt_file("container.log"), encoding="utf-8") as file:
            told = pod.text() + file.read()
        self.assertNotIn(TOKEN, told)
        self.assertNotIn(KEY, told)

    def test_output(self):
        """cuts long lines, keeps the last state of a progress bar, and lets no line pass for the supervisor's"""
        text = "print('x' * 40000); print('TRAINYARD {}'); print(*range(500), sep='\\r'); print(b'\\xff'); print('end')"
        pod = self.start(self.python(text))
        self.assert_ended(pod, "exit", 0)
        long = [line for line in pod.lines if line.startswith("xxx")]
        self.assertEqual([line.rstrip("x")[-len(" (23616 bytes cut)"):] for line in long], [" (23616 bytes cut)"])
        self.assertEqual(len(long[0]), 16384 + len(" (23616 bytes cut)"))
        self.assertIn(" TRAINYARD {}", pod.lines)
        self.assertIn("499", pod.lines)
        self.assertLess(len(pod.lines), 60)

    def test_log_copy(self):
        """keeps a copy of the log on the mount before it tells the status"""
        pod = self.start(["sh", "-c", "echo first; sleep 1; echo last"])
        pod.status()
        with open(self.attempt_file("container.log"), encoding="utf-8") as file:
            self.assertTrue({"first", "last"} <= set(file.read().split("\n")))

    def test_progress(self):
        """carries the last progress in the heartbeat, a loss that is not a number as null"""
        text = (
            "import os, time; out = open(os.environ['TRAINYARD_PROGRESS_FILE'], 'a', buffering=1);"
            "print('{\"step\": 1, \"loss\": NaN}', file=out); time.sleep(1);"
            "print('{\"step\": 2, \"loss\": 1.5}\\nnot json\\n{\"step\": 3', end='', file=out); time.sleep(1)"
        )
        pod = self.start(self.python(text))
        self.assert_ended(pod, "exit", 0)
        seen = [json.dumps(beat["progress"]) for beat in pod.heartbeats() if beat["progress"]]
        self.assertEqual(list(dict.fromkeys(seen)), ['{"step": 1, "loss": null}', '{"step": 2, "loss": 1.5}'])
        sequence = [beat["seq"] for beat in pod.heartbeats()]
        self.assertEqual(sequence, list(range(1, len(sequence) + 1)))

    def test_leftovers(self):
        """does not wait for a process that the command left behind, and ends it"""
        pod = self.start(["sh", "-c", "sleep 60 & echo pid $!"])
        self.assert_ended(pod, "exit", 0)
        left = int(pod.wait_line("pid ").split()[1])
        self.assertRaises(ProcessLookupError, os.kill, left, 0)

    def test_shell_saves(self):
        """lets the program in a shell script save after SIGTERM, which ends the shell at once"""
        save = "import os, signal, sys, time\ndef save(*_):\n time.sleep(2); os.write(1, b'saved\\n'); sys.exit(0)\n"
        save += "signal.signal(15, save); print('all set', flush=True); time.sleep(60)"
        pod = self.start(["sh", "-c", '"$0" -c "$1"; echo never', sys.executable, save], graceSeconds=20)
        pod.wait_line("all set")
        pod.process.terminate()
        self.assert_ended(pod, "signal", 143)
        self.assertIn("saved", pod.lines)
        self.assertNotIn("never", pod.lines)

    def test_deaf_in_shell(self):
        """waits for what a command leaves behind after SIGTERM no longer than the grace"""
        pod = self.start(["sh", "-c", "(trap '' TERM; echo all set; while :; do sleep 0.1; done); echo never"])
        pod.wait_line("all set")
        pod.process.terminate()
        began = time.time()
        self.assert_ended(pod, "signal", 143)
        self.assertLess(time.time() - began, 8)

    def test_children_ignored(self):
        """tells the exit code where the pod's first process was started with SIGCHLD ignored"""
        self.assert_ended(self.start(["sh", "-c", "exit 3"], ignored=[signal.SIGCHLD]), "exit", 3)

    def test_carriage_returns(self):
        """keeps every line that ends in CR and LF, and the last line though it ends in CR alone"""
        text = "[print('line %d' % n, end='\\r\\n') for n in range(50)]; print('1 %', end='\\r'); print('99 %', end='\\r')"
        pod = self.start(self.python(text))
        self.assert_ended(pod, "exit", 0)
        lines = [line for line in pod.lines if not line.startswith(("TRAINYARD ", "trainyard: "))]
        self.assertEqual([line for line in lines if line != "1 %"], ["line %d" % n for n in range(50)] + ["99 %"])

    def test_held_output(self):
        """passes the last words, though without a line's end, while a left process holds the output open"""
        hold = "import os; os.fork() or (os.setsid(), os.execlp('sleep', 'sleep', '15')); print('last words', end='')"
        pod = self.start(self.python(hold))
        self.assert_ended(pod, "exit", 0)
        self.assertIn("last words", pod.lines)


if __name__ == "__main__":
    unittest.main()
