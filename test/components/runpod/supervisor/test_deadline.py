"""The deadline, stalls, signals: a pod ends in time whatever hangs or dies."""
import os
import signal
import sys
import time
import unittest

from pod import PodCase

DEAF = "import os, signal, time; signal.signal(15, lambda *_: os.write(1, b'asked\\n')); print('deaf', flush=True);"
POLITE = "import os, signal, sys, time; signal.signal(15, lambda *_: (os.write(1, b'saved\\n'), sys.exit(0)));"
SLEEP = "\nwhile True: time.sleep(0.1)"


class DeadlineTest(PodCase):
    def test_deaf(self):
        """kills a command that ignores SIGTERM at the deadline and ends the pod then"""
        pod = self.start(self.python(DEAF + SLEEP), lifetimeSeconds=10)
        self.assert_ended(pod, "deadline", 137)
        self.assertEqual(pod.lines.count("asked"), 1)
        late = self.api.ended_at - pod.spec["deadline"]
        self.assertTrue(-1.1 < late < 6, late)  # createdAt and Date are whole seconds; a busy machine is late

    def test_polite(self):
        """asks the command before the deadline, so that it can save, and then ends early"""
        pod = self.start(self.python(POLITE + SLEEP), lifetimeSeconds=12, graceSeconds=3)
        self.assert_ended(pod, "deadline", 0)
        self.assertIn("saved", pod.lines)
        self.assertLess(self.api.ended_at, pod.spec["deadline"])

    def test_after_deadline(self):
        """hands over beyond the deadline only where that is allowed for, and no longer"""
        pod = self.start(self.python(DEAF + SLEEP), lifetimeSeconds=8, handoverSeconds=60, afterDeadlineSeconds=3)
        self.assert_ended(pod, "deadline", 137)
        late = self.api.ended_at - pod.spec["deadline"]
        self.assertTrue(1.5 < late < 12, late)  # far from the 60 s of the handover

    def test_noisy_rest(self):
        """hands over after the deadline though what the command left behind goes on to speak"""
        noise = "import os; os.fork() or (os.setsid(), os.execlp('sh', 'sh', '-c', 'while echo noise; do sleep 0.02; done'));"
        pod = self.start(self.python(noise + DEAF + SLEEP), lifetimeSeconds=8, handoverSeconds=60, afterDeadlineSeconds=8)
        self.assert_ended(pod, "deadline", 137)
        self.assertGreater(self.api.ended_at - pod.spec["deadline"], 6)

    def test_worker_killed(self):
        """ends command and pod when the supervisor's worker is killed"""
        pod = self.start(self.python("import time; print('all set', flush=True)" + SLEEP))
        pod.wait_line("all set")
        os.kill(pod.worker(), signal.SIGKILL)
        self.assert_ended(pod, "signal", 143)

    def test_worker_killed_shell(self):
        """lets the program in a shell script save when the supervisor's worker is killed"""
        saved = self.attempt_file("artifacts/saved")
        polite = "import signal, sys, time; signal.signal(15, lambda *_: (time.sleep(2), open(%r, 'w'), sys.exit(0)));" % saved
        program = polite + "print('all set', flush=True)" + SLEEP
        pod = self.start(["sh", "-c", '"$0" -c "$1"; exit 9', sys.executable, program], graceSeconds=10)
        pod.wait_line("all set")
        os.kill(pod.worker(), signal.SIGKILL)
        self.assert_ended(pod, "signal", 143)
        self.assertTrue(os.path.exists(saved), "the program was not left the time to save")

    def test_worker_hangs(self):
        """keeps the deadline when the supervisor's worker hangs"""
        pod = self.start(self.python(DEAF + SLEEP), lifetimeSeconds=10)
        pod.wait_line("deaf")
        os.kill(pod.worker(), signal.SIGSTOP)
        body = self.assert_ended(pod, "deadline", None)
        self.assertIsNotNone(body["startedAt"])
        self.assertLess(self.api.ended_at - pod.spec["deadline"], 8)

    def test_worker_hangs_at_sigterm(self):
        """passes the platform's SIGTERM on though the supervisor's worker hangs"""
        saved = self.attempt_file("artifacts/saved")
        polite = "import signal, sys, time; signal.signal(15, lambda *_: (open(%r, 'w'), sys.exit(0)));" % saved
        pod = self.start(self.python(polite + "print('all set', flush=True)" + SLEEP))
        pod.wait_line("all set")
        os.kill(pod.worker(), signal.SIGSTOP)
        pod.process.terminate()
        limit = time.time() + 8
        while not os.path.exists(saved) and time.time() < limit:
            time.sleep(0.1)
        self.assertTrue(os.path.exists(saved), "the command was not asked to end")

    def test_guard_killed(self):
        """keeps the deadline when the guard is killed (where it is not PID 1)"""
        pod = self.start(self.python(DEAF + SLEEP), lifetimeSeconds=10)
        pod.wait_line("deaf")
        worker = pod.worker()
        pod.process.kill()
        self.addCleanup(os.kill, worker, signal.SIGKILL)
        self.assert_ended(pod, "deadline", 137)

    def test_age(self):
        """counts the lifetime from RunPod's createdAt, by RunPod's clock"""
        self.api.age, self.api.clock_skew = 45, 3600
        pod = self.start(self.python(POLITE + SLEEP), graceSeconds=8)
        began = time.time()
        self.assert_ended(pod, "deadline", 0)
        self.assertLess(time.time() - began, 15)  # of its 60 s, 15 were left

    def test_skewed_clock(self):
        """is not fooled by a clock of RunPod that is an hour ahead of the controller's"""
        self.api.clock_skew = 3600
        self.assert_ended(self.start(["sleep", "1"]), "exit", 0)

    def test_date_alone(self):
        """goes by the Date of RunPod's answer where the pod may not read itself"""
        self.api.pod_status, self.api.clock_skew = 403, 45
        began = time.time()
        pod = self.start(self.python(POLITE + SLEEP), graceSeconds=8)
        self.assert_ended(pod, "deadline", 0)
        self.assertLess(time.time() - began, 15)

    def test_too_dear(self):
        """ends so much sooner that a pod dearer than allowed costs no more than it was given"""
        self.api.cost = 2.5
        pod = self.start(self.python(POLITE + SLEEP), lifetimeSeconds=57, afterDeadlineSeconds=3, maxUsdPerHour=0.5)
        began = time.time()
        self.assert_ended(pod, "deadline", 0)
        self.assertLess(time.time() - began, 12)
        self.assertIn("trainyard: this pod costs $2.5 an hour, $0.5 is allowed: it ends 48 s earlier", pod.lines)

    def test_far_too_dear(self):
        """ends at once where nothing is left"""
        self.api.cost, self.api.age = 2.5, 20
        began = time.time()
        pod = self.start(self.python(DEAF + SLEEP), lifetimeSeconds=60, maxUsdPerHour=0.5, handoverSeconds=60)
        self.assertTrue(self.api.ended.wait(10), pod.text())
        self.assertLess(time.time() - began, 8)

    def test_cheap_enough(self):
        """takes no notice of a price within the limit, of none and of nonsense"""
        for cost in (0.5, 0, None, "dear"):
            self.api.cost = cost
            pod = self.start(["sleep", "0.2"], maxUsdPerHour=0.5, run="shop-dev-tiny-%s" % cost)
            self.assertEqual(pod.status()["reason"], "exit")

    def test_stalled(self):
        """ends a command whose progress stands still"""
        text = "import os, time; out = open(os.environ['TRAINYARD_PROGRESS_FILE'], 'a', buffering=1);"
        text += "[(print('{\"step\": %d}' % n, file=out), time.sleep(0.3)) for n in range(6)]; time.sleep(60)"
        pod = self.start(self.python(text), stallSeconds=1)
        self.assert_ended(pod, "stalled", 143)
        self.assertEqual(pod.heartbeats()[-1]["progress"], {"step": 5})

    def test_sigterm(self):
        """passes the platform's SIGTERM on, tells `signal`, and leaves"""
        pod = self.start(self.python(POLITE + "print('all set', flush=True)" + SLEEP), handoverSeconds=60)
        pod.wait_line("all set")
        worker = pod.worker()
        pod.process.terminate()
        self.assert_ended(pod, "signal", 0)
        self.assertEqual(pod.process.wait(5), 0)
        pod.reader.join(5)
        self.assertFalse(pod.reader.is_alive(), "the output ends, so no process %d is left behind" % worker)


if __name__ == "__main__":
    unittest.main()
