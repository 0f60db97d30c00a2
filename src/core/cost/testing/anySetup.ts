import fc from 'fast-check';
import { WIDTHS } from '../headCounts.ts';
import { COST_BASES } from '../setup.ts';

const upTo = (max: number) => fc.integer({ min: 1, max });

/** Any comparison that the page can be set to. */
export const anySetup = fc.record({
  base: fc.constantFrom(...COST_BASES),
  nHeads: upTo(1024),
  fixed: fc.record({
    kept: fc.constantFrom(...WIDTHS),
    d: upTo(65_536),
    width: upTo(1_048_576),
    dK: upTo(65_536),
    sharing: upTo(1024),
    nTokens: upTo(1_048_576),
    nLayers: upTo(1024),
    hasBiases: fc.boolean(),
    bytes: fc.constantFrom(1, 2, 4),
  }),
});
