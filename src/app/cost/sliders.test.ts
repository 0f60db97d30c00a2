import { expect, test } from 'vitest';
import { setupOf } from '../../core/cost/setup.ts';
import type { CostSetup } from '../../core/cost/setup.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import { sliders } from './sliders.ts';

const TEXTBOOK = setupOf('textbook', WORKED_SHAPES.textbook);
const slider = (setup: CostSetup, id: string, sentence: number | null = null, longest: number | null = null) => {
  const found = sliders(setup, sentence, longest).find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no slider ${id}`);
  return found;
};

test('what the layer has is among the stops, and the sentence on screen too', () => {
  const odd = setupOf('model', { ...WORKED_SHAPES.gpt2, d: 720, nHeads: 9, nKeyHeads: 9, dK: 80, nTokens: 77 });
  expect(slider(odd, 'd').stops).toContain(720);
  expect(slider(odd, 'tokens', 13).stops.slice(0, 5)).toEqual([13, 16, 32, 64, 77]);
  expect(slider(odd, 'tokens', 13).wordsOf(13)).toBe('13 (this sentence)');
  const { wordsOf } = slider(odd, 'tokens', 13, 77);
  expect([77, 64].map(wordsOf)).toEqual(['77 (its longest)', '64']);
});

test('another width of the stream is one of the heads together', () => {
  expect(slider(TEXTBOOK, 'd').moved(300).fixed).toEqual({ ...TEXTBOOK.fixed, d: 300, width: 300 });
});

test('heads of keys and values are what the heads can share evenly', () => {
  expect(slider(TEXTBOOK, 'keyHeads').stops).toEqual([1, 2, 4, 8]);
  expect(slider(TEXTBOOK, 'keyHeads').moved(2).fixed.sharing).toBe(4);
  const llama = setupOf('llama3', WORKED_SHAPES.llama3);
  expect([slider(llama, 'keyHeads').value, slider({ ...llama, nHeads: 16 }, 'keyHeads').value]).toEqual([8, 4]);
});

test('the width of a head can be set where it is what stays', () => {
  expect(sliders(TEXTBOOK, null, null).map(({ id }) => id)).toEqual(['d', 'keyHeads', 'tokens', 'layers']);
  const each = { ...TEXTBOOK, fixed: { ...TEXTBOOK.fixed, kept: 'each' as const } };
  expect(slider(each, 'dK').moved(128).fixed.dK).toBe(128);
});
