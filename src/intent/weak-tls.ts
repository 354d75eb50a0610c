import { isStrongSuite } from '../text/tls-suites.ts';
import { type GivenSetting, givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

const versions = new Set(['VersionTLS10', 'VersionTLS11', 'TLS1.0', 'TLS1.1']);

/** TLS stays as strict as what we emit (CIS 1.2.29 and 4.2.12). Reports intent/weak-tls. */
export const lintWeakTls: Lint = ({ profile }, diagnostics) => {
  for (const given of givenSettings(profile)) {
    const value = weakValue(given);
    if (value === undefined) continue;
    const { name: setting, path } = given;
    diagnostics.report('intent/weak-tls', path, { setting, value: value.slice(0, 80) });
  }
};

function weakValue({ name, values }: GivenSetting): string | undefined {
  if (['--tls-min-version', 'tlsMinVersion'].includes(name)) {
    return values.find((value) => versions.has(value));
  }
  if (!['--tls-cipher-suites', 'tlsCipherSuites', '--cipher-suites'].includes(name))
    return undefined;
  return values.find((value) => value !== '' && !isStrongSuite(value));
}
