"""How Second Story is put together: settings, addresses, processes.

Each process of ours comes by here first. Python looks for rubbish again and again while it reads our modules, and once
more through everything at the very end: a fifth of a second and half a second of a processor, for next to nothing. So it
waits with that until all is read (`config.apps`), and leaves what is there at the end to the system, which takes it at once.
"""

import atexit
import gc

gc.disable()
atexit.register(gc.freeze)
