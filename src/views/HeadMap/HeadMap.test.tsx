import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { tableCsv } from '../DataTable/csv.ts';
import { createHoverStore } from '../hover.ts';
import type { HeadFact } from '../parts/fact.ts';
import { HeadList } from './HeadList.tsx';
import { rankRows } from './rankRows.ts';
import { headColumns } from './HeadList.columns.tsx';
import type { HeadListRow } from './HeadList.columns.tsx';
import { mapLayout, moveOnMap } from './HeadMap.layout.ts';
import { HeadMap } from './HeadMap.tsx';

const fact = (value: number, isFaint = false): HeadFact => ({
  value,
  text: String(value),
  words: `loss ${value} nats`,
  isFaint,
  tone: value < 0 ? 'gain' : 'loss',
});

const FACTS = new Map([
  ['L0H0', fact(0.3)],
  ['L0H1', fact(-0.3)],
  ['L0H2', fact(0.001, true)],
  ['L1H0', { ...fact(0), value: null }],
  ['L1H1', { ...fact(0), value: null, why: 'L6H1 has no label' }],
]);

const draw = (props: Partial<ComponentProps<typeof HeadMap>> = {}): string =>
  renderToStaticMarkup(
    <HeadMap
      nLayers={2}
      nHeads={3}
      layerNumbers={[4, 6]}
      facts={FACTS}
      max={0.3}
      title="Change of loss"
      unit="nats per token"
      floor={0.004}
      isRunning={false}
      selected={new Set(['L0H1'])}
      hover={createHoverStore()}
      scheme="light"
      rem={15}
      onSelect={() => {}}
      {...props}
    />,
  );

const cells = (html: string): string[] => [...html.matchAll(/<div role="gridcell"[^>]*>/g)].map(([cell]) => cell);

