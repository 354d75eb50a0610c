"""Reads YAML documents with PyYAML, as cloud-init does, and writes them back as JSON.

Input: a JSON list of texts. Output: a JSON list of values.
"""

import json
import sys

import yaml

json.dump([yaml.safe_load(text) for text in json.load(sys.stdin)], sys.stdout)
