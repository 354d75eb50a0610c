"""Lets the installed cloud-init's own data sources read a disk that lies unpacked in a folder.

Arguments: NoCloud or ConfigDrive, the folder. Prints JSON: user data in base64, instance id, network configuration.
"""

import base64
import json
import sys
import tempfile

from cloudinit import helpers, net, settings, util
from cloudinit.sources import DataSourceConfigDrive, DataSourceNoCloud
from cloudinit.sources.helpers import openstack

kind, folder = sys.argv[1:]
label = {"NoCloud": "LABEL=cidata", "ConfigDrive": "LABEL=config-2"}[kind]
run = tempfile.mkdtemp()
paths = helpers.Paths({"cloud_dir": run, "run_dir": run})


def find_devs_with(criteria=None, **_):
    return ["/dev/sr0"] if criteria in (label, "TYPE=iso9660") else []


def mount_cb(device, callback, data=None, **_):
    assert device == "/dev/sr0"
    return callback(folder, data) if data is not None else callback(folder)


util.find_devs_with = find_devs_with
util.mount_cb = mount_cb
util.get_cmdline = lambda: "root=LABEL=root"
DataSourceNoCloud.dmi.read_dmi_data = lambda *_: None
openstack.net.get_interfaces_by_mac = lambda: {"52:54:00:00:00:01": "eth0"}
module = {"NoCloud": DataSourceNoCloud, "ConfigDrive": DataSourceConfigDrive}[kind]
source = getattr(module, "DataSource" + kind)(settings.CFG_BUILTIN, None, paths)
assert source._get_data(), "the source found nothing"
user_data = source.userdata_raw
user_data = user_data if isinstance(user_data, bytes) else user_data.encode()
print(
    json.dumps(
        {
            "userData": base64.b64encode(user_data).decode(),
            "instance": source.get_instance_id(),
            "hostname": source.metadata.get("local-hostname") or source.metadata.get("hostname"),
            "network": source.network_config,
        }
    )
)
