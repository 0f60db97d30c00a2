import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import type { FeedValues, TokenIds } from './feeds.ts';
import { releaseAll } from './releaseAll.ts';
import type { OrtRuntime } from './runtime.ts';
import type { GraphSession } from './session.ts';

/** What sees a picture: how many vectors it becomes, each in the place of a token. */
type SeeingGraph = {
  /** Throws AppError. */
  readonly see: (picture: FeedValues) => Promise<number>;
};

/** Opens the graph that sees pictures, at the first of them: most texts hold none. */
type OpenSeeing = () => Promise<GraphSession>;

/** A graph that reads vectors, behind one that makes them of tokens, and one that makes them of a picture: together they read tokens. */
export function embeddedGraph(
  ort: OrtRuntime,
  embedding: GraphSession,
  graph: GraphSession,
  openSeeing: OpenSeeing | null,
): GraphSession & SeeingGraph {
  let kept: { readonly values: FeedValues; readonly vectors: Ort.Tensor } | null = null;
  let seeing: GraphSession | null = null;
  let seen: { readonly picture: FeedValues; readonly vectors: Ort.Tensor } | null = null;

  async function vectorsOf(picture: FeedValues): Promise<Ort.Tensor> {
    if (seen?.picture === picture) return seen.vectors;
    if (openSeeing === null) throw new AppError('bad-input', 'the model sees no pictures');
    seeing ??= await openSeeing();
    const { states } = await seeing.run(picture, 'states');
    const vectors = Object.values(states).find(({ dims }) => dims.length === 2 || dims.length === 3);
    if (!vectors) throw new AppError('unsupported-graph', 'the file that sees pictures gives no vectors');
    seen = { picture, vectors };
    return vectors;
  }

  async function vectorsOfTokens(tokens: TokenIds): Promise<Ort.Tensor> {
    const { states } = await embedding.run({ tokens }, 'states');
    const vectors = Object.values(states).find(({ dims }) => dims.length === 3 && dims[1] === tokens.ids.length);
    if (!vectors) throw new AppError('unsupported-graph', 'the file of vectors gives no vector for each token');
    return vectors;
  }

  async function embedded(values: FeedValues): Promise<FeedValues> {
    const { tokens, picture } = values;
    if (tokens === undefined) throw new AppError('bad-input', 'the model takes tokens');
    if (kept?.values.tokens !== tokens || kept.values.picture !== picture) {
      const text = await vectorsOfTokens(tokens);
      const vectors = picture ? withRows(ort, text, await vectorsOf(picture.feed), picture.places) : text;
      kept = { values, vectors };
    }
    return { ...values, tokenVectors: kept.vectors };
  }

  return {
    lost: Promise.race([embedding.lost, graph.lost]),
    support: graph.support,
    async see(picture) {
      const { dims } = await vectorsOf(picture);
      return dims.slice(0, -1).reduce((product, dim) => product * dim, 1);
    },
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
      seen = null;
      await releaseAll([embedding, ...(seeing ? [seeing] : []), graph]);
    },
  };
}

/** Vectors of tokens with those of a picture in some places. Shapes: [1, token, channel] and [.., vector, channel] -> [1, token, channel]. */
function withRows(ort: OrtRuntime, text: Ort.Tensor, picture: Ort.Tensor, places: readonly number[]): Ort.Tensor {
  const [width, ofPicture] = [text.dims.at(-1) ?? 0, picture.dims.at(-1)];
  const [all, rows] = [text.data, picture.data];
  const isFitting = width === ofPicture && rows.length === places.length * width && text.type === picture.type;
  if (isFitting && all instanceof Float32Array && rows instanceof Float32Array) {
    const data = all.slice();
    for (const [row, place] of places.entries()) {
      data.set(rows.subarray(row * width, (row + 1) * width), place * width);
    }
    return new ort.Tensor('float32', data, text.dims);
  }
  const [of, by] = [text, picture].map(({ type, dims }) => `${type} [${dims.join(', ')}]`);
  throw new AppError('unsupported-graph', `vectors of a picture, ${by}, do not fit among those of tokens, ${of}`);
}
