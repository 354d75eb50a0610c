import {
  guideStage,
  type RotatableName,
  type RotationMove,
  rotatableNames,
  type StageGuide,
} from '../../../index.ts';
import { planRotation } from '../../../output/rotate-secrets.ts';
import { readClock } from '../../clock.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import { type ChangeFlags, carryOut } from './carry-out.ts';
import { toOpenOptions } from './secrets-flags.ts';

/** Options of `secrets rotate` as commander gives them. */
export interface RotateFlags extends ChangeFlags {
  readonly stage: RotationMove;
}

/** `clusterseed secrets rotate PROFILE SECRET`: one stage of a rotation, and how to roll it out. */
export async function runRotate(
  profile: string,
  secret: string,
  flags: RotateFlags,
): Promise<ExitCode> {
  const name = nameOf(secret);
  const options = { ...toOpenOptions(profile, flags), now: readClock() };
  const planned = await planRotation(options, name, flags.stage);
  return await carryOut(planned, flags, ({ cluster, after, nodes, detail, directory }) => {
    const guide = guideStage(cluster, after, name, nodes, directory);
    const { from, to } = detail;
    return {
      first: [`${name}: ${from === to ? `is at ${to}` : `${from} → ${to}`}. ${guide.does}`],
      last: formatGuide(guide, profile, name, to),
      json: { name, from, to, guide },
    };
  });
}

function nameOf(secret: string): RotatableName {
  const wanted = secret === 'service-account' ? 'service-account-key' : secret;
  const name = rotatableNames.find((known) => known === wanted);
  return (
    name ??
    refuseUsage(`no such secret to rotate: ${secret}; there are ${rotatableNames.join(', ')}`)
  );
}

function formatGuide(
  { order, before }: StageGuide,
  profile: string,
  name: RotatableName,
  to: string,
): string[] {
  const next =
    to === 'drop'
      ? `clusterseed secrets drop ${profile} ${name}   # deletes the old generation from the secrets file`
      : `clusterseed secrets rotate ${profile} ${name}`;
  const steps = [
    `clusterseed build ${profile}`,
    ...order.map(
      (group) => `roll out, one at a time, each healthy again before the next: ${group.join(', ')}`,
    ),
    ...before,
    ...(to === 'none' ? [] : [next]),
  ];
  return ['', 'Next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}
