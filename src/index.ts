/** The public door: everything that a program needs to compile a profile without touching the disk. */
export { type ArtifactName, artifactNames } from './artifacts/catalogue.ts';
export { knownKubernetes } from './artifacts/checksums.ts';
export { mirrorPath, officialUrl } from './artifacts/download.ts';
export { assessCluster } from './assess.ts';
export {
  formatMarkdown as formatCisMarkdown,
  formatReport as formatCisReport,
} from './cis/format-report.ts';
export { type CisReport, hasFailures as hasCisFailures } from './cis/report.ts';
export {
  assembleMachine,
  type CheckedProfile,
  type CompiledNode,
  checkProfile,
  compileNodes,
  compileShared,
  publicDocuments,
} from './compile.ts';
export type { AcceptedDiagnostic } from './diagnostics/acceptance.ts';
export { codes, type DiagnosticCode } from './diagnostics/codes.ts';
export { type Collector, createCollector } from './diagnostics/collector.ts';
export type { Diagnostic, Path, Severity, Span } from './diagnostics/diagnostic.ts';
export { formatDiagnostics } from './diagnostics/format.ts';
export { locateAll } from './diagnostics/locate.ts';
export { acceptedToJson, diagnosticsToJson } from './diagnostics/to-json.ts';
export type { Build, BuildSource, BuiltNode } from './diff/build.ts';
export { compareBuilds } from './diff/compare-builds.ts';
export { builtNode, compileBuild } from './diff/compile-build.ts';
export { formatDiffMarkdown } from './diff/format/format-markdown.ts';
export { formatDiffText } from './diff/format/format-text.ts';
export type { BuildDiff, FileDiff, NodeDiff } from './diff/node-diff.ts';
export { compareRosters } from './diff/steps/etcd-roster.ts';
export { listSteps } from './diff/steps/list-steps.ts';
export type { Step } from './diff/steps/step.ts';
export { explainCode } from './explain/explain-code.ts';
export { type ExplainedNode, explainNode } from './explain/explain-node.ts';
export { type ExplainedPath, explainPath } from './explain/explain-path.ts';
export { formatPath, listRows } from './explain/format-explanation.ts';
export { bundleNode } from './lifecycle/bundle-node.ts';
export { dropGenerations, listDroppable } from './lifecycle/drop.ts';
export { type Joining, settleMembership } from './lifecycle/etcd-members.ts';
export { formatGuides, type NodeGuide } from './lifecycle/guides/node-guide.ts';
export { type ImportedSecrets, importSecrets } from './lifecycle/import/import-secrets.ts';
export { listNodeChanges, type NodeChange } from './lifecycle/node-changes.ts';
export { renewCertificates, restoreCertificates } from './lifecycle/renew.ts';
export { checkReplaced, guideReplacement } from './lifecycle/replace.ts';
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
export {
  type PlannedUpgrade,
  planUpgrade,
  type UpgradePlan,
} from './lifecycle/upgrade/plan-upgrade.ts';
export type { Machine } from './machine/model.ts';
export type { Artifact } from './pack/artifact.ts';
export { findPackage, type PackageName, packageNames, packagerOf } from './pack/packagers.ts';
export type { PublicDocument } from './pack/public-documents.ts';
export {
  createPackaging,
  listUnpackaged,
  ownPackages,
  type PackageRequest,
  type Packaging,
} from './packages.ts';
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
export { platformNames } from './profile/schema/names.ts';
export type { Profile, ProfileInput } from './profile/schema/profile.ts';
export { starterProfile } from './profile/starter.ts';
export { durationSeconds, isDuration } from './text/duration.ts';
export { nearest } from './text/nearest.ts';
export { deriveTopology } from './topology/derive-topology.ts';
export { formatMermaid } from './topology/format-mermaid.ts';
export { formatSvg } from './topology/format-svg.ts';
export type { Topology } from './topology/topology.ts';
