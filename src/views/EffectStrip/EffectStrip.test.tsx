import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Effect, PositionEffect } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { tableCsv } from '../DataTable/csv.ts';
import { createHoverStore } from '../hover.ts';
import { EffectStrip } from './EffectStrip.tsx';
import { effectMarks, moveInLine } from './EffectStrip.layout.ts';
import { positionColumns } from './EffectTable.columns.ts';
import { EffectTable } from './EffectTable.tsx';
import { PredictionTable } from './PredictionTable.tsx';
import { moveSign, moveWords, predictionLists } from './PredictionTable.layout.ts';

const TOKENS: readonly Token[] = ['[BOS]', ' the', ' boy', ' ran'].map((text, position) => ({
  position,
  id: position,
  piece: text,
  text,
  start: position,
  end: position + 1,
  special: position === 0,
  segment: 0,
}));
const WORDS = new Map([
  [7, 'ran'],
  [8, 'sat'],
  [9, 'boy'],
]);
const textOf = (id: number): string => WORDS.get(id) ?? `<${id}>`;

const position = (at: number, kl: number, change: Partial<PositionEffect> = {}): PositionEffect => ({
  position: at,
  target: 7,
  lossBefore: 1,
  lossAfter: 1.25,
  kl,
  before: [
    { id: 7, probability: 0.5 },
    { id: 8, probability: 0.25 },
    { id: 9, probability: 0.125 },
  ],
  after: [
    { id: 8, probability: 0.4 },
    { id: 7, probability: 0.2 },
    { id: 6, probability: 0.1 },
  ],
  isFlipped: false,
  ...change,
});

const EFFECT: Effect = {
  objective: 'next-token',
  positions: [
    position(1, 0.2),
    position(2, 0.8, { isFlipped: true }),
    position(3, 0.0004, { target: null, lossBefore: Number.NaN, lossAfter: Number.NaN }),
  ],
  turns: null,
  summary: {
    lossBefore: 1,
    lossAfter: 1.25,
    nScored: 2,
    meanKl: 1 / 3,
    maxKl: 0.8,
    worst: 2,
    nPositions: 3,
    nFlips: 1,
    meanTurn: Number.NaN,
  },
};
const TURNS: Effect = { ...EFFECT, objective: 'output', positions: [], turns: Float32Array.of(0, 0.5, 0.25, 0.125) };

const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the marks under the tokens', () => {
  test('are shares of the largest KL; the first token, which is not compared, has none', () => {
    const marks = effectMarks(EFFECT, 4, null);
    expect(marks.map((mark) => mark.value)).toEqual([null, 0.2, 0.8, 0.0004]);
    expect(marks.map((mark) => mark.share)).toEqual([0, 0.25, 1, 0.0005]);
    expect(marks.map((mark) => mark.isWorst)).toEqual([false, false, true, false]);
    expect(marks.map((mark) => mark.isFlipped)).toEqual([false, false, true, false]);
  });

  test('are faint below the noise, and there is no worst place if all are', () => {
    expect(effectMarks(EFFECT, 4, 0.001).map((mark) => mark.isFaint)).toEqual([false, false, false, true]);
    expect(effectMarks(EFFECT, 4, 0.9).some((mark) => mark.isWorst)).toBe(false);
  });

  test('are shares of the least that is something where the largest is next to nothing', () => {
    const tiny = { ...EFFECT, positions: [position(1, 0.0002), position(2, 0.00005)] };
    expect(effectMarks(tiny, 4, null).map((mark) => mark.share)).toEqual([0, 0.2, 0.05, 0]);
    const turned = { ...TURNS, turns: Float32Array.of(0, 0.000075) };
    expect(effectMarks(turned, 2, null)[1]?.share).toBeCloseTo(0.5, 6);
  });

  test('are turns of the output vectors where there is no language head', () => {
    expect(effectMarks(TURNS, 4, null).map((mark) => mark.share)).toEqual([0, 1, 0.5, 0.25]);
  });

  test('stay at rest where nothing changed', () => {
    const still = effectMarks({ ...EFFECT, positions: [position(1, 0)] }, 4, null);
    expect(still.some((mark) => mark.isWorst || mark.share > 0)).toBe(false);
  });

  test('are read with the arrow keys, Home and End', () => {
    expect(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'x'].map((key) => moveInLine(4, 2, key))).toEqual([
      1,
      3,
      0,
      3,
      null,
    ]);
    expect(moveInLine(4, 0, 'ArrowLeft')).toBe(0);
    expect(moveInLine(4, 3, 'ArrowRight')).toBe(3);
  });
});

