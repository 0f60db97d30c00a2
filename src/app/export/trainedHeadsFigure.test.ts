import { expect, test } from 'vitest';
import { elementsOf, parseXml, textOf } from '../../views/picture/testing/xml.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { trainedHeadsFigure } from './trainedHeadsFigure.ts';

const run = (heads: number, seed: number, quality: number) => {
  const rest = { loss: 1, nHeldOut: 100, parameters: 50, trainingCpuSeconds: 1, milliseconds: heads };
  return { ...rest, heads, seed, quality, weightsOfAttention: 10 * heads };
};

test('a figure of trained models holds every seed, four panels, and the words of the page', () => {
  const start = initialState(decodeView('?view=importance&model=one'));
  const models = new Map([[1, 'one']]);
  const runs = [run(1, 1, 1.9), run(1, 2, 2), run(4, 1, 1.5)];
  const trained = { shown: 'a', found: { a: { kind: 'text', isMoreBetter: false, models, runs } } } as const;
  const root = parseXml(trainedHeadsFigure({ ...start, trained }).svg);
  const words = elementsOf(root, 'text').map(textOf).join(' ');
  expect(words).toMatch(/^bits per character .* parameters .* weights of attention .* ms a text /);
  expect(words).toContain('By the means 4 did best and 1 worst');
  // A mean for each number of heads in four panels, and the two seeds of one head.
  expect(elementsOf(root, 'circle')).toHaveLength(2 * 4 + 2);
  expect(() => trainedHeadsFigure(start)).toThrow(RangeError);
});
