/** A metric as prom-client's registry asks for it. */
export interface TalliedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'histogram';
  readonly values: readonly TalliedValue[];
}

interface TalliedValue {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Answered requests by route, method and status, with the time that they took by route. */
export interface RequestTally {
  add(route: string, method: string, status: number, seconds: number): void;
  /** How many, as Prometheus counts. */
  counts(): TalliedMetric;
  /** How long they took, as a Prometheus histogram. */
  times(): TalliedMetric;
}

const bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60];

interface Times {
  /** Those that took at most the bound and more than the one before; the last took longer than all bounds. */
  readonly counts: number[];
  sum: number;
}

/** Counted in plain numbers; labels are put together when somebody asks. */
export function tallyRequests(): RequestTally {
  const counted = new Map<string, Map<string, Map<number, number>>>();
  const timed = new Map<string, Times>();
  return {
    add: (route, method, status, seconds) => {
      const methods = inner(counted, route, newMap<string, Map<number, number>>);
      const statuses = inner(methods, method, newMap<number, number>);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const times = inner(timed, route, newTimes);
      let place = 0;
      while (seconds > (bounds[place] ?? Number.POSITIVE_INFINITY)) place += 1;
      times.counts[place] = (times.counts[place] ?? 0) + 1;
      times.sum += seconds;
    },
    counts: () => ({
      name: 'clusterseed_http_requests_total',
      help: 'Requests by route, method and status',
      type: 'counter',
      values: [...counted].flatMap(([route, methods]) =>
        [...methods].flatMap(([method, statuses]) =>
          [...statuses].map(([status, value]) => ({ labels: { route, method, status }, value })),
        ),
      ),
    }),
    times: () => ({
      name: timesName,
      help: 'Time until a request was answered',
      type: 'histogram',
      values: [...timed].flatMap(([route, times]) => histogramOf(route, times)),
    }),
  };
}

const timesName = 'clusterseed_http_request_seconds';

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

function newTimes(): Times {
  return { counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
}

function inner<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Prometheus adds buckets up: each counts all that took no longer. */
function histogramOf(route: string, { counts, sum }: Times): TalliedValue[] {
  let total = 0;
  const buckets = counts.map((count, place) => {
    total += count;
    const labels = { route, le: bounds[place] ?? '+Inf' };
    return { metricName: `${timesName}_bucket`, labels, value: total };
  });
  return [
    ...buckets,
    { metricName: `${timesName}_sum`, labels: { route }, value: sum },
    { metricName: `${timesName}_count`, labels: { route }, value: total },
  ];
}
