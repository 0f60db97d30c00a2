import { describe, expect, test } from 'vitest';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { HeadFact } from '../parts/fact.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { stacked } from '../picture/svg.ts';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { mapLayout, paperMapLayout } from './HeadMap.layout.ts';
import type { MapLayout } from './HeadMap.layout.ts';
import { mapPicture } from './HeadMap.picture.ts';
import { mapBlocks } from './HeadMap.svg.ts';
import type { MapValues } from './HeadMap.values.ts';

const LABELS: readonly (LabelId | null)[] = ['previous', 'first', null, 'induction', 'self'];

/** A number for each head, from −0.3 to +0.6 in turn. */
function factsOf(nLayers: number, nHeads: number): Map<string, HeadFact> {
  const facts = new Map<string, HeadFact>();
  for (let i = 0; i < nLayers * nHeads; i++) {
    const value = (((i * 7) % 10) - 3) / 10;
    const text = value > 0 ? `+${value.toFixed(2)}` : value.toFixed(2).replace('-', '−');
    facts.set(`L${Math.floor(i / nHeads)}H${i % nHeads}`, {
      value,
      text,
      words: `loss ${text} nats per token`,
      isFaint: false,
      tone: value < 0 ? 'gain' : 'loss',
    });
  }
  return facts;
}

function tagsOf(facts: ReadonlyMap<string, HeadFact>): Map<string, HeadTag> {
  return new Map(
    [...facts.keys()].map((name, i): [string, HeadTag] => {
      const label = LABELS[i % LABELS.length] ?? null;
      const words =
        label === null ? { says: 'too short to tell', chip: 'too short', short: 'short' } : LABEL_WORDS[label];
      return [
        name,
        { label, says: words.says, chip: words.chip, short: words.short, name: label ?? '', score: '0.80' },
      ];
    }),
  );
}

function valuesOf(nLayers: number, nHeads: number, change: Partial<MapValues> = {}): MapValues {
  const facts = factsOf(nLayers, nHeads);
  return {
    nLayers,
    nHeads,
    facts,
    max: 0.6,
    tags: tagsOf(facts),
    title: 'Change of the loss without the head',
    unit: 'nats per token',
    noise: null,
    isRunning: false,
    ...change,
  };
}

const within = (names: readonly string[]): ReadonlyMap<string, HeadFact> =>
  new Map([...factsOf(2, 4)].map(([name, fact]) => [name, names.includes(name) ? { ...fact, isFaint: true } : fact]));

const draw = (
  values: MapValues,
  scheme: 'light' | 'dark' = 'light',
  layout = paperMapLayout(values.nHeads),
): string => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(stacked(mapBlocks(mapPicture(values, layout, scheme), ink), 14), ink);
};

const NOISE = { facts: within(['L0H3', 'L1H0']), noise: 'within the noise: below 0.0040' };
const NO_PATTERN: HeadFact = { value: null, text: '', why: 'L1H1 has no label', isFaint: false, tone: 'loss' };
const REFUSED = new Map([...factsOf(2, 4), ['L1H1', NO_PATTERN], ['L1H2', NO_PATTERN]] as const);
const BEGUN = new Map([...factsOf(2, 4)].slice(0, 5));
const FAR = new Map(
  [...factsOf(2, 4)].map(([name, fact], i): [string, HeadFact] => [
    name,
    { ...fact, value: i === 6 ? null : i / 8, text: i === 0 ? '=' : (i / 8).toFixed(2), tone: 'distance' },
  ]),
);
const SCREEN = (nHeads: number, width: number): MapLayout => mapLayout(nHeads, width, 15);

testPictures(import.meta.dirname, {
  light: () => draw(valuesOf(2, 4, { layerNumbers: [3, 7] })),
  dark: () => draw(valuesOf(2, 4, { layerNumbers: [3, 7] }), 'dark'),
  'within-the-noise': () => draw(valuesOf(2, 4, NOISE)),
  'within-the-noise-dark': () => draw(valuesOf(2, 4, NOISE), 'dark'),
  'no-pattern-in-place': () => draw(valuesOf(2, 4, { facts: REFUSED, missing: 'no pattern to put in its place' })),
  'still-running': () => draw(valuesOf(2, 4, { facts: BEGUN, isRunning: true })),
  'one-layer-of-twelve-heads': () => draw(valuesOf(1, 12)),
  'no-room-for-words': () => draw(valuesOf(3, 25)),
  'no-labels-yet': () => draw(valuesOf(2, 4, { tags: null })),
  distances: () => draw(valuesOf(2, 4, { facts: FAR, max: 1, title: 'distance from L0H0', unit: '0 alike' })),
  'screen-with-words': () => draw(valuesOf(2, 4), 'light', SCREEN(4, 400)),
  'screen-with-signs': () => draw(valuesOf(2, 4), 'dark', SCREEN(4, 260)),
  'screen-with-colours-only': () => draw(valuesOf(3, 25), 'light', SCREEN(25, 400)),
});

describe('a cell of the map', () => {
  const cellOf = (values: MapValues, layer: number, head: number) =>
    mapPicture(values, paperMapLayout(values.nHeads), 'light').rows[layer]?.cells[head];

  test('says the spread over sentences where it is known, and why there is no number', () => {
    const words = 'loss +0.40 nats per token; over 3 sentences +0.10 to +0.90, standard deviation 0.41, rank 1 to 2';
    const facts = new Map([...REFUSED, ['L0H1', { ...REFUSED.get('L0H1')!, words }] as const]);
    const values = valuesOf(2, 4, { facts, layerNumbers: [3, 7], tags: null });
    expect(cellOf(values, 0, 1)?.name).toBe(`Layer 3, head 1, ${words}`);
    expect(cellOf(values, 1, 1)?.name).toBe('Layer 7, head 1, could not be measured: L1H1 has no label');
  });

  test('has neither colour nor ink of its own within the noise, and neither without a number', () => {
    const values = valuesOf(2, 4, NOISE);
    expect(cellOf(values, 0, 3)).toMatchObject({ state: 'faint', color: null, ink: null, number: '−0.20' });
    expect(cellOf({ ...values, facts: REFUSED }, 1, 1)).toMatchObject({ state: 'pending', color: null, number: '' });
  });
});
