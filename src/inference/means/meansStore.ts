import type { MeanOver } from '../../core/ablation/ablation.ts';
import { AppError } from '../../core/errors.ts';
import { download } from '../sources/download.ts';
import type { Fetch } from '../sources/fetch.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import type { Subject } from '../ablate/subject.ts';
import { readHeadMeans } from './headMeans.ts';
import type { HeadMeans, SiteMeans, SitesMeans } from './headMeans.ts';
import { createMeanSums } from './sumMeans.ts';
import type { MeanSums } from './sumMeans.ts';

/** What means are made of. */
export type MeansPlatform = {
  readonly fetch: Fetch;
  /** The reference sentences that come with the page, one a line; left out where there are none. */
  readonly readSentences?: () => Promise<string>;
};

export type MeansStore = {
  /**
   * The mean outputs of a model's heads over reference sentences: those that ship with it, else worked out once, with a
   * turn after each sentence; what was done before an abort is kept. Where sentences cannot be had or the model reads
   * none, the means over the positions of the input itself. Of pictures there are only those that ship.
   * Throws AppError as the runtime does; rejects where `turn` does.
   */
  meansFor(model: RunnableModel, subject: Subject, signal: AbortSignal, turn: () => Promise<void>): Promise<HeadMeans>;
};

/** What is known of one model so far. */
type Draft = {
  readonly sums: MeanSums;
  sentences: readonly string[] | null;
  means: HeadMeans | null;
};

const FILE = 'head_means.safetensors';

/** Enough for a mean, and of a model of a hundred million weights a matter of seconds. */
const MAX_SENTENCES = 50;

/**
 * The means of all models of a session; a model that goes away takes its own with it.
 * Of more than `maxSentences` sentences so many are taken, evenly spread.
 */
export function createMeansStore(platform: MeansPlatform, maxSentences: number = MAX_SENTENCES): MeansStore {
  const drafts = new WeakMap<RunnableModel, Draft>();

  async function begin(model: RunnableModel, signal: AbortSignal): Promise<Draft> {
    const shipped = await readShipped(model, platform.fetch, signal);
    const text = shipped || !hasSentences(model) ? '' : ((await platform.readSentences?.()) ?? '');
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const step = Math.max(1, lines.length / maxSentences);
    const sentences = lines.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
    return { sums: createMeanSums(), sentences, means: shipped && { over: meanOverOf(model), sites: shipped } };
  }

  return {
    async meansFor(model, subject, signal, turn) {
      if (meanOverOf(model) === 'own-positions') return ownMeans(model, subject);
      const draft = drafts.get(model) ?? (await begin(model, signal));
      signal.throwIfAborted();
      drafts.set(model, draft);
      const { sums, sentences } = draft;
      if (draft.means) return draft.means;
      if (!sentences || sentences.length === 0) return ownMeans(model, subject);
      while (sums.nSequences() < sentences.length) {
        sums.add(await contextsOf(model, sentences[sums.nSequences()] ?? ''));
        await turn();
      }
      draft.means = { over: 'reference-sentences', sites: sums.means() };
      return draft.means;
    },
  };
}

/**
 * Whether a model reads plain sentences, so that there is something to average over: where all have one length, most
 * of what would be averaged is padding.
 */
function hasSentences({ info, prepared }: Pick<RunnableModel, 'info' | 'prepared'>): boolean {
  return (
    MODALITIES[info.takes].sentence !== undefined && prepared.tokenizer !== null && prepared.sequence.length === null
  );
}

/** What the means of a model are to be taken over: of one that reads no sentences there are those that ship with it, or none of all. */
export function meanOverOf(model: Pick<RunnableModel, 'info' | 'prepared'>): MeanOver {
  if (hasSentences(model)) return 'reference-sentences';
  const { source, takes } = model.prepared;
  const ships = source.from === 'here' && source.sizes?.[FILE] !== undefined;
  return takes === 'image' && ships ? 'reference-pictures' : 'own-positions';
}

/** Null where none ship; a file that cannot be had or read is worked out anew. */
async function readShipped(
  { prepared: { source }, plan }: RunnableModel,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<SitesMeans | null> {
  if (source.from !== 'here') return null;
  // A manifest names all files there are.
  const promised = source.sizes?.[FILE] ?? null;
  if (source.sizes && promised === null) return null;
  try {
    const bytes = await download(source.base + FILE, { fetch, signal, promisedBytes: promised, onBytes: () => {} });
    return readHeadMeans(bytes, plan);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function contextsOf({ session, prepared, info }: RunnableModel, sentence: string) {
  const feed = MODALITIES[info.takes].sentence?.({ prepared, info }, sentence);
  if (!feed) throw new RangeError(`invalid model: it takes ${info.takes}`);
  return session.contexts(feed);
}

/** In a causal stack the first position keeps its own output: it can only look at itself. */
async function ownMeans({ session, plan }: RunnableModel, subject: Subject): Promise<HeadMeans> {
  const sums = createMeanSums();
  sums.add(await session.contexts(subject.feed));
  const lengths = subject.layers.map(({ dims }) => dims.at(-2) ?? 1);
  const sites = sums.means().map((site, index): SiteMeans | null => {
    const kind = plan.places[index]?.kind;
    if (!site || (kind && subject.isCausal(kind))) return site;
    const n = lengths[index] ?? 1;
    const all = site.rest.map((rest, i) => (rest * (n - 1) + (site.first[i] ?? 0)) / n);
    return { ...site, first: all, rest: all };
  });
  return { over: 'own-positions', sites };
}
