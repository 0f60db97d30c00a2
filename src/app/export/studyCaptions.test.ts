import { expect, test } from 'vitest';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { curvesTogether } from '../shown/curve.ts';
import { curveCaption } from './studyCaptions.ts';

test('the caption of curves names each that is drawn and each that cannot stand beside it', () => {
  const variants = [{ mode: 'mean', heads: [{ kind: null, layer: 0, head: 1, keep: 0 }] }] as const;
  const basis = { kind: 'sentence', texts: ['The boy ran.'], thing: 'sentence' } as const;
  const own = makeStudy(variants, [[makeSummary()]], { studyId: 2, basis });
  const random = { ...own, studyId: 1, basis: { kind: 'sentence', texts: ['Other.'], thing: 'sentence' } } as const;
  const captionOf = (measured: Parameters<typeof curvesTogether>[0]) =>
    curveCaption(curvesTogether(measured, ({ head }) => `H${head}`));
  expect(captionOf({ 'curve-own': own, 'curve-random': random })).toEqual([
    expect.stringMatching(/^Heads are taken away, pinned heads, in their order: measured over “The boy ran\.”, /),
    expect.stringMatching(/^Not drawn beside it: at random, over “Other\.”, .* in place of each head\.$/),
    'Nothing is trained again after heads are taken away.',
  ]);
  const both = captionOf({ 'curve-own': own, 'curve-random': { ...own, studyId: 1 } });
  expect(both).toHaveLength(3);
  expect(both.join(' ')).not.toContain('Not drawn');
});
