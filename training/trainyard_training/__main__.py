"""Entry of `python3 -m trainyard_training`."""

import sys

from trainyard_training.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
