import { ABLATION_MODES } from '../ablation/ablation.ts';
import type { Ablation, TurnedHead } from '../ablation/ablation.ts';
import { canonicalKind, headKey } from '../ablation/turning.ts';
import { ALL_LABEL_IDS } from '../labels/report.ts';
import type { LabelId } from '../labels/report.ts';
import type { AttentionTensor } from '../tensor.ts';
import { refuse } from '../files/arrays.ts';
import { readChoice, readFigure, readList, readRecord, readWhole } from './fields.ts';

/** As much of the stacks of a run as it takes to know its heads. */
export type StackSize = Pick<AttentionTensor, 'kind' | 'nLayers' | 'nHeads'>;

/**
 * Heads turned down, of a model with these stacks, in the order of the file: a curve takes them away in it.
 * Throws AppError 'bad-recording' for an unknown mode, for no head, for one that the model lacks or that is named twice.
 */
export function readAblation(value: unknown, stacks: readonly StackSize[], where: string): Ablation {
  const { mode, heads, labels } = readRecord(value, where);
  const turned = readList(heads, `heads of ${where}`).map((head, i) => readHead(head, stacks, `head ${i} of ${where}`));
  if (turned.length === 0) refuse(`${where} turns no head down`);
  const names = new Set<string>();
  for (const head of turned) {
    const name = headKey(head.kind, head);
    if (names.has(name)) refuse(`${where} names ${name} twice`);
    names.add(name);
  }
  return {
    mode: readChoice(mode, ABLATION_MODES, `mode of ${where}`),
    heads: turned,
    ...(labels === undefined ? {} : { labels: readLabels(labels, names, `labels of ${where}`) }),
  };
}

function readHead(value: unknown, stacks: readonly StackSize[], where: string): TurnedHead {
  const { kind, layer, head, keep } = readRecord(value, where);
  const stack = kind === null ? stacks[0] : stacks.find((one) => one.kind === kind);
  if (stack === undefined) return refuse(`${where} is of a stack that the file does not hold`);
  const part = readFigure(keep, `keep of ${where}`, 0, 1);
  return {
    kind: canonicalKind(
      stack.kind,
      stacks.map((one) => one.kind),
    ),
    layer: readWhole(layer, [0, stack.nLayers], `layer of ${where}`),
    head: readWhole(head, [0, stack.nHeads], `number of ${where}`),
    keep: Number.isNaN(part) ? refuse(`keep of ${where} is null`) : part,
  };
}

function readLabels(value: unknown, names: ReadonlySet<string>, where: string): Readonly<Record<string, LabelId>> {
  const entries = Object.entries(readRecord(value, where)).map(([name, label]) => {
    if (!names.has(name)) refuse(`${where} are of a head that is not turned down`);
    return [name, readChoice(label, ALL_LABEL_IDS, `label of ${name}`)] as const;
  });
  return Object.fromEntries(entries);
}
