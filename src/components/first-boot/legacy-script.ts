/**
 * Arguments: state directory, then what is wanted. `cgroup-v1`: where the unified hierarchy is in force, the kernel
 * line gets what turns it off (systemd(1), systemd.unified_cgroup_hierarchy) and the machine boots once more, at most
 * three times in its life. `iptables-legacy`: the host's alternative. `xtables-lock`: the file, at every boot.
 */
export const legacyScript = String.raw`#!/bin/sh
# Takes this system back to cgroup v1 and legacy iptables, as its old Kubernetes needs.
set -u
state=$1
shift

cgroup_v1() {
  [ -e /sys/fs/cgroup/cgroup.controllers ] || return 0
  tries=$(cat "$state/cgroup-boots" 2>/dev/null || echo 0)
  if [ "$tries" -ge 3 ]; then
    echo 'the unified cgroup hierarchy is still in force: this kernel or systemd has no other' >&2
    return 1
  fi
  # shellcheck disable=SC2016 # GRUB's own shell expands it
  mkdir -p /etc/default/grub.d "$state" &&
    printf 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX %s %s"\n' systemd.unified_cgroup_hierarchy=0 \
      systemd.legacy_systemd_cgroup_controller >/etc/default/grub.d/90-clusterseed-cgroup.cfg &&
    update-grub && echo $((tries + 1)) >"$state/cgroup-boots" || return 1
  sync
  # A first boot that is cut short would be a half one.
  if command -v cloud-init >/dev/null; then cloud-init status --wait >/dev/null 2>&1; fi
  echo 'booting once more, with cgroup v1'
  systemctl reboot
  exec sleep infinity
}

iptables_legacy() {
  for tables in iptables ip6tables; do
    update-alternatives --set "$tables" "/usr/sbin/$tables-legacy" || return 1
  done
}

xtables_lock() {
  [ -e /run/xtables.lock ] || : >/run/xtables.lock
}

for wanted; do
  case $wanted in
    cgroup-v1) cgroup_v1 || exit 1 ;;
    iptables-legacy) iptables_legacy || exit 1 ;;
    xtables-lock) xtables_lock || exit 1 ;;
  esac
done
`;
