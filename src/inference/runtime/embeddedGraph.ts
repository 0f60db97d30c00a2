import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import type { FeedValues, TokenIds } from './feeds.ts';
import type { GraphSession } from './session.ts';

/** A graph that reads vectors, behind one that makes them of tokens: together they read tokens. */
export function embeddedGraph(embedding: GraphSession, graph: GraphSession): GraphSession {
  let kept: { readonly tokens: TokenIds; readonly vectors: Ort.Tensor } | null = null;

  async function embedded(values: FeedValues): Promise<FeedValues> {
    const { tokens } = values;
    if (tokens === undefined) throw new AppError('bad-input', 'the model takes tokens');
    if (kept?.tokens !== tokens) {
      const { states } = await embedding.run({ tokens }, 'states');
      const vectors = Object.values(states).find(({ dims }) => dims.length === 3 && dims[1] === tokens.ids.length);
      if (!vectors) throw new AppError('unsupported-graph', 'the file of vectors gives no vector for each token');
      kept = { tokens, vectors };
    }
    return { ...values, tokenVectors: kept.vectors };
  }

  return {
    lost: Promise.race([embedding.lost, graph.lost]),
    support: graph.support,
    run: async (values, wanted, interventions) => graph.run(await embedded(values), wanted, interventions),
    contexts: async (values) => graph.contexts(await embedded(values)),
    tensors: async (values, names, interventions) => graph.tensors(await embedded(values), names, interventions),
    async scoreBatch(sequences, interventions) {
      const all: FeedValues[] = [];
      // One after the other: no session takes two calls at once.
      for (const values of sequences) all.push(await embedded(values));
      return graph.scoreBatch(all, interventions);
    },
    get isBatched() {
      return graph.isBatched;
    },
    async release() {
      kept = null;
      await embedding.release();
      await graph.release();
    },
  };
}
