"""Runs a machine's part fetcher in a chroot, as its unit would.

Arguments: root directory, then the arguments of the script. All modules are loaded before the
chroot, as the root holds no Python.
"""

import base64
import encodings.idna
import grp
import hashlib
import http.client
import json
import os
import pwd
import ssl
import subprocess
import sys
import time
import urllib.request

root, script, *arguments = sys.argv[1:]
with open(root + script) as file:
    code = compile(file.read(), script, "exec")
os.environ["SYSTEMD_OFFLINE"] = "1"
os.chroot(root)
os.chdir("/")
sys.argv = [script, *arguments]
exec(code, {"__name__": "__main__"})
