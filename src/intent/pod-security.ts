import { isAtLeast } from '../plan/versions.ts';
import type { Lint } from './lint.ts';

/**
 * Where people log in, pods have a default level of security, from 1.25 on, where the admission plugin is stable. Whether it is PodSecurity that an admission configuration
 * configures is taken on trust. Reports intent/no-pod-security.
 */
export const lintPodSecurity: Lint = ({ profile, version }, diagnostics) => {
  if (!isAtLeast(version, '1.25')) return;
  const { apiServer } = profile.kubernetes;
  if (apiServer.extraArgs['admission-control-config-file'] !== undefined) return;
  const at = ['kubernetes', 'apiServer'];
  const because = 'people log in here';
  if (apiServer.authenticationWebhook !== undefined) {
    diagnostics.report(
      'intent/no-pod-security',
      [...at, 'authenticationWebhook'],
      { because },
      {
        onKey: true,
      },
    );
  } else if (apiServer.jwt.length > 0) {
    diagnostics.report('intent/no-pod-security', [...at, 'jwt'], { because }, { onKey: true });
  }
};
