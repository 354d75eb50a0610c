/** Lowest TLS version that our servers accept, as Kubernetes spells it. */
export const tlsMinVersion = 'VersionTLS12';

/** TLS 1.2 suites with forward secrecy and authenticated encryption; TLS 1.3 has no others anyway. */
export const tlsCipherSuites: readonly string[] = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];

/** The same as flags of those programs that have them. */
export const tlsPolicyFlags = {
  'tls-min-version': tlsMinVersion,
  'tls-cipher-suites': tlsCipherSuites,
} as const;
