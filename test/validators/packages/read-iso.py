"""Reads a disk image with pycdlib. Argument: the image. Prints JSON: view -> path -> content in base64."""

import base64
import io
import json
import sys

import pycdlib

image = pycdlib.PyCdlib()
image.open(sys.argv[1])
found = {"label": image.pvd.volume_identifier.decode().rstrip()}
for view in ("iso_path", "rr_path", "joliet_path"):
    found[view] = {}
    for folder, _, names in image.walk(**{view: "/"}):
        for name in names:
            path = folder.rstrip("/") + "/" + name
            data = io.BytesIO()
            image.get_file_from_iso_fp(data, **{view: path})
            found[view][path] = base64.b64encode(data.getvalue()).decode()
print(json.dumps(found))
