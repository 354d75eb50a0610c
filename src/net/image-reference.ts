export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/**
 * The parts of an image's name, with the defaults that container runtimes fill in: docker.io, `library/` and
 * the tag "latest".
 */
export function parseReference(reference: string): ImageReference {
  const [withTag = ''] = reference.split('@');
  const slash = withTag.indexOf('/');
  const first = slash < 0 ? '' : withTag.slice(0, slash);
  const named = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = named ? first : 'docker.io';
  const rest = named ? withTag.slice(slash + 1) : withTag;
  const colon = rest.lastIndexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  return { registry, repository, tag: colon < 0 ? 'latest' : rest.slice(colon + 1) };
}
