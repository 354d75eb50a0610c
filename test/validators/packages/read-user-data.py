"""What the installed cloud-init makes of user data. Standard input: JSON list, each in base64. Prints, for each, the
parts that it would act upon: [content type, payload in base64]."""

import base64
import json
import sys
import tempfile

from cloudinit import helpers, user_data

run = tempfile.mkdtemp()
paths = helpers.Paths({"cloud_dir": run, "run_dir": run})
answers = []
for document in json.load(sys.stdin):
    message = user_data.UserDataProcessor(paths).process(base64.b64decode(document))
    parts = [part for part in message.walk() if not part.is_multipart()]
    answers.append(
        [
            [part.get_content_type(), base64.b64encode(part.get_payload(decode=True)).decode()]
            for part in parts
        ]
    )
print(json.dumps(answers))
