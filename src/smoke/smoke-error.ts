/** A failure of the lab or of what runs in it, in words for the person who started the smoke test. */
export class SmokeError extends Error {
  override readonly name = 'SmokeError';
}
