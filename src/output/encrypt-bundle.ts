import { Encrypter } from 'age-encryption';

/** An encrypter to these age recipients (`age1…`), or the first of them that is none. */
export function encrypterFor(
  recipients: readonly string[],
): { readonly encrypter: Encrypter } | { readonly wrong: string } {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      return { wrong: recipient };
    }
  }
  return { encrypter };
}
