import { expect, test } from 'vitest';
import { elementsOf, parseXml, textOf } from '../../views/picture/testing/xml.ts';
import { setupOf } from '../../core/cost/setup.ts';
import { formatSetup } from '../../core/cost/setupAddress.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { headCostFigure } from './headCostFigure.ts';

const backend = { name: 'wasm', threads: 1, adapter: null, isSoftware: false } as const;
const times = [
  { nHeads: 1, ms: 10, unrest: 0.02 },
  { nHeads: 8, ms: 12, unrest: 0.01 },
];
const found = {
  plan: { d: 512, nTokens: 64, counts: [1, 8] },
  times: { times, nRounds: 12, nRoundsInAll: 12, backend },
};
const textbook = setupOf('textbook', WORKED_SHAPES.textbook);

/** All words of the figure, and how many dots it has. */
function draw(setup = textbook, timing: typeof found | null = found) {
  const start = initialState({ ...decodeView('?view=cost'), cost: formatSetup(setup) });
  const root = parseXml(headCostFigure({ ...start, timing: { ...start.timing, found: timing } }).svg);
  return { words: elementsOf(root, 'text').map(textOf).join(' '), nDots: elementsOf(root, 'circle').length };
}

test('a figure of costs says what is compared, what was measured and how', () => {
  const { words, nDots } = draw();
  expect(words).toContain('here 8 heads took 1.20 times as long as one (512 wide, 64 tokens, ± 2 %).');
  expect(words).toContain('At one width of all heads together; 512 tokens, 1 layer.');
  expect(words).toContain('fastest of 12 passes; WASM · 1 thread · fp32.');
  expect(words).toContain('textbook layer');
  // The end of each of two lines, two times, and the mark of times in the legend.
  expect(nDots).toBe(2 + 2 + 1);
});

test('without times, and where they are no answer, it says none', () => {
  expect(draw(textbook, null).words).not.toMatch(/took|passes/);
  const each = { ...textbook, fixed: { ...textbook.fixed, kept: 'each' } } as const;
  expect(draw(each).words).toContain('At one width of each head;');
  expect(draw(each).words).not.toMatch(/took|passes/);
});
