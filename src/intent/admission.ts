import { givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

/** Plugins that guard a cluster (kubernetes.io, Admission Controllers), and what is lost without them. */
const guards: Readonly<Record<string, string>> = {
  NodeRestriction: 'a stolen kubelet certificate may change other nodes and their pods',
  ServiceAccount: 'pods get no identity, and may use any service account',
  NamespaceLifecycle: 'objects appear in namespaces that are going or do not exist',
  PodSecurity: 'the levels of pod security in namespace labels mean nothing',
  LimitRanger: 'the limits of namespaces are not applied',
  ResourceQuota: 'quotas are not enforced',
  CertificateApproval: 'whoever may update certificate requests may approve them',
  CertificateSigning: 'whoever may update certificate requests may sign them',
  CertificateSubjectRestriction:
    'a client certificate may be asked for in the group system:masters',
};

/** Admission stays on guard. Reports intent/admission-disabled and intent/always-admit. */
export const lintAdmission: Lint = ({ profile }, diagnostics) => {
  for (const { program, name, values, path } of givenSettings(profile)) {
    if (program !== 'apiServer' || name !== '--disable-admission-plugins') continue;
    for (const plugin of values) {
      const loses = Object.hasOwn(guards, plugin) ? guards[plugin] : undefined;
      if (loses !== undefined) {
        diagnostics.report('intent/admission-disabled', path, { plugin, loses });
      }
    }
  }
  const always = profile.kubernetes.apiServer.admissionPlugins.indexOf('AlwaysAdmit');
  if (always >= 0) {
    const at = ['kubernetes', 'apiServer', 'admissionPlugins', always];
    diagnostics.report('intent/always-admit', at, {});
  }
};
