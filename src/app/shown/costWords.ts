import type { HeadCount } from '../../core/cost/headCounts.ts';
import { timeRatio } from '../../core/cost/headTimes.ts';
import { byteWords, headsWords, ratioWords, shortNumber, wholeNumber } from '../../views/parts/amounts.ts';
import type { FoundTimes } from '../state/timing.ts';
import { costGroups, isMade } from './costLines.ts';
import type { MadeCount } from './costLines.ts';

/** A machine on which the same layer differs by more than this share is too busy to tell. */
const TOO_BUSY = 0.25;

/** What a number of heads costs against the fewest that can be, in a sentence; its words follow the numbers. `found` is null where it is no answer to this. */
export function verdictWords(rows: readonly HeadCount[], nHeads: number, found: FoundTimes | null): string {
  const row = rows.find((one) => one.nHeads === nHeads);
  const [first, ...others] = rows.filter(isMade);
  if (row === undefined) return '';
  if (!isMade(row)) {
    const nor = first === undefined ? ' Nor is there one of any other number here.' : '';
    return `There is no such layer of ${headsWords(nHeads)}: ${row.why}.${nor}`;
  }
  if (others.length === 0) return `${headsWords(nHeads)}: a layer of no other number here can be made.`;
  if (first === undefined || row === first)
    return `Choose more than ${headsWords(nHeads)}, and see what the others cost.`;
  const groups = costGroups(first, row).map(({ ratio, names }) =>
    ratio === 1 ? `the same ${listed(names)}` : `${ratioWords(ratio)} times the ${listed(names)}`,
  );
  const time = found === null ? '' : timeWords(found, nHeads, first.nHeads);
  return `${headsWords(nHeads)} in place of ${headsWords(first.nHeads)}: ${groups.join(', ')}${time === '' ? '' : `; ${time}`}.${fewestWords(first)}`;
}

/** Why the fewest are not one: " No layer here has fewer: 4 heads share each head of keys and values." */
function fewestWords({ nHeads, shape }: MadeCount): string {
  const sharing = nHeads / shape.nKeyHeads;
  return sharing === 1 ? '' : ` No layer here has fewer: ${headsWords(sharing)} share each head of keys and values.`;
}

/** "here 8 heads took 1.17 times as long as one (512 wide, 512 tokens, ± 2 %)"; of the most heads that were timed where these were not. */
function timeWords({ plan, times: { times } }: FoundTimes, nHeads: number, first: number): string {
  const timed = timeRatio(times, nHeads, first) === null ? (times.at(-1)?.nHeads ?? first) : nHeads;
  const found = timeRatio(times, timed, first);
  if (found === null || timed <= first) return '';
  const { ratio, unrest } = found;
  const give = `± ${Math.max(1, Math.ceil(100 * unrest))} %`;
  const layer = `${plan.d} wide, ${plan.nTokens} tokens`;
  const fewest = first === 1 ? 'one' : String(first);
  const exact = `${ratioWords(ratio)} times ${give}, ${layer}`;
  if (unrest > TOO_BUSY) return `how long ${headsWords(timed)} take here, this machine was too busy to tell (${exact})`;
  if (Math.abs(ratio - 1) <= Math.max(unrest, 0.01))
    return `here ${headsWords(timed)} took as long as ${fewest}, as far as can be told (${exact})`;
  return `here ${headsWords(timed)} took ${ratioWords(ratio)} times as long as ${fewest} (${layer}, ${give})`;
}

/** All of one number of heads, as the chart reads it. */
export function rowWords(row: HeadCount | undefined, found: FoundTimes | null): string {
  if (row === undefined) return '';
  if (!isMade(row)) return `${headsWords(row.nHeads)}: no such layer, ${row.why}.`;
  const { nHeads, shape, cost } = row;
  const ms = found?.times.times.find((time) => time.nHeads === nHeads)?.ms;
  const time = ms === undefined ? '' : `; a layer ${found?.plan.d} wide took ${ms.toFixed(1)} ms here`;
  return `${headsWords(nHeads)} of ${shape.dK}: ${wholeNumber(cost.parameters)} parameters, ${shortNumber(cost.multiplyAdds.total)} multiply-adds, ${shortNumber(cost.exponentials)} exponentials, maps ${byteWords(cost.mapBytes)}, cache ${byteWords(cost.cacheBytes)}${time}.`;
}

/** "maps and exponentials", "parameters, multiply-adds and cache" */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}
