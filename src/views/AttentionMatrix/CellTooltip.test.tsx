import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { renormalise } from '../../core/hiding.ts';
import type { Token } from '../../core/tokens.ts';
import { createHoverStore } from '../hover.ts';
import { matrixLayout } from './AttentionMatrix.layout.ts';
import { CellTooltip } from './CellTooltip.tsx';

const TOKENS: readonly Token[] = ['the', ' boy', ' he'].map((text, position) => ({
  position,
  id: position,
  piece: text,
  text,
  start: position,
  end: position + 1,
  special: false,
  segment: 0,
}));
const HEAD = { layer: 1, head: 2 };
const AFTER = Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.38, 0.12, 0.5);
const BEFORE = Float32Array.of(1, 0, 0, 0.25, 0.75, 0, 0.25, 0.43, 0.32);

/** The words for row "he" and column "boy". */
function draw(props: Partial<ComponentProps<typeof CellTooltip>> = {}, isElsewhere = false): string {
  const hover = createHoverStore();
  hover.set({ query: 2, key: 1, source: isElsewhere ? { layer: 0, head: 0 } : HEAD });
  return renderToStaticMarkup(
    <CellTooltip
      head={HEAD}
      queryTokens={TOKENS}
      keyTokens={TOKENS}
      pattern={AFTER}
      base={BEFORE}
      nKeys={3}
      isCausal
      hiding={null}
      layout={matrixLayout(3, 3, 300, 300, 15)}
      hover={hover}
      {...props}
    />,
  ).replaceAll(/<[^>]+>/g, ' ');
}

describe('the tooltip of a difference', () => {
  test('says the weight before, after, and how it changed', () => {
    expect(draw()).toMatch(/Row he \(2\) looks at column boy \(1\) +before 0\.43, after 0\.12, −0\.31/);
  });

  test('renormalises each by its own hidden mass', () => {
    const hidden = { keys: Uint8Array.of(1, 0, 0), queries: Uint8Array.of(1, 0, 0) };
    const hiding = { hidden, rows: renormalise(AFTER, 3, hidden.keys) };
    // 0.43 of 0.75 is 0.573; 0.12 of 0.62 is 0.194.
    expect(draw({ hiding })).toMatch(/before 0\.57, after 0\.19, −0\.38 +both renormalised/);
  });

  test('names the two sides as it is told, for two heads compared', () => {
    expect(draw({ baseNames: ['L0H1', 'L1H2'] })).toContain('L0H1 0.43, L1H2 0.12, −0.31');
  });

  test('is the change alone where another heatmap is pointed at', () => {
    expect(draw({}, true).trim()).toBe('−0.31');
  });
});

test('without weights before the tooltip says the weight, its rank and its share', () => {
  expect(draw({ base: null })).toMatch(/0\.120, its 3rd of 3 +12 % of its attention/);
  expect(draw({ base: null }, true).trim()).toBe('0.12');
});
