/** The public door: everything that a program needs to compile a profile without touching the disk. */
export { type ArtifactName, artifactNames } from './artifacts/catalogue.ts';
export { mirrorPath, officialUrl } from './artifacts/download.ts';
export {
  type CheckedProfile,
  type CompiledNode,
  checkProfile,
  compileNodes,
  compileShared,
  publicDocuments,
} from './compile.ts';
export { codes, type DiagnosticCode } from './diagnostics/codes.ts';
export { type Collector, createCollector } from './diagnostics/collector.ts';
export type { Diagnostic, Path, Severity, Span } from './diagnostics/diagnostic.ts';
export { formatDiagnostics } from './diagnostics/format.ts';
export { locateAll } from './diagnostics/locate.ts';
export { diagnosticsToJson } from './diagnostics/to-json.ts';
export { dropGenerations, listDroppable } from './lifecycle/drop.ts';
export { listNodeChanges, type NodeChange } from './lifecycle/node-changes.ts';
export { renewCertificates, restoreCertificates } from './lifecycle/renew.ts';
export {
  type RotationMove,
  type RotationState,
  rotateSecret,
  stateOf,
} from './lifecycle/rotate.ts';
export {
  type CertificateSelection,
  selectCertificates,
} from './lifecycle/select-certificates.ts';
export { guideStage, type StageGuide } from './lifecycle/stage-guide.ts';
export { listSecrets, type SecretPlace, type SecretStatus } from './lifecycle/status.ts';
export type { Machine } from './machine/model.ts';
export type { Artifact } from './pack/artifact.ts';
export type { PublicDocument } from './pack/public-documents.ts';
export { fingerprintRotations, fingerprintSecrets } from './pki/fingerprints.ts';
export {
  type RotatableName,
  type RotationStage,
  rotatableNames,
  rotationStages,
} from './pki/rotation.ts';
export { listSecretValues, type SecretValue } from './pki/secret-values.ts';
export type { KeyPair, Secrets } from './pki/secrets.ts';
export { parseSecrets, serializeSecrets } from './pki/secrets-store.ts';
export type { Cluster, ClusterNode } from './plan/cluster.ts';
export type { Link } from './plan/link.ts';
export { prepareSecrets } from './prepare.ts';
export { exportJsonSchema } from './profile/json-schema.ts';
export { listReferences } from './profile/list-references.ts';
export type { Profile, ProfileInput } from './profile/schema/profile.ts';
export { starterProfile } from './profile/starter.ts';
export { durationSeconds, isDuration } from './text/duration.ts';
