import { expect, test } from 'vitest';
import { attentionCost } from '../../core/cost/attentionCost.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import { workedLines } from './workedLines.ts';

const linesOf = (name: keyof typeof WORKED_SHAPES) => {
  const shape = WORKED_SHAPES[name];
  return workedLines({ nHeads: shape.nHeads, shape, cost: attentionCost(shape) });
};

/** What a formula of whole numbers, products and sums comes to. */
function valueOf(formula: string): number {
  const plain = formula.replaceAll(',', '').replace(/\(([^)]*)\)/, (_, inner: string) => String(sumOf(inner)));
  return sumOf(plain);
}
function sumOf(text: string): number {
  return text
    .split(' + ')
    .map((term) => term.split(' × ').reduce((product, factor) => product * Number(factor), 1))
    .reduce((a, b) => a + b, 0);
}

test('the textbook layer, by hand', () => {
  expect(linesOf('textbook').map(({ formula, result }) => `${formula} = ${result}`)).toEqual([
    '4 × 512 × 8 × 64 = 1,048,576',
    '512 × 4 × 512 × 8 × 64 = 536,870,912',
    '2 × 8 × 512 × 512 × 64 = 268,435,456',
    '8 × 512 × 512 = 2,097,152',
    '8 × 512 × 512 × 4 = 8,388,608 bytes = 8 MiB',
    '2 × 8 × 64 × 512 × 4 = 2,097,152 bytes = 2 MiB',
  ]);
});

test('biases, layers and shared keys stand in the formulas', () => {
  expect(linesOf('gpt2')[0]?.formula).toBe('12 × (4 × 768 × 12 × 64 + 12 × 64 + 2 × 12 × 64 + 768)');
  expect(linesOf('llama3')[1]?.formula).toBe('32 × 8,192 × (2 × 4,096 × 32 × 128 + 2 × 4,096 × 8 × 128)');
  expect(linesOf('llama3').at(-1)?.result).toBe('1,073,741,824 bytes = 1 GiB');
});

test.each(['textbook', 'gpt2', 'llama3'] as const)('every formula of %s comes to its result', (name) => {
  for (const { formula, result } of linesOf(name)) {
    expect(valueOf(formula)).toBe(Number(result.replaceAll(',', '').split(' ')[0]));
  }
});
