import { headInside, rowInside } from '../../../core/inside/road.ts';
import type { HeadInside, RowInside } from '../../../core/inside/road.ts';
import { sharpenRow } from '../../../core/inside/sharpenedRow.ts';
import type { RowFacts } from '../../../core/inside/rowFacts.ts';
import type { SharpnessEffect } from '../../../core/inside/questions.ts';
import { patternOf } from '../../../core/tensor.ts';
import { insideAnswer } from '../../state/inside.ts';
import type { FactRow, FactRows, Found, Seen } from './fact.ts';
import { headIn } from './headIn.ts';
import { positionIn } from './positionIn.ts';

/** Facts of the inside of the layer that "Inside" is open at, and of what the model says with another softmax there. */
export const INSIDE_FACTS: FactRows = {
  /** q · k, before the scale. */
  product: ofPair(({ raw }, key) => raw?.[key]),
  /** What the softmax takes. */
  scaled: ofPair(({ scores, areScoresRelative }, key) => (areScoresRelative ? undefined : scores?.[key])),
  rowEntropy: ofRow(({ facts }) => facts.entropy),
  effectiveKeys: { ...ofRow(({ facts }) => facts.effectiveKeys), digits: 1 },
  /** 1 less the sum of squares: how far a small change of the scores moves the weights, at most. */
  movable: ofRow(({ facts }) => facts.movable),
  /** Lengths: of what the key's value offers to the stream, of what the head writes there for the row. */
  offers: ofPair((_, key, { offered }) => offered?.[key]),
  writes: ofRow(({ written }) => (written === null ? undefined : Math.hypot(...written))),
  /** The same row without the scale. */
  unscaledEntropy: ofUnscaled(({ entropy }) => entropy),
  unscaledMost: ofUnscaled(({ largest }) => largest),
  unscaledKeys: { ...ofUnscaled(({ effectiveKeys }) => effectiveKeys), digits: 1 },
  unscaledMovable: ofUnscaled(({ movable }) => movable),
  /** Mean loss with the softmax that is tried, and as it is, in nats a token. */
  triedFrom: { args: [], of: (seen) => withTried(seen, ({ before }) => before) },
  triedLoss: { args: [], of: (seen) => withTried(seen, ({ after }) => after) },
  triedRise: { args: [], isChange: true, of: (seen) => withTried(seen, ({ before, after }) => after - before) },
};

type Row = { readonly head: HeadInside; readonly row: RowInside };

function ofRow(of: (row: RowInside, head: HeadInside) => number | undefined): FactRow {
  return {
    args: ['head', 'position'],
    of: (seen, head, query) => withRow(seen, head, query, (found) => finite(of(found.row, found.head))),
  };
}

function ofPair(of: (row: RowInside, key: number, head: HeadInside) => number | undefined): FactRow {
  return {
    args: ['head', 'position', 'position'],
    of: (seen, head, query, key) =>
      withRow(seen, head, query, (found) => finite(of(found.row, positionIn(seen, key) ?? -1, found.head))),
  };
}

function ofUnscaled(of: (facts: RowFacts) => number): FactRow {
  return {
    args: ['head', 'position'],
    of: (seen, head, query) =>
      withRow(seen, head, query, ({ head: own, row }) => {
        const sharpened = sharpenRow(own, row, { scaleOff: true });
        return 'refused' in sharpened ? undefined : finite(of(sharpened.facts));
      }),
  };
}

let last: { readonly answer: unknown; readonly key: string; readonly row: Row } | null = null;

/** A row is worked out once for all facts that are asked of it. */
function withRow(seen: Seen, text = '', query: string | undefined, of: (row: Row) => Found): Found {
  const { state, stack } = seen;
  const place = headIn(seen, text);
  const at = positionIn(seen, query);
  if (!place || at === undefined || at >= stack.tensor.nQueries) return place === null ? null : undefined;
  const answer = insideAnswer(state, 'layer');
  if (answer === null) return state.view.panel === 'inside' ? null : undefined;
  if (answer.about === 'refused') return undefined;
  if (answer.layer.layer !== place.layer || answer.layer.kind !== stack.tensor.kind) return null;
  const key = `${place.head} ${at}`;
  if (last?.answer !== answer || last.key !== key) {
    const head = headInside(answer.layer, place.head);
    const { nKeys } = stack.tensor;
    const weights = patternOf(stack.tensor, place).subarray(at * nKeys, (at + 1) * nKeys);
    const row = rowInside(head, { query: at, weights, isCausal: stack.isCausal });
    last = { answer, key, row: { head, row } };
  }
  return of(last.row);
}

function withTried({ state }: Seen, of: (loss: NonNullable<SharpnessEffect['loss']>) => number): Found {
  const { view, inside } = state;
  if (view.tau === 1 && !view.isUnscaled) return undefined;
  const answer = insideAnswer(state, 'sharpness');
  if (answer === null) return inside.sharpness?.error ? undefined : null;
  return answer.about === 'refused' || answer.effect.loss === null ? undefined : of(answer.effect.loss);
}

function finite(found: number | undefined): Found {
  return found !== undefined && Number.isFinite(found) ? found : undefined;
}
