import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from '../../core/labels/report.ts';
import type { Gate, HeadReport, LabelId, LabelScore } from '../../core/labels/report.ts';
import { LabelPanel } from './LabelPanel.tsx';

const gate = (name: Gate['name'], needed: number, got: number): Gate => ({ name, needed, got, holds: got >= needed });

const ABSENT = {
  status: 'absent',
  score: -0.02,
  chance: 0,
  chance95: 0.11,
  share: -0.02,
  raw: 0.1,
  rawChance: 0.12,
  coverage: 0.98,
  rows: 10,
  z: -0.4,
  gates: [gate('score', 0.2, -0.02), gate('share', 0.1, -0.02), gate('rows', 4, 10), gate('z', 3, -0.4)],
} as const;

const SPECIAL: Partial<Record<LabelId, Partial<LabelScore>>> = {
  previous: {
    status: 'assigned',
    score: 0.81,
    share: 0.74,
    raw: 0.83,
    z: 12.3,
    gates: [gate('score', 0.2, 0.81), gate('share', 0.1, 0.74), gate('rows', 4, 10), gate('z', 3, 12.3)],
  },
  local: { status: 'implied', impliedBy: 'previous', score: 0.9, share: 0.8 },
  offset: { status: 'hint', offset: -2, score: 0.25, gates: [gate('score', 0.2, 0.25), gate('z', 3, 1.5)] },
  punctuation: { status: 'assigned', score: 0.3, share: 0.2, columnP: 0.21 },
  next: { status: 'not-assessable', reason: 'not-for-this-model', score: NaN, share: NaN, raw: NaN, rows: 0, z: 0 },
  induction: { status: 'not-assessable', reason: 'no-target', score: NaN, share: NaN, raw: NaN, rows: 0, z: 0 },
  delimiter: { status: 'not-assessable', score: NaN },
};

const REPORT: HeadReport = {
  kind: 'decoder',
  layer: 3,
  head: 7,
  labels: LABEL_IDS.map((label) => ({ ...ABSENT, ...SPECIAL[label], label })),
  strongest: 'previous',
  stats: {
    entropyNats: 0.61,
    entropyRatio: 0.3,
    effectiveKeys: 1.84,
    confidence: 0.7,
    sinkMass: 0.08,
    meanDistance: 1.2,
    meanDistanceUniform: 4.9,
    maxWeight: 0.97,
    argmaxOffset: -1,
    argmaxAgreement: 0.9,
  },
};

function draw(props: Partial<ComponentProps<typeof LabelPanel>> = {}): string {
  return renderToStaticMarkup(
    <LabelPanel
      report={REPORT}
      isComing
      selected={null}
      onSelect={() => {}}
      isPreview={false}
      nSentences={1}
      {...props}
    />,
  );
}

