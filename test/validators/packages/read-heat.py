"""Reads a Heat template as the client does before it sends it. Argument: the template.

Prints JSON: the template, and the files that the client would send with it, by name.
"""

import json
import os
import sys

from heatclient.common import template_utils

folder = os.path.dirname(os.path.abspath(sys.argv[1]))
files, template = template_utils.get_template_contents(template_file=sys.argv[1])
text = {k: v if isinstance(v, str) else v.decode() for k, v in files.items()}
prefix = "file://" + folder + "/"
print(
    json.dumps(
        {"template": template, "files": {k.removeprefix(prefix): v for k, v in text.items()}},
        default=str,
    )
)
