import { parseAllDocuments } from 'yaml';

/** The images that Kubernetes manifests name: `image` of every container, also of pod templates, sorted. */
export function listManifestImages(text: string): string[] {
  const found = new Set<string>();
  for (const document of parseAllDocuments(text)) {
    if ('toJS' in document) search(document.toJS({ maxAliasCount: 100 }), found);
  }
  return [...found].sort();
}

function search(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (/^(initC|ephemeralC|c)ontainers$/.test(key) && Array.isArray(item)) {
      for (const { image } of item) if (typeof image === 'string') found.add(image);
    }
    search(item, found);
  }
}
