import type { CostSetup } from '../../core/cost/setup.ts';
import { wholeNumber } from '../../views/parts/amounts.ts';

/** A size that a slider moves through stops; those that it has now are always among them. */
export type Slider = {
  readonly id: 'd' | 'dK' | 'keyHeads' | 'tokens' | 'layers';
  readonly title: string;
  readonly stops: readonly number[];
  readonly value: number;
  /** The setup with another value. */
  readonly moved: (value: number) => CostSetup;
  readonly wordsOf: (value: number) => string;
};

const WIDTHS = [64, 96, 128, 192, 256, 300, 384, 512, 640, 768, 1024, 1280, 1600, 2048, 3072, 4096, 5120, 8192];
const HEAD_WIDTHS = [8, 16, 32, 48, 64, 80, 96, 128, 192, 256];
const TOKENS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072];
const LAYERS = [1, 2, 4, 6, 12, 24, 32, 48, 64, 96];

/** The sliders of a comparison; in tokens the length of the sentence on screen, and the longest that the layer takes. */
export function sliders(setup: CostSetup, sentence: number | null, longest: number | null): readonly Slider[] {
  const { fixed, nHeads } = setup;
  const moved = (change: Partial<CostSetup['fixed']>): CostSetup => ({ ...setup, fixed: { ...fixed, ...change } });
  const divisors = Array.from({ length: nHeads }, (_, i) => i + 1).filter((count) => nHeads % count === 0);
  const keyHeads = nHeads / fixed.sharing;
  return [
    {
      id: 'd',
      title: 'd, width of the stream',
      stops: withOwn(WIDTHS, fixed.d),
      value: fixed.d,
      moved: (d) => moved({ d, width: d }),
      wordsOf: wholeNumber,
    },
    ...(fixed.kept === 'each'
      ? ([
          {
            id: 'dK',
            title: 'd_k, width of a head',
            stops: withOwn(HEAD_WIDTHS, fixed.dK),
            value: fixed.dK,
            moved: (dK) => moved({ dK }),
            wordsOf: wholeNumber,
          },
        ] satisfies readonly Slider[])
      : []),
    {
      id: 'keyHeads',
      title: `heads of keys and values, of ${nHeads}`,
      stops: Number.isInteger(keyHeads) ? divisors : [keyHeads],
      value: keyHeads,
      moved: (count) => moved({ sharing: nHeads / count }),
      wordsOf: wholeNumber,
    },
    {
      id: 'tokens',
      title: 'T, tokens',
      stops: withOwn(sentence === null ? TOKENS : withOwn(TOKENS, sentence), fixed.nTokens),
      value: fixed.nTokens,
      moved: (nTokens) => moved({ nTokens }),
      wordsOf: (count) =>
        `${wholeNumber(count)}${count === sentence ? ' (this sentence)' : count === longest ? ' (its longest)' : ''}`,
    },
    {
      id: 'layers',
      title: 'layers',
      stops: withOwn(LAYERS, fixed.nLayers),
      value: fixed.nLayers,
      moved: (nLayers) => moved({ nLayers }),
      wordsOf: wholeNumber,
    },
  ];
}

function withOwn(stops: readonly number[], own: number): readonly number[] {
  return [...new Set([...stops, own])].toSorted((a, b) => a - b);
}