describe('the strip', () => {
  const draw = (effect: Effect, floor: number | null = null): string =>
    renderToStaticMarkup(
      <EffectStrip
        tokens={TOKENS}
        effect={effect}
        textOf={textOf}
        floor={floor}
        selected={2}
        hover={createHoverStore()}
        onSelect={() => {}}
      />,
    );
  const names = (html: string) =>
    [...html.matchAll(/role="option"[^>]* aria-label="([^"]+)"/g)].map(([, name]) => name);

  test('says of each token how far the prediction after it moved, and what is predicted now', () => {
    expect(names(draw(EFFECT, 0.001))).toEqual([
      'after [BOS] (0): not compared',
      'after the (1): KL 0.20 nats',
      'after boy (2): KL 0.80 nats, the worst place, now “sat” in place of “ran”',
      'after ran (3): KL 0.0004 nats, within the noise',
    ]);
  });

  test('says how far vectors turn where nothing is predicted', () => {
    expect(names(draw(TURNS))[1]).toBe('the (1): turn 0.50, the worst place');
    expect(words(draw(TURNS))).toContain('Full bar: turn (1 − cosine) 0.50 · worst at the (1)');
  });

  test('has a legend with numbers: the full bar, the worst place, flips, the noise', () => {
    expect(words(draw(EFFECT, 0.001))).toContain(
      'Full bar: KL of the prediction 0.80 nats · worst after boy (2) · ≠ another token is now most probable: 1 of 3 · grey: within the noise, below 0.001 nats',
    );
  });

  test('is one stop of Tab and tells which position is shown below', () => {
    expect(draw(EFFECT).match(/tabindex="0"/g)).toHaveLength(1);
    expect(draw(EFFECT).match(/aria-selected="true" aria-label="after boy/g)).toHaveLength(1);
  });
});

describe('the predictions of one position', () => {
  test('stand in two lists with the way from one to the other', () => {
    const { before, after, moves } = predictionLists(position(2, 0.8), 3);
    expect(before.map(({ id, other }) => [id, other])).toEqual([
      [7, 1],
      [8, 0],
      [9, null],
    ]);
    expect(after.map(({ id, other, isTruth }) => [id, other, isTruth])).toEqual([
      [8, 1, false],
      [7, 0, true],
      [6, null, false],
    ]);
    expect(moves).toEqual([
      { id: 7, from: 0, to: 1 },
      { id: 8, from: 1, to: 0 },
    ]);
  });

  test('have bars on one scale: the largest probability of both lists is full', () => {
    const { before, after } = predictionLists(position(2, 0.8), 2);
    expect(before.map(({ share }) => share)).toEqual([1, 0.5]);
    expect(after.map(({ share }) => share)).toEqual([0.8, 0.4]);
  });

  test.each([
    [0, 2, 'up 2', '↑2'],
    [3, 0, 'down 3', '↓3'],
    [1, 1, 'as before', '='],
    [4, null, 'new', 'new'],
  ])('rank %i that was %s has gone %s', (rank, other, inWords, sign) => {
    expect(moveWords(rank, other)).toBe(inWords);
    expect(moveSign(rank, other)).toBe(sign);
  });

  const draw = (one: PositionEffect, objective: Effect['objective'] = 'next-token'): string =>
    words(
      renderToStaticMarkup(<PredictionTable position={one} tokens={TOKENS} objective={objective} textOf={textOf} />),
    );

  test('are told in words with the loss of the truth', () => {
    expect(draw(position(2, 0.8))).toMatch(
      /After boy \(2\) , in truth ran : loss 1.00 before, 1.25 after \( \+0.25 nats\); KL 0.80 nats\./,
    );
    expect(draw(position(2, 0.8), 'masked-token')).toContain('In place of boy (2)');
    expect(draw(EFFECT.positions[2]!)).not.toContain('truth');
  });

  test('say of each candidate where it went', () => {
    expect(draw(position(2, 0.8))).toContain(
      'after sat 0.40 ↑1 up 1 ran 0.20 ↓1 down 1, the truth &lt;6&gt; 0.10 new new',
    );
  });
});

describe('the table of the effect', () => {
  const draw = (effect: Effect): string =>
    words(
      renderToStaticMarkup(
        <EffectTable effect={effect} tokens={TOKENS} textOf={textOf} selected={null} onSelect={() => {}} />,
      ),
    );

  test('has token, truth, probabilities, losses, KL and the most probable tokens, and a dash without a truth', () => {
    // exp(-1) = 0.3679, exp(-1.25) = 0.2865.
    expect(draw(EFFECT)).toContain('2 boy ran 0.3679 0.2865 1.0000 1.2500 0.8000 ran sat ≠');
    expect(draw(EFFECT)).toContain('3 ran – – – – 0.0004 ran sat');
  });

  test('holds in the file the candidates of both lists with their probabilities, as many as there are up to five', () => {
    const many = Array.from({ length: 7 }, (_, id) => ({ id, probability: 0.1 + id / 100 }));
    const csv = tableCsv(positionColumns(TOKENS, textOf), [position(2, 0.8), position(3, 0, { before: many })]);
    const [head = '', first = '', second = ''] = csv.split('\r\n');
    expect(head).toMatch(/top after,before 1,p before 1,before 2,.*,p before 5,after 1,p after 1,.*,p after 5$/);
    expect(first).toMatch(/,sat,ran,0\.5,sat,0\.25,boy,0\.125,,,,,sat,0\.4,ran,0\.2,<6>,0\.1,,,,$/);
    expect(second.split(',').slice(10, 20)).toEqual(
      many.slice(0, 5).flatMap(({ id, probability }) => [`<${id}>`, String(probability)]),
    );
    expect(draw(EFFECT)).not.toContain('before 1');
  });

  test('has a turn for each token where there is no language head', () => {
    expect(draw(TURNS)).toContain('0 [BOS] 0.0000 1 the 0.5000 2 boy 0.2500 3 ran 0.1250');
  });
});
