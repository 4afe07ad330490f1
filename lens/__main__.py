"""`python -m lens`."""

import gc
import os
import sys

from lens.command import main

if __name__ == "__main__":
    gc.disable()  # compiling the rules makes much that stays, and a command is over before there is much that goes
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever read our report has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
