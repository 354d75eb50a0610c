import { checkAccept } from './accept.ts';
import { checkAddonsOnce } from './addons-once.ts';
import { checkAddressesInSubnets } from './addresses-in-subnets.ts';
import { checkAddressesOnce } from './addresses-once.ts';
import { checkAuthenticationWebhook } from './authentication-webhook.ts';
import { checkCertificateValidity } from './certificate-validity.ts';
import { checkDelivery } from './delivery.ts';
import { checkDnsService } from './dns-service.ts';
import { checkEndpoint } from './endpoint.ts';
import { checkFiles } from './files.ts';
import { checkFormats } from './formats.ts';
import { checkGateways } from './gateways.ts';
import { checkHardwareOnce } from './hardware-once.ts';
import { checkKubeletSettingsUsed } from './kubelet-settings-used.ts';
import { checkKubernetesVersion } from './kubernetes-version.ts';
import { checkLabels } from './labels.ts';
import { checkMachineNames } from './machine-names.ts';
import { checkManagedSettings } from './managed-settings.ts';
import { checkNameservers } from './nameservers.ts';
import { checkNetworksApart } from './networks-apart.ts';
import { checkOneIpFamily } from './one-ip-family.ts';
import { checkPodCidrs } from './pod-cidrs.ts';
import { checkPodNetwork } from './pod-network.ts';
import { checkPortClash } from './port-clash.ts';
import { checkQuorum } from './quorum.ts';
import { checkRolesOnce } from './roles-once.ts';
import type { Rule } from './rule.ts';
import { checkServiceNetwork } from './service-network.ts';
import { checkSettingsWithEffect } from './settings-with-effect.ts';
import { checkSharedHost } from './shared-host.ts';
import { checkTaints } from './taints.ts';
import { checkUnits } from './units.ts';
import { checkUsers } from './users.ts';

/** Every cross-field rule; their order does not matter. */
export const allRules: readonly Rule[] = [
  checkAccept,
  checkAddonsOnce,
  checkAddressesInSubnets,
  checkAddressesOnce,
  checkHardwareOnce,
  checkAuthenticationWebhook,
  checkCertificateValidity,
  checkDelivery,
  checkDnsService,
  checkEndpoint,
  checkFiles,
  checkFormats,
  checkGateways,
  checkKubeletSettingsUsed,
  checkKubernetesVersion,
  checkLabels,
  checkMachineNames,
  checkManagedSettings,
  checkNameservers,
  checkNetworksApart,
  checkOneIpFamily,
  checkPodCidrs,
  checkPodNetwork,
  checkPortClash,
  checkQuorum,
  checkRolesOnce,
  checkServiceNetwork,
  checkSettingsWithEffect,
  checkSharedHost,
  checkTaints,
  checkUnits,
  checkUsers,
];
