"""Lets the installed cloud-init's VMware source read guestinfo, and its OVF source an OVF environment.

Arguments: the folder of a machine in the package. Prints JSON: source -> user data in base64, instance id, network.
"""

import base64
import json
import os
import sys
import tempfile

from cloudinit import helpers, settings
from cloudinit.sources import DataSourceOVF, DataSourceVMware

folder = sys.argv[1]
encodings = {"metadata": "base64", "userdata": "gzip+base64"}
os.environ[DataSourceVMware.VMX_GUESTINFO] = "1"
for key, encoding in encodings.items():
    name = DataSourceVMware.get_guestinfo_envvar_key_name(key)
    os.environ[name] = open(os.path.join(folder, "guestinfo." + key)).read()
    os.environ[DataSourceVMware.get_guestinfo_envvar_key_name(key + ".encoding")] = encoding
run = tempfile.mkdtemp()
paths = helpers.Paths({"cloud_dir": run, "run_dir": run})
source = DataSourceVMware.DataSourceVMware(settings.CFG_BUILTIN, None, paths)
assert source._get_data(), "the source found nothing"
contents = open(os.path.join(folder, "ovf-env.xml")).read()
md, ud, _ = DataSourceOVF.read_ovf_environment(contents, read_network=True)


def encode(data):
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


print(
    json.dumps(
        {
            "vmware": {
                "userData": encode(source.userdata_raw),
                "instance": source.metadata["instance-id"],
                "hostname": source.metadata["local-hostname"],
                "network": source.metadata["network"]["config"],
            },
            "ovf": {
                "userData": encode(ud),
                "instance": md["instance-id"],
                "hostname": md["local-hostname"],
                "network": md["network-config"],
            },
        }
    )
)
