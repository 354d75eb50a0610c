import { quoteWord } from '../../text/quote-word.ts';
import { escapeSpecifiers, type UnitSection } from '../../text/systemd-unit.ts';

/** As for the kubelet: what etcd needs is there in time, or the next try finds it. */
const after = [
  'network-online.target',
  'time-sync.target',
  'clusterseed-prepare.service',
  'clusterseed-time.service',
  'clusterseed-fetch.service',
];

/**
 * etcd.service. `Type=notify` means ready with quorum, which may take until the last member has booted, so
 * there is no limit; an exit is always followed by another try.
 */
export function etcdUnit(command: readonly string[], dataDir: string): UnitSection[] {
  return [
    {
      name: 'Unit',
      entries: [
        ['Description', 'etcd'],
        ['Documentation', 'https://etcd.io/docs/'],
        ['After', after.join(' ')],
        ['Wants', 'network-online.target'],
        ['RequiresMountsFor', quoteWord(escapeSpecifiers(dataDir))],
        ['StartLimitIntervalSec', 0],
      ],
    },
    {
      name: 'Service',
      entries: [
        ['Type', 'notify'],
        ['User', 'etcd'],
        ['Group', 'etcd'],
        ['ExecStart', command],
        ['Restart', 'always'],
        ['RestartSec', 5],
        ['TimeoutStartSec', 'infinity'],
        ['LimitNOFILE', 65_536],
        ['OOMScoreAdjust', -900],
        ['NoNewPrivileges', true],
        ['ProtectSystem', 'full'],
        ['PrivateTmp', true],
        ['PrivateDevices', true],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ];
}
