import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { createHoverStore } from '../hover.ts';
import type { HeadFact } from '../parts/fact.ts';
import { HeadGrid } from './HeadGrid.tsx';

/** Layers 4 and 6 of a model, of three heads each. */
const TENSOR: AttentionTensor = {
  kind: 'decoder',
  nLayers: 2,
  nHeads: 3,
  nQueries: 1,
  nKeys: 1,
  data: new Float32Array(6).fill(1),
  layerNumbers: [4, 6],
};
const ROWS = [0, 1].map((layer) => ({
  title: `L${TENSOR.layerNumbers![layer]}`,
  heads: [0, 1, 2].map((head) => ({ layer, head })),
}));

const draw = (props: Partial<ComponentProps<typeof HeadGrid>> = {}): string =>
  renderToStaticMarkup(
    <HeadGrid
      tensor={TENSOR}
      isCausal
      hidden={null}
      mode="absolute"
      scheme="light"
      rem={15}
      fitsHeight
      rows={ROWS}
      tags={
        new Map([
          [
            'L0H1',
            {
              label: 'previous',
              says: 'looks one word back',
              chip: 'one word back',
              short: 'back',
              name: 'previous token',
              score: '0.71',
            },
          ],
        ])
      }
      dimmed={new Set()}
      pinned={new Set()}
      hover={createHoverStore()}
      onPin={() => {}}
      onPainted={() => {}}
      {...props}
    />,
  );

const namesOf = (html: string): (string | undefined)[] =>
  [...html.matchAll(/role="gridcell"[^>]* aria-label="([^"]+)"/g)].map(([, name]) => name);

const fact = (change: Partial<HeadFact>): HeadFact => ({
  value: 0.19,
  text: '+0.19',
  words: 'loss +0.19 nats',
  isFaint: false,
  tone: 'loss',
  ...change,
});

describe('heads that are turned down', () => {
  const turned = new Map([
    ['L0H1', 0],
    ['L1H2', 0.5],
    ['L1H0', 1],
  ]);

  test('say so in their names, and those that are not do not', () => {
    expect(namesOf(draw({ turned }))).toEqual([
      'Layer 4, head 0',
      'Layer 4, head 1: looks one word back, switched off',
      'Layer 4, head 2',
      'Layer 6, head 0',
      'Layer 6, head 1',
      'Layer 6, head 2, turned down to 50 %',
    ]);
  });

  test('are crossed out when off, and marked with what is kept when turned down', () => {
    const html = draw({ turned });
    expect(html.match(/M0 0L10 10M10 0L0 10/g)).toHaveLength(1);
    expect(html).toContain('data-turned="off"');
    expect(html).toContain('data-text="50 %"');
    expect(draw()).not.toContain('data-turned');
  });
});

describe('switches', () => {
  test('are there for every head and layer only if somebody listens', () => {
    expect(draw()).not.toContain('<button');
    const html = draw({ onToggle: () => {}, onToggleLayer: () => {} });
    const switches = [...html.matchAll(/<button[^>]* aria-label="([^"]+)"/g)].map(([, name]) => name);
    expect(switches).toEqual([
      'Switch layer 4 off',
      'Switch L4H0 off',
      'Switch L4H1 off',
      'Switch L4H2 off',
      'Switch layer 6 off',
      'Switch L6H0 off',
      'Switch L6H1 off',
      'Switch L6H2 off',
    ]);
  });

  test('switch on what is off: a layer once all of its heads are', () => {
    const html = draw({
      onToggle: () => {},
      onToggleLayer: () => {},
      turned: new Map([
        ['L0H0', 0],
        ['L0H1', 0],
        ['L0H2', 0],
        ['L1H0', 0.5],
        ['L1H1', 0],
        ['L1H2', 0],
      ]),
    });
    expect(html).toContain('aria-label="Switch layer 4 on"');
    expect(html).toContain('aria-label="Switch layer 6 off"');
    expect(html).toContain('aria-label="Switch L4H1 on"');
    expect(html).toContain('aria-label="Switch L6H0 off"');
  });

  test('are no stops of Tab: the grid has one', () => {
    const html = draw({ onToggle: () => {} });
    expect(html.match(/<button[^>]* tabindex="-1"/g)).toHaveLength(6);
    expect(html.match(/role="gridcell" tabindex="0"/g)).toHaveLength(1);
  });

  test('of layers are not offered where rows are not layers', () => {
    const rows = ROWS.map((row) => ({ ...row, title: '' }));
    expect(draw({ rows, onToggleLayer: () => {} })).not.toContain('<button');
  });
});

describe('facts', () => {
  test('are read out with the name of their head, and so is that they are noise', () => {
    const cells = new Map([
      ['L0H1', fact({})],
      ['L0H2', fact({ isFaint: true })],
      ['L1H0', fact({ value: null, text: '' })],
    ]);
    expect(namesOf(draw({ cells })).slice(1, 4)).toEqual([
      'Layer 4, head 1: looks one word back, loss +0.19 nats',
      'Layer 4, head 2, loss +0.19 nats, within the noise',
      'Layer 6, head 0',
    ]);
  });

  test('colour their chip, but not while they are unknown or below the noise', () => {
    const states = (change: Partial<HeadFact>): string =>
      / data-fact="[^>]*>/.exec(draw({ cells: new Map([['L0H1', fact(change)]]) }))![0];
    expect(states({})).toMatch(/data-fact="known".*background:#[0-9a-f]{6};color:#/);
    expect(states({ isFaint: true })).toMatch(/data-fact="faint"(?!.*background)/);
    expect(states({ value: null })).toMatch(/data-fact="pending"(?!.*background)/);
  });
});

describe('layers of one head', () => {
  const fold = { onFold: () => {}, foldedRow: () => <b>the average</b> };
  const buttons = (html: string): (readonly [string | undefined, string | undefined])[] =>
    [...html.matchAll(/aria-label="(One head, [^"]+)" aria-pressed="(true|false)"/g)].map(([, name, is]) => [name, is]);

  test('have a button beside each layer, by its true number, and one for all', () => {
    expect(buttons(draw({ ...fold, folded: [1] }))).toEqual([
      ['One head, all layers', 'false'],
      ['One head, layer 4', 'false'],
      ['One head, layer 6', 'true'],
    ]);
    expect(buttons(draw({ ...fold, folded: [0, 1] })).map(([, is]) => is)).toEqual(['true', 'true', 'true']);
    expect(buttons(draw())).toEqual([]);
  });

  test('stand in the place of their heads', () => {
    const html = draw({ ...fold, folded: [1] });
    expect(html.match(/data-head="[^"]+"/g)).toEqual(['data-head="L0H0"', 'data-head="L0H1"', 'data-head="L0H2"']);
    expect(html.match(/aria-colspan="3"/g)).toHaveLength(1);
    expect(html).toContain('<b>the average</b>');
  });

  test('the way of the arrow keys begins at a head that is there', () => {
    const html = draw({ ...fold, folded: [0] });
    expect([...html.matchAll(/tabindex="0"[^>]* data-head="([^"]+)"/gi)].map(([, name]) => name)).toEqual(['L1H0']);
  });

  test('wait for the layers where heads are sorted', () => {
    const rows = ROWS.map(({ heads }) => ({ title: '', heads }));
    const html = draw({ ...fold, folded: [0, 1], rows });
    expect(buttons(html)).toEqual([]);
    expect(html.match(/data-head=/g)).toHaveLength(6);
  });
});
