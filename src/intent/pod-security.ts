import type { Lint } from './lint.ts';

/**
 * Where people log in, pods have a default level of security. Whether it is PodSecurity that an admission configuration
 * configures is taken on trust. Reports intent/no-pod-security.
 */
export const lintPodSecurity: Lint = ({ profile }, diagnostics) => {
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
