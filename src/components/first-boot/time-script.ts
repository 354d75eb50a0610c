/**
 * Waits, but not for ever, until the clock has been set from the network. Arguments: seconds, and `reload`
 * when the time service must read its configuration again (cloud-init writes it when the service runs). Without an active
 * time service there is nothing to wait for. Of the services each system has one; systemctl would log an error for the others.
 */
export const timeScript = `#!/bin/sh
# Waits until the clock is synchronised, at most $1 seconds: certificates are judged by it.
set -u
left=$1
time_services='systemd-timesyncd.service chronyd.service chrony.service ntpsec.service ntp.service'
# shellcheck disable=SC2086 # one word for each service
[ "$2" = keep ] || systemctl try-restart $time_services 2>/dev/null
while [ "$left" -gt 0 ]; do
  if [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ]; then exit 0; fi
  # shellcheck disable=SC2086 # one word for each service
  if ! systemctl is-active --quiet $time_services; then
    echo 'no time service runs here'
    exit 0
  fi
  sleep 2
  left=$((left - 2))
done
echo 'the clock is not synchronised yet; going on'
`;
