import type { AttentionCost } from '../../core/cost/attentionCost.ts';
import type { HeadCount } from '../../core/cost/headCounts.ts';
import { timeRatio } from '../../core/cost/headTimes.ts';
import type { CostSeries } from '../../views/CostChart/CostChart.layout.ts';
import type { FoundTimes } from '../state/timing.ts';

/** A number of heads of which a layer can be made. */
export type MadeCount = Extract<HeadCount, { readonly cost: AttentionCost }>;

export function isMade(row: HeadCount): row is MadeCount {
  return row.shape !== null;
}

/** What is compared, in the order in which it is named. */
const QUANTITIES: readonly { readonly name: string; readonly of: (cost: AttentionCost) => number }[] = [
  { name: 'maps', of: (cost) => cost.mapBytes },
  { name: 'exponentials', of: (cost) => cost.exponentials },
  { name: 'parameters', of: (cost) => cost.parameters },
  { name: 'multiply-adds', of: (cost) => cost.multiplyAdds.total },
  { name: 'cache', of: (cost) => cost.cacheBytes },
];

/** Quantities of which one number of heads takes the same number of times as much as another. */
type CostGroup = { readonly ratio: number; readonly names: readonly string[] };

/** How many times as much `row` takes as `first`, what is alike together: first what is the same, then what is more. */
export function costGroups(first: MadeCount, row: MadeCount): readonly CostGroup[] {
  const groups = grouped(QUANTITIES, ({ of }) => of(row.cost) / of(first.cost));
  return groups
    .map(([ratio, some]) => ({ ratio, names: some.map(({ name }) => name) }))
    .toSorted((a, b) => a.ratio - b.ratio);
}

/** The lines of the chart: quantities that grow alike share one. Times come last, also before they are known; null where they are no answer to this. */
export function costLines(
  rows: readonly HeadCount[],
  times: { readonly found: FoundTimes | null } | null,
): readonly CostSeries[] {
  const made = rows.filter(isMade);
  const [first] = made;
  if (first === undefined) return [];
  const all = QUANTITIES.map(({ name, of }) => ({
    name,
    points: made.map(({ nHeads, cost }) => ({ nHeads, ratio: of(cost) / of(first.cost) })),
  }));
  const lines = grouped(all, ({ points }) => points.map(({ ratio }) => ratio).join()).map(([, alike]) => ({
    id: alike.map(({ name }) => name).join(),
    name: alike.length === QUANTITIES.length ? 'everything' : alike.map(({ name }) => name).join(', '),
    points: alike[0]?.points ?? [],
  }));
  return times === null ? lines : [...lines, measuredLine(times.found, made, first)];
}

/** What was measured of the numbers of heads that are compared, by the time of the fewest. */
function measuredLine(found: FoundTimes | null, made: readonly MadeCount[], first: MadeCount): CostSeries {
  if (found === null) return { id: 'measured', name: 'time here, not measured yet', points: [] };
  const points = made.flatMap(({ nHeads }) => {
    const time = timeRatio(found.times.times, nHeads, first.nHeads);
    return time === null ? [] : [{ nHeads, ratio: time.ratio }];
  });
  const layer = `${found.plan.d} wide, ${found.plan.nTokens} tokens`;
  const name = points.length === 0 ? 'time here, of none of these numbers of heads' : `time here, ${layer}`;
  return { id: 'measured', name, points };
}

function grouped<One, Key>(all: readonly One[], keyOf: (one: One) => Key): readonly (readonly [Key, readonly One[]])[] {
  const groups = new Map<Key, One[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups];
}
