import type { CertificateSelection } from '../../../index.ts';
import { planDrop, planRenewal, planRestoration } from '../../../output/rotate-secrets.ts';
import { readClock } from '../../clock.ts';
import { readDuration } from '../../duration-option.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { refuseUsage } from '../../refuse-usage.ts';
import { type ChangeFlags, carryOut, type Told } from './carry-out.ts';
import { toOpenOptions } from './secrets-flags.ts';

/** Options of `secrets renew`, `restore` and `drop` as commander gives them. */
export interface RenewFlags extends ChangeFlags {
  readonly certificate?: readonly string[];
  readonly node?: readonly string[];
  readonly within?: string;
  readonly stale?: boolean;
  readonly all?: boolean;
}

/** `clusterseed secrets renew PROFILE`: new leaf certificates, named by id, machine or age. */
export async function runRenew(profile: string, flags: RenewFlags): Promise<ExitCode> {
  const { certificate, node, within, stale, all } = flags;
  const selection: CertificateSelection = {
    ...(certificate === undefined ? {} : { certificates: certificate }),
    ...(node === undefined ? {} : { nodes: node }),
    ...(within === undefined ? {} : { withinSeconds: readDuration('--within', within) }),
    ...(stale === undefined ? {} : { stale }),
    ...(all === undefined ? {} : { all }),
  };
  if (Object.keys(selection).length === 0) {
    refuseUsage('say which: --certificate ID, --node NAME, --within 60d, --stale or --all');
  }
  const options = { ...toOpenOptions(profile, flags), now: readClock() };
  const planned = await planRenewal(options, selection);
  return await carryOut(planned, flags, ({ detail, after }) => {
    const kept = detail.filter((id) => after.retired?.[id] !== undefined);
    const last =
      kept.length === 0
        ? []
        : ['The old ones are kept: secrets restore puts one back, secrets drop deletes them.'];
    return tellOf('issued anew', detail, last);
  });
}

/** `clusterseed secrets restore PROFILE ID…`: the retired generation is used again. */
export async function runRestore(
  profile: string,
  ids: readonly string[],
  flags: ChangeFlags,
): Promise<ExitCode> {
  const options = { ...toOpenOptions(profile, flags), now: readClock() };
  const planned = await planRestoration(options, ids);
  return await carryOut(planned, flags, ({ detail }) => tellOf('restored', detail, []));
}

/** `clusterseed secrets drop PROFILE [NAME…]`: old generations are deleted. */
export async function runDrop(
  profile: string,
  names: readonly string[],
  flags: RenewFlags,
): Promise<ExitCode> {
  if (names.length === 0 && !flags.all) refuseUsage('say which: NAME…, or --all');
  const options = { ...toOpenOptions(profile, flags), now: readClock() };
  const planned = await planDrop(options, flags.all ? 'all' : names);
  return await carryOut(planned, flags, ({ detail }) =>
    tellOf('old generations deleted', detail, []),
  );
}

function tellOf(what: string, names: readonly string[], last: readonly string[]): Told {
  const first = [
    names.length === 0 ? `${what}: none` : `${what}:`,
    ...names.map((name) => `  ${name}`),
  ];
  return { first, last, json: { names } };
}
