import { cutTree } from '../src/core/alike/groups.ts';
import { headTree } from '../src/core/alike/headTree.ts';
import type { Effect, PositionEffect } from '../src/core/effect/effect.ts';
import { signedDecimals } from '../src/core/numberWords.ts';
import { randomStream } from '../src/core/random.ts';
import type { AttentionTensor } from '../src/core/tensor.ts';
import type { HeadFact } from '../src/views/parts/fact.ts';
import type { CurveSeries } from '../src/views/PruningCurve/PruningCurve.layout.ts';
import { tokensOf } from './tokens.ts';

export const SENTENCE = tokensOf(
  '[BOS]| The| boy| spr|inted| to| the| bank| because| he| needed| c|ash| quickly|.'.split('|'),
);

const WORDS = ['to', 'the', 'bank', 'river', 'cash', 'into', 'money', 'he', 'she', 'home', 'and', '.', 'a', 'quickly'];

export function textOf(id: number): string {
  return WORDS[id] ?? `<${id}>`;
}

/** An effect on the sentence: little everywhere, much at one place, with a few flips. */
export function makeEffect(): Effect {
  const random = randomStream(5);
  const positions = SENTENCE.slice(1).map((token, i): PositionEffect => {
    const isLast = i === SENTENCE.length - 2;
    const strength = i === 9 ? 0.9 : random() ** 3 * 0.4;
    const ids = Array.from({ length: 5 }, (_, rank) => (i * 3 + rank) % WORDS.length);
    const isFlipped = strength > 0.15;
    const after = isFlipped ? [ids[2] ?? 0, ids[0] ?? 0, ids[1] ?? 0, (i * 3 + 7) % WORDS.length, ids[3] ?? 0] : ids;
    const list = (from: readonly number[], top: number) =>
      from.map((id, rank) => ({ id, probability: top * 0.55 ** rank }));
    const lossBefore = 0.4 + 3 * random();
    return {
      position: token.position,
      target: isLast ? null : (ids[1] ?? null),
      lossBefore: isLast ? Number.NaN : lossBefore,
      lossAfter: isLast ? Number.NaN : lossBefore + strength * (random() - 0.2),
      kl: i === 3 ? 0.0001 : strength,
      before: list(ids, 0.44),
      after: list(after, 0.44 - 0.2 * strength),
      isFlipped,
    };
  });
  const nFlips = positions.filter((one) => one.isFlipped).length;
  return {
    objective: 'next-token',
    positions,
    turns: null,
    summary: {
      lossBefore: 2.1,
      lossAfter: 2.3,
      nScored: 13,
      meanKl: 0.12,
      maxKl: 0.9,
      worst: 10,
      nPositions: positions.length,
      nFlips,
      meanTurn: Number.NaN,
    },
  };
}

/** Effects of a sweep over all heads, a part of them still to come. */
export function makeFacts(nLayers: number, nHeads: number, part: number): ReadonlyMap<string, HeadFact> {
  const random = randomStream(11);
  const facts = new Map<string, HeadFact>();
  for (let at = 0; at < nLayers * nHeads * part; at++) {
    const value = (random() - 0.3) ** 3;
    facts.set(`L${Math.floor(at / nHeads)}H${at % nHeads}`, {
      value,
      text: signedDecimals(value),
      words: `loss ${signedDecimals(value)} nats`,
      isFaint: Math.abs(value) < 0.003,
      tone: value >= 0 ? 'loss' : 'gain',
    });
  }
  return facts;
}

/** Three orders of taking heads away, as far as they have come. */
export function makeCurves(nHeads: number, part: number): readonly CurveSeries[] {
  const random = randomStream(3);
  const curve = (bend: number, done: number, noise: number, hasSpread: boolean) =>
    Array.from({ length: Math.round(nHeads * done) + 1 }, (_, nRemoved) => {
      const value = 4.12 - 0.05 * (nRemoved > 0 ? 1 : 0) + 3.4 * (nRemoved / nHeads) ** bend + noise * random();
      return {
        nRemoved,
        value,
        ...(hasSpread && { low: value - 0.5 * (nRemoved / nHeads), high: value + 0.6 * (nRemoved / nHeads) }),
      };
    });
  return [
    { id: 'importance', name: 'by importance', points: curve(4, part, 0.05, false) },
    { id: 'own', name: 'in your order', points: curve(2, part * 0.8, 0.1, false) },
    { id: 'random', name: 'at random (5)', points: curve(1.2, part, 0.2, true) },
  ];
}

/** Heads in blocks that look alike, their distances, a tree and places on a plane. */
export function makeAlike(n: number) {
  const random = randomStream(17);
  const groups = Array.from({ length: n }, () => Math.floor(random() ** 1.5 * (n / 4)));
  const points = new Float64Array(2 * n);
  const centres = groups.map((group) => [
    Math.cos(group * 2.4) * (0.1 + group / n),
    Math.sin(group * 2.4) * (0.1 + group / n),
  ]);
  for (let head = 0; head < n; head++) {
    points[2 * head] = (centres[head]?.[0] ?? 0) + 0.06 * (random() - 0.5);
    points[2 * head + 1] = (centres[head]?.[1] ?? 0) + 0.06 * (random() - 0.5);
  }
  const distance = new Float32Array(n * n);
  const contentDistance = new Float32Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const isAlike = groups[a] === groups[b];
      const value = Math.min(1, (isAlike ? 0.06 : 0.35) + 0.4 * random() * (isAlike ? 0.3 : 1));
      distance[a * n + b] = value;
      distance[b * n + a] = value;
      const content = b % 7 === 3 ? Number.NaN : value * 0.8;
      contentDistance[a * n + b] = content;
      contentDistance[b * n + a] = content;
    }
  }
  const tree = headTree(distance, n);
  const lettered = cutTree(tree, 0.2).flatMap(({ letter, members }) => (letter === null ? [] : [{ letter, members }]));
  return { distance, contentDistance, points, groups: lettered, merges: tree.merges, order: tree.order };
}

/** The same heads with some of their weight moved, from a layer on. */
export function disturbed(tensor: AttentionTensor, fromLayer: number): AttentionTensor {
  const random = randomStream(23);
  const { nHeads, nQueries, nKeys } = tensor;
  const data = tensor.data.slice();
  for (let row = fromLayer * nHeads * nQueries; row * nKeys < data.length; row++) {
    const at = row * nKeys;
    const query = row % nQueries;
    const moved = 0.5 * random() ** 2;
    for (let key = 0; key < nKeys; key++) data[at + key] = (data[at + key] ?? 0) * (1 - moved);
    const to = at + Math.floor(random() * (query + 1));
    data[to] = (data[to] ?? 0) + moved;
  }
  return { ...tensor, data };
}
