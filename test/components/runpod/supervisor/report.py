"""Lists or runs the tests of one module as JSON lines, so that another test runner can report each: report.py MODULE [--list]."""
import json
import os
import sys
import unittest


def cases(suite):
    for item in suite:
        yield from cases(item) if isinstance(item, unittest.TestSuite) else [item]


class Lines(unittest.TestResult):
    def tell(self, test, problem=None):
        print(json.dumps({"id": test.id(), "problem": problem}), flush=True)

    def addSuccess(self, test):
        self.tell(test)

    def addFailure(self, test, error):
        self.tell(test, self._exc_info_to_string(error, test))

    addError = addFailure

    def addSkip(self, test, reason):
        self.tell(test, "skipped: " + reason)


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    suite = unittest.defaultTestLoader.loadTestsFromName(sys.argv[1])
    if "--list" in sys.argv:
        for test in cases(suite):
            print(json.dumps({"id": test.id(), "title": test.shortDescription()}))
        return
    suite.run(Lines())


if __name__ == "__main__":
    main()
