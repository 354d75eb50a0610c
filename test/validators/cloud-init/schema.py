"""Holds cloud-config documents against the installed cloud-init's schema, all in one process.

Arguments: files. Prints one JSON object: file -> list of mistakes. Beyond `cloud-init schema`, it
knows the top-level keys: the schema of 22.4 lets unknown ones pass.
"""

import contextlib
import json
import sys

import yaml
from cloudinit.config.schema import (
    SchemaValidationError,
    get_schema,
    validate_cloudconfig_file,
)

schema = get_schema()


def top_level_keys(part):
    """Every key that some module's schema knows, from all over allOf and $ref."""
    keys = set(part.get("properties", {}))
    for item in part.get("allOf", []):
        reference = item.get("$ref", "").rpartition("/")[2]
        keys |= top_level_keys(schema["$defs"].get(reference, {}) if reference else item)
    return keys


known = top_level_keys(schema)
# Read by cloud-init itself, no module's: cloudinit/stages.py, cloudinit/config/cc_set_hostname.py
known |= {"hostname", "fqdn", "preserve_hostname", "manage_etc_hosts"}
assert {"write_files", "users", "runcmd", "bootcmd"} <= known, "the schema is read wrongly"


def mistakes(file):
    found = []
    try:
        with contextlib.redirect_stdout(sys.stderr):  # where it prints deprecations
            validate_cloudconfig_file(file, schema)
    except (SchemaValidationError, ValueError) as error:
        found.append(str(error))
    with open(file, encoding="utf-8") as text:
        found += [f"unknown key {key}" for key in yaml.safe_load(text) if key not in known]
    return found


print(json.dumps({file: mistakes(file) for file in sys.argv[1:]}))