const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the label panel', () => {
  test('looks as agreed', async () => {
    // One tag a line, so that a change can be read in a review.
    await expect(`${draw().replaceAll('><', '>\n<')}\n`).toMatchFileSnapshot('__snapshots__/LabelPanel.html');
  });

  test('explains the strongest label unless another one is chosen', () => {
    expect(words(draw())).toMatch(
      /L3H7 looks one word back Previous token : Each token looks at the token just before it/,
    );
    expect(words(draw({ selected: 'block' }))).toMatch(/L3H7 looks within its own part Own segment/);
  });

  test('lists every label once: assigned, then implied, hints, absent and those that cannot be judged', () => {
    const statuses = [...draw().matchAll(/data-status="([^"]+)"/g)].map(([, status]) => status);
    expect(statuses).toHaveLength(LABEL_IDS.length);
    const order = ['assigned', 'implied', 'hint', 'absent', 'not-assessable'];
    const places = statuses.map((status) => order.indexOf(status!));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(5);
  });

  test('tells each label, its status and its score by name, not by colour alone', () => {
    const html = draw();
    expect(html).toContain('aria-label="previous token 0.81: assigned"');
    expect(html).toContain('aria-label="local 0.90: implied by another label"');
    expect(html).toContain('aria-label="fixed offset 0.25: hint only"');
    expect(html).toContain('aria-label="induction –: cannot be judged here"');
  });

  test('presses the button of the label it explains, and no other', () => {
    const pressed = [...draw({ selected: 'punctuation' }).matchAll(/aria-pressed="true" aria-label="([^:"]+)/g)];
    expect(pressed.map(([, name]) => name)).toEqual(['punctuation 0.30']);
  });

  test.each<[LabelId, RegExp]>([
    ['previous', /Assigned: every gate holds/],
    ['local', /Explained by “previous token”: without those cells it fails/],
    ['offset', /looks 2 words back Fixed offset −2 .*A hint only: z 1.50, needs 3/],
    ['punctuation', /Tentative: one popular column would do as well \(p 0.21\)/],
    ['self', /Not in this sentence/],
    ['next', /It does not apply to this kind of model/],
    ['induction', /Nothing in this sentence could show it/],
    ['delimiter', /Cannot be judged here/],
  ])('puts into words how %s stands', (label, sentence) => {
    expect(words(draw({ selected: label }))).toMatch(sentence);
  });

  test('names no other label where one mark of several makes it punctuation, as its column may have none', () => {
    const labels = REPORT.labels.map((score) =>
      score.label === 'punctuation' ? { ...score, status: 'implied' as const, impliedBy: 'vertical' as const } : score,
    );
    const html = draw({ report: { ...REPORT, labels }, selected: 'punctuation' });
    expect(words(html)).toContain('One mark alone makes it so: without that mark it fails.');
    expect(words(html)).not.toContain('Explained by');
  });

  test('says what a head with nothing but a broad label leans to', () => {
    const labels = REPORT.labels.map((score) =>
      score.label === 'broad' ? { ...score, status: 'assigned' as const } : score,
    );
    const report: HeadReport = { ...REPORT, labels, strongest: 'broad', lean: { label: 'self' } };
    expect(words(draw({ report }))).toMatch(/L3H7 spreads out, leans: itself Broad, leans: self :/);
    expect(words(draw({ report, selected: 'block' }))).not.toContain('leans');
  });

  test.each<[Gate, string]>([
    [gate('odds', 700, 160.28), '1 in 160 shuffles of its rows does as well, and only 1 in 700 may'],
    [gate('chance', 0.55, 0.49), 'score 0.49, twice the chance line of so few rows is 0.55'],
    [gate('segments', 0.2, 0.05), 'one segment scores 0.05, where chance reaches 0.20'],
    [gate('columns', 0.44, 0.34), 'score 0.34, where a taste for some columns reaches 0.44'],
  ])('puts a gate that fails into words: %j', (failing, sentence) => {
    const labels = REPORT.labels.map((score) => (score.label === 'offset' ? { ...score, gates: [failing] } : score));
    expect(words(draw({ report: { ...REPORT, labels }, selected: 'offset' }))).toContain(`A hint only: ${sentence}.`);
  });

  test('tells how rare it is that shuffled rows do as well', () => {
    const odds = (got: number): string => {
      const labels = REPORT.labels.map((score) =>
        score.label === 'previous' ? { ...score, gates: [...score.gates, gate('odds', 900, got)] } : score,
      );
      return words(draw({ report: { ...REPORT, labels } }));
    };
    expect(odds(1234.5)).toContain('odds 1 in 1,235 (needs 1 in 900)');
    expect(odds(1e9)).toContain('odds below 1 in a million (needs 1 in 900)');
  });

  test('shows each number with what it needs to be, and none that could not be measured', () => {
    expect(words(draw())).toContain('score 0.81 (needs 0.20)');
    expect(words(draw())).toContain('share of attention 74 % (needs 10 %)');
    expect(words(draw())).toContain('chance 0.00, 19 in 20 below 0.11');
    expect(words(draw())).not.toContain('NaN');
    expect(words(draw({ selected: 'induction' }))).not.toContain('NaN');
  });

  test('speaks of a picture where there is one', () => {
    const told = words(draw({ piece: 'patch', selected: 'induction' }));
    expect(told).toContain('seen in 1 picture');
    expect(told).toContain('Nothing in this picture could show it.');
    expect(told).not.toContain('sentence');
  });

  test('says on how many sentences the labels rest, and when it only previews', () => {
    expect(words(draw())).toContain('seen in 1 sentence');
    expect(words(draw({ nSentences: 12 }))).toContain('seen in 12 sentences');
    expect(words(draw({ isPreview: true }))).toContain('preview');
    expect(words(draw())).not.toContain('preview');
  });

  test('is busy while the labels are on their way', () => {
    expect(draw({ report: null })).toContain('aria-busy="true"');
    expect(words(draw({ report: null })).trim()).toBe('');
  });

  test('of a sentence too short for labels says so, and explains one only if it is chosen', () => {
    const report: HeadReport = { ...REPORT, strongest: null };
    expect(words(draw({ report }))).toMatch(
      /L3H7 too short to tell Too short to tell: a label needs at least 6 tokens/,
    );
    expect(draw({ report })).not.toContain('aria-pressed="true"');
    expect(words(draw({ report, selected: 'block' }))).toMatch(/L3H7 looks within its own part Own segment/);
  });
});
