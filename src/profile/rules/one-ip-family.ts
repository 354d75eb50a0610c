import { formatCidr, parseCidr } from '../../net/address.ts';
import { addressOf, machinesOf, runsKubelet } from './machines-of.ts';
import type { Rule } from './rule.ts';

/** Pods and the machines that run them are of the IP version of the services (kubernetes.md 2.2). */
export const checkOneIpFamily: Rule = ({ profile }, diagnostics) => {
  const services = profile.network?.services;
  if (services === undefined) return;
  const { family } = parseCidr(services);
  const pods = profile.network?.pods;
  if (pods !== undefined && parseCidr(pods).family !== family) {
    const args = { what: 'the pod network', cidr: pods, services };
    diagnostics.report('profile/mixed-families', ['network', 'pods'], args);
  }
  for (const { machine, path, label } of machinesOf(profile)) {
    const network = addressOf(machine)?.network;
    if (network === undefined || network.family === family || !runsKubelet(machine)) continue;
    const args = { what: `the network of ${label},`, cidr: formatCidr(network), services };
    diagnostics.report('profile/mixed-families', [...path, 'address'], args);
  }
};
