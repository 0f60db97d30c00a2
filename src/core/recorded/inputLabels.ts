import { refuse } from '../files/arrays.ts';
import { ALL_LABEL_IDS } from '../labels/report.ts';
import type { InputLabels } from '../study/labelsOver.ts';
import type { StackSize } from './ablationField.ts';
import { readChoice, readList, readRecord, readWhole } from './fields.ts';

/**
 * What heads of these stacks are called on each text of a measurement.
 * Throws AppError 'bad-recording' for a text, a head or a label that is not known, and for a text or a head that stands there twice.
 */
export function readInputLabels(
  value: unknown,
  nTexts: number,
  stacks: readonly StackSize[],
  purpose: string,
): readonly InputLabels[] {
  const where = `labels of ${purpose}`;
  const all = readList(value, where).map((item) => {
    const { input, heads } = readRecord(item, where);
    return {
      input: readWhole(input, [0, nTexts], `input in ${where}`),
      heads: distinct(
        readList(heads, `heads in ${where}`).map((one) => readHead(one, stacks, where)),
        ({ kind, layer, head }) => `${kind} ${layer} ${head}`,
        where,
      ),
    };
  });
  return distinct(all, ({ input }) => String(input), where);
}

function readHead(value: unknown, stacks: readonly StackSize[], where: string): InputLabels['heads'][number] {
  const { kind, layer, head, label } = readRecord(value, `head in ${where}`);
  const stack = stacks.find((one) => one.kind === kind);
  if (stack === undefined) return refuse(`${where} are of a stack that the file does not hold`);
  return {
    kind: stack.kind,
    layer: readWhole(layer, [0, stack.nLayers], `layer in ${where}`),
    head: readWhole(head, [0, stack.nHeads], `head in ${where}`),
    label: label === null ? null : readChoice(label, ALL_LABEL_IDS, `label in ${where}`),
  };
}

function distinct<One>(all: readonly One[], nameOf: (one: One) => string, where: string): readonly One[] {
  const names = new Set(all.map(nameOf));
  return names.size === all.length ? all : refuse(`${where} name the same twice`);
}
