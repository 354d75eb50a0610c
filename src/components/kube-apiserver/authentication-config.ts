import type { Cluster } from '../../plan/cluster.ts';
import { authenticationConfigApiVersion } from '../../plan/versions.ts';
import { toYaml } from '../../text/yaml.ts';

/**
 * AuthenticationConfiguration: nobody without a name gets further than the health checks, which kubelet and load
 * balancers need (k8s.io/apiserver/pkg/apis/apiserver), and the profile's OIDC issuers.
 */
export function authenticationConfigText({ version, profile }: Cluster): string {
  const { jwt } = profile.kubernetes.apiServer;
  return toYaml({
    apiVersion: authenticationConfigApiVersion(version),
    kind: 'AuthenticationConfiguration',
    anonymous: {
      enabled: true,
      conditions: ['/livez', '/readyz', '/healthz'].map((path) => ({ path })),
    },
    jwt: jwt.length === 0 ? undefined : jwt,
  });
}
