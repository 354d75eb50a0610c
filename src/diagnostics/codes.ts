import { acceptCodes } from './codes/accept.ts';
import { artifactCodes } from './codes/artifacts.ts';
import { componentCodes } from './codes/components.ts';
import { importCodes } from './codes/import.ts';
import { intentCodes } from './codes/intent.ts';
import { internalCodes } from './codes/internal.ts';
import { lifecycleCodes } from './codes/lifecycle.ts';
import { machineCodes } from './codes/machine.ts';
import { outputCodes } from './codes/output.ts';
import { pkiCodes } from './codes/pki.ts';
import { planCodes } from './codes/plan.ts';
import { profileCodes } from './codes/profile.ts';
import { renderCodes } from './codes/render.ts';
import { upgradeCodes } from './codes/upgrade.ts';

/** Every diagnostic code there is. A code that retires moves to `retiredCodes` and is never used again. */
export const codes = {
  ...profileCodes,
  ...acceptCodes,
  ...intentCodes,
  ...planCodes,
  ...pkiCodes,
  ...artifactCodes,
  ...machineCodes,
  ...componentCodes,
  ...renderCodes,
  ...outputCodes,
  ...lifecycleCodes,
  ...upgradeCodes,
  ...importCodes,
  ...internalCodes,
};

export type Codes = typeof codes;
export type DiagnosticCode = keyof Codes;

/** Codes that once existed. */
export const retiredCodes: readonly string[] = [];
