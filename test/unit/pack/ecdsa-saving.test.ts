import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { ecdsaSaving } from '../../../src/pack/ecdsa-saving.ts';
import { aFile, bare } from '../../fixtures/machine.ts';

const pem = (type: 'rsa' | 'ec') => {
  const { privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};
const saving = (...contents: string[]) =>
  ecdsaSaving({ ...bare, files: contents.map((content, index) => aFile(`/${index}`, content)) });

it('is nothing for ECDSA keys and for what is no key', () => {
  expect(saving(pem('ec'), 'text')).toBe(0);
});

it('counts keys, certificates beside them, and PEM in base64', () => {
  const key = pem('rsa');
  const certificate = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
  const alone = saving(key);
  expect(alone).toBeGreaterThan(1300);
  expect(alone).toBeLessThan(1600);
  expect(saving(key, certificate) - alone).toBeGreaterThan(450);
  expect(saving(`data: ${Buffer.from(key).toString('base64')}`)).toBeGreaterThan(alone);
});
