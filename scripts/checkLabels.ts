// How far labels can be trusted: npm run check:labels. Made heads without a pattern, at five lengths, causal and both ways:
// how many get the label of one. Stored heads of real models, where ../shared/fixtures is there: what their chips say. The
// models that ship: how often a label comes again in another sentence. docs/metrics.md has the tables and explains them.
//   --rules FOLDER  the labeller of another checkout in place of this one's, to measure what a change came to
//   --heads N       made heads of each kind, length and direction (1000)
// Exit code: 0 the aim is reached (docs/metrics.md), 1 it is missed.
import { parseArgs } from 'node:util';
import { againOf } from './checkLabels/again.ts';
import { nullCells } from './checkLabels/falseLabels.ts';
import { againLines, AIM, missed, nullLines, realLines, shareWords } from './checkLabels/lines.ts';
import { realCounts } from './checkLabels/realHeads.ts';
import { OWN_RULES, rulesOf } from './checkLabels/rules.ts';

const { values } = parseArgs({
  options: { rules: { type: 'string' }, heads: { type: 'string', default: '1000' } },
});
const nHeads = Number(values.heads);
if (!Number.isInteger(nHeads) || nHeads < 1) throw new RangeError(`invalid number of heads: ${values.heads}`);
const rules = values.rules === undefined ? OWN_RULES : await rulesOf(values.rules);
const print = (lines: readonly string[]): void => console.log([...lines, ''].join('\n'));

const cells = [...nullCells(rules, nHeads)];
print(nullLines(cells));

const { names, counts } = realCounts(rules);
print(
  names.length === 0
    ? ['No stored heads of real models here (../shared/fixtures/real-attention).']
    : [`From ${names.length} stored runs:`, '', ...realLines(counts)],
);

for (const id of ['bookworm-gpt', 'bookworm-bert']) print(againLines(id, await againOf(id, rules)));

const misses = missed(cells);
for (const { kind, nTokens, isCausal, nFalse, nHeads: nTries } of misses) {
  console.log(
    `MISSED: ${kind}, ${nTokens} tokens, ${isCausal ? 'causal' : 'both ways'}: ${shareWords(nFalse, nTries)} %`,
  );
}
console.log(
  misses.length === 0
    ? `Reached: from ${AIM.nTokens} tokens on, below ${100 * AIM.share} % of the heads of every kind got a false label.`
    : `${misses.length} of ${cells.length} kinds, lengths and directions miss the aim of ${100 * AIM.share} %.`,
);
process.exitCode = misses.length === 0 ? 0 : 1;
