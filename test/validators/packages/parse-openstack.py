"""Holds command lines against the argument parsers of the installed openstack client.

Standard input: JSON list of lists of words. Prints JSON: for each, what was understood, or the mistake.
"""

import contextlib
import io
import json
import sys
from importlib.metadata import entry_points
from unittest import mock

commands = {}
for group in ("openstack.compute.v2", "openstack.network.v2"):
    for point in entry_points(group=group):
        commands[point.name.replace("_", " ")] = point
answers = []
for words in json.load(sys.stdin):
    name = max((n for n in commands if " ".join(words).startswith(n + " ")), key=len)
    parser = commands[name].load()(mock.MagicMock(), None).get_parser(name)
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            found = vars(parser.parse_args(words[len(name.split()) :]))
        known = (str, int, bool, list, dict, type(None))
        answers.append({"command": name, **{k: v for k, v in found.items() if isinstance(v, known)}})
    except SystemExit:
        answers.append({"command": name, "mistake": said.getvalue()})
print(json.dumps(answers))
