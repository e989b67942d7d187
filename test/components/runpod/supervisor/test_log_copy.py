"""The copy of the log on the mount."""
import os
import tempfile
import threading
import time
import unittest

from pod import load


class LogCopyTest(unittest.TestCase):
    def test_settles(self):
        """settles with what was said before, while what is said after that still waits for the disk"""
        with tempfile.TemporaryDirectory(prefix="trainyard-log-") as folder:
            path = os.path.join(folder, "container.log")
            os.mkfifo(path)  # a disk that takes a batch only when somebody reads it
            copy = load().LogCopy(path)
            copy.add(b"before\n")
            copy.start()
            said = copy.added
            settling = threading.Thread(target=copy.settled, args=(said,), daemon=True)
            settling.start()
            while copy.pending:
                time.sleep(0.01)
            copy.add(b"after\n")
            with open(path, "rb") as disk:
                self.assertEqual(disk.readline(), b"before\n")
                settling.join(20)
            self.assertFalse(settling.is_alive())

    def test_unwritable(self):
        """settles where nothing can be written"""
        copy = load().LogCopy("/nowhere/container.log")
        copy.add(b"lost\n")
        copy.start()
        self.assertTrue(copy.settled(copy.added))


if __name__ == "__main__":
    unittest.main()
