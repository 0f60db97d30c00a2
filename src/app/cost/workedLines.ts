import type { TermId } from '../../core/glossary/glossary.ts';
import { byteWords, wholeNumber } from '../../views/parts/amounts.ts';
import type { MadeCount } from '../shown/costLines.ts';

/** One quantity worked out by hand: its formula with the sizes put in, and what it comes to. */
type WorkedLine = {
  readonly name: string;
  readonly term: TermId | null;
  readonly formula: string;
  readonly result: string;
};

/** What a number of heads costs, as a person would work it out. */
export function workedLines({ shape, cost }: MadeCount): readonly WorkedLine[] {
  const { d, nHeads, nKeyHeads, dK, nTokens, nLayers, hasBiases, bytes } = shape;
  const times = (...factors: readonly number[]): string => factors.map(wholeNumber).join(' × ');
  const layers = nLayers === 1 ? [] : [nLayers];
  const sum = (text: string): string => (nLayers === 1 ? text : `${nLayers} × (${text})`);
  const matrices =
    nKeyHeads === nHeads ? times(4, d, nHeads, dK) : `${times(2, d, nHeads, dK)} + ${times(2, d, nKeyHeads, dK)}`;
  const biases = hasBiases ? ` + ${times(nHeads, dK)} + ${times(2, nKeyHeads, dK)} + ${wholeNumber(d)}` : '';
  const inBytes = (count: number): string => `${wholeNumber(count)} bytes = ${byteWords(count)}`;
  return [
    {
      name: 'parameters',
      term: 'parameters',
      formula: sum(`${matrices}${biases}`),
      result: wholeNumber(cost.parameters),
    },
    {
      name: 'multiply-adds of the projections',
      term: 'multiply-add',
      formula:
        nKeyHeads === nHeads
          ? times(...layers, nTokens, 4, d, nHeads, dK)
          : `${times(...layers, nTokens)} × (${matrices})`,
      result: wholeNumber(cost.multiplyAdds.projections),
    },
    {
      name: 'multiply-adds of q k and a v',
      term: null,
      formula: times(...layers, 2, nHeads, nTokens, nTokens, dK),
      result: wholeNumber(cost.multiplyAdds.products),
    },
    {
      name: 'exponentials',
      term: 'softmax',
      formula: times(...layers, nHeads, nTokens, nTokens),
      result: wholeNumber(cost.exponentials),
    },
    {
      name: 'maps',
      term: 'map',
      formula: times(...layers, nHeads, nTokens, nTokens, bytes),
      result: inBytes(cost.mapBytes),
    },
    {
      name: 'cache',
      term: 'cache',
      formula: times(...layers, 2, nKeyHeads, dK, nTokens, bytes),
      result: inBytes(cost.cacheBytes),
    },
  ];
}
