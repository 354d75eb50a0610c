import type { KeyAlgorithm } from '../../profile/schema/names.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { CertificateRequest } from '../certificates.ts';
import type { KeyPair } from '../secrets.ts';
import type { Validity } from '../validity.ts';
import { buildBody, type Issuer } from './certificate-body.ts';
import { caExtensions, leafExtensions } from './extensions.ts';
import { generateKey, toKeyPem } from './generate-key.ts';
import { caName, leafName } from './name.ts';
import { signBody } from './sign.ts';

/** A new CA that signs itself, with a new key of `pki.caAlgorithm`. */
export async function issueCa(
  commonName: string,
  profile: Profile,
  validity: Validity,
): Promise<KeyPair> {
  const key = await generateKey(profile.pki.caAlgorithm ?? profile.pki.algorithm);
  const subject = caName(commonName, profile);
  const body = buildBody({ key, subject, extensions: caExtensions, validity });
  return { certificate: signBody(body, key), key: toKeyPem(key) };
}

/** A new certificate as the request describes it, with a new key, signed by `issuer`. */
export async function issueLeaf(
  request: CertificateRequest,
  issuer: Issuer,
  algorithm: KeyAlgorithm,
  validity: Validity,
): Promise<KeyPair> {
  const key = await generateKey(algorithm);
  const body = buildBody({
    key,
    subject: leafName(request.subject),
    extensions: leafExtensions(request, algorithm.startsWith('rsa')),
    validity,
    issuer,
  });
  return { certificate: signBody(body, issuer.key), key: toKeyPem(key) };
}
