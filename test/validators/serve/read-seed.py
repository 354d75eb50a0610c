"""What cloud-init's own NoCloud data source makes of a seed URL: prints JSON. Argument: the URL."""
import hashlib
import json
import sys
import tempfile

from cloudinit import helpers, url_helper, util
from cloudinit.sources import DataSourceNoCloud

url = sys.argv[1]
with tempfile.TemporaryDirectory() as folder:
    paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder, "templates_dir": folder})
    source = DataSourceNoCloud.DataSourceNoCloudNet({}, None, paths)
    # As the kernel's command line or the SMBIOS serial number would name it.
    util.get_cmdline = lambda: "ds=nocloud;s=" + url
    DataSourceNoCloud.util.get_cmdline = util.get_cmdline
    DataSourceNoCloud.dmi.read_dmi_data = lambda key: None
    # Not the disks of this machine.
    DataSourceNoCloud.util.find_devs_with = lambda *args, **kwargs: []
    try:
        found = source.get_data()
    except url_helper.UrlError:
        found = False
    raw = source.userdata_raw or b""
    raw = raw.encode() if isinstance(raw, str) else raw
    plain = util.decomp_gzip(raw, quiet=True, decode=False)
    print(
        json.dumps(
            {
                "found": bool(found),
                "instance_id": source.metadata.get("instance-id") if found else None,
                "hostname": source.metadata.get("local-hostname") if found else None,
                "user_data_sha256": hashlib.sha256(raw).hexdigest(),
                "vendor_data": str(source.vendordata_raw or ""),
                "user_data_starts": plain[:13].decode(),
            }
        )
    )
