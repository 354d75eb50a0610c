import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { mergeParts } from '../../src/machine/merge.ts';
import type { MachineFile, MachinePart, MachineUnit } from '../../src/machine/model.ts';
import { renderUserData } from '../../src/render/cloud-init.ts';
import { ignitionConfig, renderIgnition, wrapIgnition } from '../../src/render/ignition.ts';
import { ignitionNetworkFile } from '../../src/render/ignition-network.ts';
import { aFile, aUnit, base, nastyTexts } from '../fixtures/machine.ts';
import { filesOfCloudConfig, filesOfIgnition } from '../fixtures/read-documents.ts';

const text = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'binary' }).map((value) => value.toWellFormed()),
);
const name = fc
  .stringMatching(/^[a-zA-Z0-9 _.%"'#-]{1,12}$/)
  .filter((value) => !/^\.+$/.test(value));
const owner = fc.constantFrom('root', 'store');

const file: fc.Arbitrary<MachineFile> = fc
  .record({
    name,
    content: fc.oneof(text, fc.uint8Array({ maxLength: 3000 })),
    mode: fc.constantFrom(0o600, 0o640, 0o644, 0o755),
    user: owner,
    group: owner,
  })
  .map(({ name: file, content, ...rest }) => aFile(`/etc/files/${file}`, content, rest));

const unit: fc.Arbitrary<MachineUnit> = fc
  .record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    content: text,
    dropIn: text,
    enabled: fc.boolean(),
  })
  .map(({ name: unitName, content, dropIn, enabled }) =>
    aUnit(`${unitName}.service`, {
      content,
      dropIns: [{ name: 'x.conf', content: dropIn }],
      enabled,
    }),
  );

const part: fc.Arbitrary<MachinePart> = fc.record({
  files: fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 12 }),
  units: fc.uniqueArray(unit, { selector: ({ name: unitName }) => unitName, maxLength: 4 }),
});

const merge = (parts: readonly MachinePart[]) => mergeParts(base, parts, createCollector());

describe('both formats', () => {
  it.each([false, true])('carry the same files, compressed one by one: %s', (gzipFiles) => {
    fc.assert(
      fc.property(part, (items) => {
        const machine = merge([items]);
        const fromCloudInit = filesOfCloudConfig(renderUserData(machine, { gzipFiles }));
        const ignition = ignitionConfig(machine, '3.3.0', { gzipFiles });
        const fromIgnition = filesOfIgnition(wrapIgnition(ignition, '3.3.0'));
        fromIgnition.delete(ignitionNetworkFile(machine).path);
        expect(Object.fromEntries(fromIgnition)).toEqual(Object.fromEntries(fromCloudInit));
        for (const { path, content } of machine.files) {
          expect(fromCloudInit.get(path)?.content).toBe(Buffer.from(content).toString('hex'));
        }
      }),
      { numRuns: 150 },
    );
  });
});

it('the order of parts and of their items does not change a byte', () => {
  fc.assert(
    fc.property(part, fc.integer({ min: 0, max: 11 }), ({ files = [], units = [] }, cut) => {
      const one = merge([{ files, units }]);
      const other = merge([
        { units: [...units].reverse() },
        { files: files.slice(cut).reverse() },
        { files: files.slice(0, cut) },
      ]);
      expect(renderUserData(other)).toBe(renderUserData(one));
      expect(renderIgnition(other, '3.3.0')).toBe(renderIgnition(one, '3.3.0'));
    }),
    { numRuns: 100 },
  );
});
