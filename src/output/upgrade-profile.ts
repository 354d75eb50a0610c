import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { knownKubernetes, listReferences, planUpgrade, type UpgradePlan } from '../index.ts';
import { type Findings, locateFindings } from './open-profile.ts';
import { readSources } from './read-sources.ts';
import { toWorldError } from './world-error.ts';
import { writeWhole } from './write-whole.ts';

/** A planned upgrade: nothing is written before `save`. */
export interface UpgradeResult extends Findings {
  readonly plan: UpgradePlan | undefined;
  /** The file that is changed, as a person reaches it from here. */
  readonly path: string;
  /** Replaces the file whole, with its mode; a link stays one. */
  save(): void;
}

/** Reads a profile and plans its upgrade. A failing disk throws a WorldError. */
export function upgradeProfile(profilePath: string, to: string): UpgradeResult {
  const read = readSources(profilePath, listReferences);
  const { name, directory, texts } = read;
  const { plan, checked, sources } = planUpgrade({
    name,
    sources: texts,
    to,
    known: knownKubernetes(),
  });
  const path = join(directory, plan?.file ?? name);
  return {
    ...locateFindings({ directory, texts: sources }, checked),
    plan,
    path,
    save() {
      if (plan !== undefined && plan.text !== texts.get(plan.file)) replace(path, plan.text);
    },
  };
}

function replace(path: string, text: string): void {
  try {
    const real = realpathSync(path);
    const mode = statSync(real).mode & 0o777;
    writeWhole(real, new TextEncoder().encode(text), { mode, durable: true });
  } catch (cause) {
    throw toWorldError(`cannot write ${path}`, cause);
  }
}
