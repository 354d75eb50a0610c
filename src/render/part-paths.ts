/** What the small document puts on the machine to fetch the second part. */
export const partPaths = {
  script: '/etc/clusterseed/part.py',
  /** Holds the token: 0600, removed when the part is in place. */
  settings: '/etc/clusterseed/part.json',
  ca: '/etc/clusterseed/part-ca.crt',
  /** The part between its download and its end, 0600. */
  kept: '/var/lib/clusterseed/part',
  unit: 'clusterseed-part.service',
};