describe('the map of heads', () => {
  test('names every cell with its head, by the true number of its layer, and its number', () => {
    expect(cells(draw()).map((cell) => /aria-label="([^"]+)"/.exec(cell)![1])).toEqual([
      'Layer 4, head 0, loss 0.3 nats',
      'Layer 4, head 1, loss -0.3 nats',
      'Layer 4, head 2, loss 0.001 nats, within the noise',
      'Layer 6, head 0, not measured',
      'Layer 6, head 1, could not be measured: L6H1 has no label',
      'Layer 6, head 2, not measured',
    ]);
  });

  test('colours what is known: the two sides of the ramp at full strength, nothing for noise and what is to come', () => {
    const colors = cells(draw()).map((cell) => /background:(#\w+)/.exec(cell)?.[1]);
    expect(colors).toEqual(['#421e69', '#402d03', undefined, undefined, undefined, undefined]);
    expect(cells(draw()).map((cell) => /data-state="(\w+)"/.exec(cell)![1])).toEqual([
      'known',
      'known',
      'faint',
      'pending',
      'pending',
      'pending',
    ]);
  });

  test('has a legend with numbers, the noise, and how much is still to come', () => {
    expect(draw({ missing: 'no pattern' })).toContain(
      'aria-label="Change of loss, nats per token: −0.30, 0, +0.30; within the noise: below 0.004; no pattern: 1 of 6; not measured: 2 of 6"',
    );
    expect(draw({ isRunning: true })).toContain('could not be measured: 1 of 6; not measured yet: 2 of 6');
    expect(cells(draw({ isRunning: true })).at(-1)).toContain('head 2, not measured yet');
  });

  test('has a legend of distances, alike first, where it shows distances', () => {
    const facts = new Map([['L0H0', { ...fact(0.2), tone: 'distance' as const }]]);
    const html = draw({ facts, max: 1, floor: null });
    expect(html).toContain('aria-label="Change of loss, nats per token: 0, 0.50, 1.00; not measured: 5 of 6"');
    const unknown = { ...fact(0.2), value: null, tone: 'distance' as const };
    expect(draw({ facts: new Map([...facts, ['L1H2', unknown]]), max: 1, floor: null })).toContain(
      'cannot be judged: 1 of 6; not measured: 4 of 6',
    );
    expect(/linear-gradient\(to right, (#\w+)/.exec(html)![1]).toBe('#2a0f55');
  });

  test('is one stop of Tab, tells what is chosen, and that it is still at work', () => {
    expect(draw().match(/role="gridcell" tabindex="0"/g)).toHaveLength(1);
    expect(cells(draw()).filter((cell) => cell.includes('aria-selected="true"'))).toHaveLength(1);
    expect(draw({ isRunning: true })).toContain('aria-busy="true"');
  });
});

describe('the layout of the map', () => {
  test('shows words, then glyphs, then numbers only, then colours only, as the room for a head shrinks', () => {
    const shows = (nHeads: number, width: number) => mapLayout(nHeads, width, 15).shows;
    expect([shows(4, 600), shows(8, 500), shows(12, 500), shows(16, 300)]).toEqual(['word', 'glyph', 'number', 'bare']);
  });

  test('is as wide as it may be, and has a least size of cells', () => {
    const { titleWidth, cellWidth } = mapLayout(12, 500, 15);
    expect(titleWidth + 12 * cellWidth).toBeCloseTo(500, 9);
    expect(mapLayout(64, 300, 15).cellWidth).toBe(12);
  });

  test('arrows lead to neighbours', () => {
    expect(moveOnMap(2, 3, { layer: 0, head: 2 }, 'ArrowDown')).toEqual({ layer: 1, head: 2 });
    expect(moveOnMap(2, 3, { layer: 0, head: 2 }, 'ArrowRight')).toEqual({ layer: 0, head: 2 });
    expect(moveOnMap(2, 3, { layer: 0, head: 2 }, 'x')).toBeNull();
  });
});

const row = (head: number, lossChange: number, change: Partial<HeadListRow> = {}): HeadListRow => ({
  head: { layer: 0, head },
  name: `L4H${head}`,
  label: 'previous',
  labelText: 'looks one word back',
  labelName: 'previous token',
  lossChange,
  meanKl: 0.1 * head,
  nFlips: head,
  nPositions: 14,
  worst: 'cash (11)',
  isFaint: false,
  ...change,
});

describe('the list of heads', () => {
  test('ranks the head that is missed most first, one that nobody misses last', () => {
    const ranks = (rows: readonly HeadListRow[], byTurn = false) =>
      rankRows(rows, byTurn).map(({ rank, name }) => `${rank} ${name}`);
    expect(ranks([row(0, -0.2), row(1, 0.5), row(2, 0.1)])).toEqual(['1 L4H1', '2 L4H2', '3 L4H0']);
    // Without losses by KL; without a language head by turn.
    expect(ranks([row(0, Number.NaN), row(1, Number.NaN), row(2, Number.NaN)])).toEqual(['1 L4H2', '2 L4H1', '3 L4H0']);
    expect(ranks([row(0, 9, { meanTurn: 0.1 }), row(1, 1, { meanTurn: 0.3 })], true)).toEqual(['1 L4H1', '2 L4H0']);
  });

  const words = (rows: readonly HeadListRow[], showsTurn = false): string =>
    renderToStaticMarkup(
      <HeadList
        rows={rows}
        showsTurn={showsTurn}
        selected={new Set()}
        hover={createHoverStore()}
        onSelect={() => {}}
      />,
    )
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ');

  test('has rank, head, label, change of loss, KL, flips and the worst place', () => {
    expect(words([row(1, 0.1671), row(0, -0.02)])).toContain(
      '1 L4H1 looks one word back +0.1671 0.1000 1 of 14 cash (11) 2 L4H0 looks one word back −0.0200 0.0000 0 of 14 cash (11)',
    );
  });

  test('says how the effect differs from sentence to sentence where there are several', () => {
    const spread = { count: 3, least: -0.25, largest: 0.5, deviation: 0.375, firstRank: 2, lastRank: 7 };
    const text = words([row(1, 0.1671, { spread })]);
    expect(text).toContain('+0.1671 0.3750 −0.2500 +0.5000 2 to 7 3 0.1000 1 of 14');
    expect(words([row(1, 0.1671)])).not.toMatch(/st\. dev\.|sentences/);
  });

  test('has the noise and its tenfold in the file, and not on screen', () => {
    const rows = rankRows([row(1, 0.5, { noise: { of: 'mean KL', floor: 2e-9, bound: 2e-8 }, isFaint: true })], false);
    const [head, line] = tableCsv(headColumns(false, false, false, 'sentence'), rows).split('\r\n');
    expect(head).toContain('flips,positions,worst place,noise of,noise floor,10 x noise floor,within the noise');
    expect(line).toContain(',1,14,cash (11),mean KL,2e-9,2e-8,yes');
    expect(words(rows)).not.toMatch(/noise floor|mean KL/);
  });

  test('has the turn in their place where there is no language head', () => {
    const text = words([row(1, Number.NaN, { meanTurn: 0.03 })], true);
    expect(text).toContain('turn (1 − cosine)');
    expect(text).toContain('L4H1 looks one word back 0.0300');
    expect(text).not.toContain('loss change');
  });
});
