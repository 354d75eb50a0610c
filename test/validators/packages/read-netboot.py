"""Boots cloud-init's NoCloud source from a kernel's command line over HTTP, as far as it fetches.

Arguments: the package's folder, the address that it was made for, the command line. Prints JSON: user data in base64,
meta data.
"""

import base64
import functools
import http.server
import json
import sys
import threading

from cloudinit import util
from cloudinit.sources import DataSourceNoCloud

folder, url, cmdline = sys.argv[1:]
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
handler.log_message = lambda *_: None
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
found = {}
assert DataSourceNoCloud.load_cmdline_data(found, cmdline), "no data source on the command line"
seed = found["seedfrom"].replace(url, f"http://127.0.0.1:{server.server_port}")
meta_data, user_data, _ = util.read_seeded(seed, timeout=5, retries=0)
print(
    json.dumps(
        {
            "mode": found["dsmode"],
            "metaData": meta_data,
            "userData": base64.b64encode(user_data).decode(),
        }
    )
)
