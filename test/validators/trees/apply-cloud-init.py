"""Runs the installed cloud-init as at boot, all stages, in a chroot.

Arguments: root directory. The NoCloud seed and /etc/cloud lie in it already. All modules are
loaded before the chroot, as the root holds no Python.
"""

import email
import email.mime
import encodings
import functools
import importlib
import logging.config
import os
import pkgutil
import sys

import cloudinit
import cloudinit.cmd.main as cloud_main

for package in (email, encodings):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module.name not in ("encodings.mbcs", "encodings.oem"):  # Windows only
            importlib.import_module(module.name)

for package in ("config", "distros", "distros.parsers", "handlers", "mergers", "net", "sources"):
    path = [os.path.join(cloudinit.__path__[0], *package.split("."))]
    for module in pkgutil.iter_modules(path):
        name = f"cloudinit.{package}.{module.name}"
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # needs another operating system's library

stages = (["init", "--local"], ["init"], ["modules", "--mode=config"], ["modules", "--mode=final"])
# A chroot is no booted system: systemctl may change files but ask no manager.
os.environ["SYSTEMD_OFFLINE"] = "1"
os.chroot(sys.argv[1])
os.chdir("/")
for stage in stages:
    child = os.fork()
    if child == 0:
        os._exit(cloud_main.main(["cloud-init", *stage]) or 0)
    _, status = os.waitpid(child, 0)
    print(" ".join(stage), "exit", os.waitstatus_to_exitcode(status))
