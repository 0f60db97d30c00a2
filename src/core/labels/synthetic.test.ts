import { describe, expect, test } from 'vitest';
import { labelHead } from './labelHead.ts';
import type { LabelId } from './report.ts';
import { CASES } from './testing/cases.ts';
import { makePattern, templateContext } from './testing/synthetic.ts';

const N_SEEDS = 20;

describe.each(CASES.map((made) => [`${made.id} ${made.name}`, made] as const))('%s', (_, made) => {
  const context = templateContext(made.template);

  test.each(made.noises)('gets the labels it must have and no forbidden one at noise %f', (noise) => {
    // Without noise the seed changes nothing.
    for (let seed = 1000; seed < 1000 + (noise === 0 ? 1 : N_SEEDS); seed++) {
      const { labels } = labelHead(makePattern(context, made.template, made.components, noise, seed), context);
      const shown = labels.filter(({ status }) => status === 'assigned').map(({ label }) => label);
      const implied = labels.filter(({ status }) => status === 'implied').map(({ label }) => label);
      const allowed: LabelId[] = [...made.must, ...made.may, 'heterogeneous'];
      const missing = made.must.filter((label) => !shown.includes(label) && !implied.includes(label));
      const forbidden = shown.filter((label) => !allowed.includes(label));
      expect({ seed, missing, forbidden }).toEqual({ seed, missing: [], forbidden: [] });
    }
  });

  test('loses every structural label when four fifths of it are noise', () => {
    for (let seed = 5000; seed < 5000 + N_SEEDS; seed++) {
      const { labels } = labelHead(makePattern(context, made.template, made.components, 0.8, seed), context);
      const kept = labels.filter(
        ({ label, status }) =>
          (status === 'assigned' || status === 'implied') && !['broad', 'uniform', 'heterogeneous'].includes(label),
      );
      expect({ seed, kept }).toEqual({ seed, kept: [] });
    }
  });
});
