import { formatHead } from '../../src/core/selection.ts';
import { holds } from './judge.ts';
import type { Verdict } from './judge.ts';
import type { Measured } from './measure.ts';

/** From here on a head is listed among those that the probe found. */
const LISTED = 0.2;

/** The verdicts as lines for people, the summary last. */
export function reportLines(name: string, verdicts: readonly Verdict[], { probe }: Measured): readonly string[] {
  const rows = verdicts.map(({ head, paperName, says, isRequired, isRecovered, saw, opposite }) => {
    const mark = isRecovered ? 'yes' : isRequired ? 'NO ' : 'no ';
    const kind = isRequired ? 'required' : 'known   ';
    const wrong = opposite === null ? '' : `  BUT ALSO ${opposite}`;
    return `  ${mark}  ${kind}  ${formatHead(head).padEnd(7)} paper ${paperName.padEnd(6)} ${says.padEnd(31)} ${saw}${wrong}`;
  });
  return [...rows, ...probeLines(probe), summaryOf(name, verdicts)];
}

function probeLines(probe: Measured['probe']): readonly string[] {
  if (probe === null) return [];
  const found = [...probe].filter(([, { raw }]) => raw >= LISTED).toSorted(([, a], [, b]) => b.raw - a.raw);
  const list = found.map(([head, { raw }]) => `${head} ${raw.toFixed(2)}`).join(', ');
  return [`  On the probe ${LISTED.toFixed(2)} or more: ${list || 'none'}`];
}

function summaryOf(name: string, verdicts: readonly Verdict[]): string {
  const count = (isRequired: boolean): string => {
    const ofKind = verdicts.filter((verdict) => verdict.isRequired === isRequired);
    return `${ofKind.filter(({ isRecovered }) => isRecovered).length} of ${ofKind.length}`;
  };
  const nOpposite = verdicts.filter(({ opposite }) => opposite !== null).length;
  const verdict = holds(verdicts) ? 'passed' : 'FAILED';
  return `${name}: ${verdict}; ${count(true)} required and ${count(false)} other heads recovered, ${nOpposite} labelled for both directions`;
}
