"""Renders a network-config with the installed cloud-init, as at boot of a machine with one NIC, eth0.

Arguments: target directory, renderer (netplan or networkd), the NIC's MAC address. Input: the document.
"""

import sys

import yaml
from cloudinit import net
from cloudinit.net import netplan, network_state, networkd

target, renderer, mac = sys.argv[1:]
for module in (net, network_state):
    module.get_interfaces_by_mac = lambda: {mac: "eth0"}
# Its owner exists on a machine with networkd only, and the target is a plain directory.
networkd.util.chownbyname = lambda *_: None

state = network_state.parse_net_config_data(yaml.safe_load(sys.stdin), skip_broken=False)
{"netplan": netplan, "networkd": networkd}[renderer].Renderer().render_network_state(
    state, target=target
)
