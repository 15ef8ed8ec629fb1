"""httpx, read at its first use: `from client.transport.late import httpx` in place of `import httpx`.

httpx and what it brings take a fifth of a start, and the first picture shows what the store holds: the library is needed with
the first request only. So no module of this room uses it while it is itself being imported, except `mounted`, which comes with
the demo.
"""

import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from client import late

if TYPE_CHECKING:
    import httpx as httpx

    from client.transport import body as body
    from client.transport import failures as failures
    from client.transport import wire as wire
else:

    class _Late:
        """Stands for the library. What was asked for once is kept here, so the second time costs no more than a module does."""

        def __getattr__(self, name: str) -> Any:
            import httpx as library  # late: see above

            # httpcore looks for this with every request; what is not there is looked for in every folder each time.
            if "sniffio" not in sys.modules and importlib.util.find_spec("sniffio") is None:
                sys.modules["sniffio"] = None
            value = getattr(library, name)
            setattr(self, name, value)
            return value

    httpx = _Late()
    body, failures, wire = late.parts("client.transport", "body", "failures", "wire")
