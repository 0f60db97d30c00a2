import type { Verdict } from './verdict.ts';

/** Of how many families the picture is right, in one line; those without a truth count for nothing. */
export function summary(verdicts: readonly Verdict[]): string {
  const held = verdicts.filter(({ kind }) => kind !== 'no truth');
  const count = (kind: Verdict['kind']): number => held.filter((one) => one.kind === kind).length;
  const right = count('right');
  const share = held.length === 0 ? '' : ` (${((100 * right) / held.length).toFixed(0)} %)`;
  const others = (['part', 'refused', 'wrong'] as const).map((kind) => `${count(kind)} ${kind}`).join(', ');
  return `${right} of ${held.length} families right${share}; ${others}`;
}
