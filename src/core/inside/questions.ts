import type { Ablation } from '../ablation/ablation.ts';
import type { InputOf, ModelInput } from '../modelInputs.ts';
import type { HeadReport } from '../labels/report.ts';
import type { ModelRun } from '../run.ts';
import type { HeadRef } from '../selection.ts';
import type { AttentionKind } from '../tensor.ts';
import type { InsideLayer, Refusal } from './layer.ts';

/** Heads of one stack that a change of the softmax is tried on. */
export type SharpenedHeads = 'all' | { readonly layer: number } | HeadRef;

/** How the softmax is changed: the scale left out, or scores divided by a temperature. */
export type Sharpening = { readonly scaleOff: true } | { readonly tau: number };

/** Of which run it is asked: of the newest with these heads turned down; left out, of that as it is. */
type OfRun = { readonly off?: Ablation };

/** What is asked of the worker about the inside of a layer of the newest run. One of each `about` is under way at a time; the newest wins. */
export type InsideQuestion =
  | ({ readonly about: 'layer'; readonly kind: AttentionKind; readonly layer: number } & OfRun)
  | ({
      readonly about: 'sharpness';
      readonly kind: AttentionKind;
      readonly heads: SharpenedHeads;
      readonly how: Sharpening;
    } & OfRun)
  | ({
      readonly about: 'direct';
      readonly kind: AttentionKind;
      readonly head: HeadRef;
      readonly query: number;
      /** Tokens of the vocabulary that the person asks about, besides the predicted and the true next one. */
      readonly tokens: readonly number[];
      /** Words that were typed, of each of which the first token is spoken of. */
      readonly words: readonly string[];
    } & OfRun)
  | { readonly about: 'word'; readonly kind: AttentionKind; readonly head: HeadRef; readonly token: number }
  | {
      readonly about: 'sought';
      readonly kind: AttentionKind;
      readonly head: HeadRef;
      /** The token that looks, and those that it may look at, each once. */
      readonly token: number;
      readonly among: readonly number[];
    }
  | { readonly about: 'copying'; readonly kind: AttentionKind; readonly layer: number }
  | { readonly about: 'weights'; readonly kind: AttentionKind; readonly layer: number }
  | { readonly about: 'lengths'; readonly kind: AttentionKind }
  | { readonly about: 'sent-labels'; readonly kind: AttentionKind }
  | ({ readonly about: 'sent-label'; readonly kind: AttentionKind; readonly head: HeadRef } & OfRun)
  | ({
      readonly about: 'against';
      readonly kind: AttentionKind;
      readonly layer: number;
      /** Another text that the same model is run on. */
      readonly input: InputOf<ModelInput>;
    } & OfRun);

/** A token of the vocabulary, `text` as `Token.text`, and a number in logits over the average of the vocabulary. */
export type SpokenToken = { readonly id: number; readonly text: string; readonly value: number };

/** A word that was typed, as tokens of the vocabulary, `text` as `Token.text`; none where the model has no such word. */
export type AskedWord = { readonly word: string; readonly tokens: readonly Pick<SpokenToken, 'id' | 'text'>[] };

/**
 * A part of the stream at one query: the `token` and its `position` (`segment` of a pair of texts) as the first layer finds them, or `start` where
 * they cannot be told apart; what the `heads` of a layer write; what else a layer adds (`mlp`; its number where that is told); all biases of
 * attention; and the `constant`, beta of the last norm and the bias of the table.
 */
export type ScorePart = {
  readonly what: 'token' | 'position' | 'segment' | 'start' | 'heads' | 'mlp' | 'bias' | 'constant';
  readonly kind: AttentionKind | null;
  /** Within the stack, from 0. */
  readonly layer: number | null;
};

/** What a head adds to the scores at one query, past all later layers, the final norm frozen; logits over the vocabulary's average. */
export type DirectLogits = {
  readonly promoted: readonly SpokenToken[];
  readonly suppressed: readonly SpokenToken[];
  /** Of the predicted, the true next and the asked tokens: what is added, by source key, by head of the layer, and by the measured ablation. */
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    readonly role: 'predicted' | 'next' | 'asked';
    /** Over the average, and the model's whole logit over the average. */
    readonly head: number;
    readonly logit: number;
    /** [key]; sums to `head`. Null where no pattern can be put in the place of the head's own, or what it writes comes not of keys alone. */
    readonly byKey: Float32Array | null;
    /** [head of the layer]. */
    readonly allHeads: Float32Array;
    /** [part], what each of `parts` adds; sums to the logit over the average, before a cap. Null where `parts` is. */
    readonly byPart: Float32Array | null;
    /** Logit over the average with the head, less without (its scale set to zero); null where it cannot be measured. */
    readonly measured: number | null;
  }[];
  /** What was typed, in the order of the question. */
  readonly words: readonly AskedWord[];
  /** |sum of all parts - logit| of the check. */
  readonly sumError: number;
  /** All that the stream is made of, in the order of computing; null where the graph does not tell, or the parts do not sum to the scores. */
  readonly parts: readonly ScorePart[] | null;
  readonly whyNoParts: string | null;
  /** Means over the layer's heads for the predicted token: |direct| and |measured|. */
  readonly meanDirect: number;
  readonly meanMeasured: number | null;
  readonly notes: readonly string[];
};

/** What the softmax of some heads does when it is changed, and what the model then says. */
export type SharpnessEffect = {
  /** At each query: KL(as it is || changed) in nats, [T]. */
  readonly klNats: Float32Array;
  /** At each query: the likeliest token and its probability before and after. */
  readonly top: readonly {
    readonly before: string;
    readonly after: string;
    readonly pBefore: number;
    /** Of the token that was the likeliest before. */
    readonly pOfItAfter: number;
  }[];
  /** Mean loss over the sentence in nats, before and after; null for a model without one. */
  readonly loss: { readonly before: number; readonly after: number; readonly nPositions: number } | null;
};

/** What a head writes when it looks at a token that stands alone: its five most promoted, and the rank of the token itself from 1. */
export type WordWritten = {
  readonly token: { readonly id: number; readonly text: string };
  readonly top: readonly SpokenToken[];
  readonly rankOfItself: number;
};

/** A token that stands alone, and how high another that stands alone scores it; no unit. */
export type SoughtToken = {
  readonly id: number;
  readonly text: string;
  readonly score: number;
  /** What the bias of queries adds to that, the same whichever token looks; null where that is not told apart. */
  readonly ofBias: number | null;
};

/** Which of some tokens a token scores highest, each alone behind the start of a text: all of them, best first, equals by id. */
export type WordSought = {
  readonly token: { readonly id: number; readonly text: string };
  readonly sought: readonly SoughtToken[];
  readonly notes: readonly string[];
};

/** The sign of the weights of each head of a layer on tokens by themselves, -1 to 1 (`signOfWeights`); or why it cannot be had. */
export type HeadSigns = { readonly signs: Float32Array } | { readonly whyNot: string };

/** Of each head of a layer the share of `nTokens` tokens whose own rank is below `below`; chance is below / nVocab. */
export type CopyingScores = {
  readonly scores: Float32Array;
  readonly nTokens: number;
  readonly below: number;
  readonly nVocab: number;
  /** Null as long as it is being worked out: it takes longer than the scores, and is answered behind them. */
  readonly byWeights: HeadSigns | null;
};

/**
 * How long a vector each key of each head offers to the stream, |f_j| = |v_j W_O|, the bias of the values in it: [layer, head, key], length in
 * the stream. Layers of which values or W_O cannot be had are 0 and stand in `refused`, by their place in the stack.
 */
export type OfferedLengths = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nKeys: number;
  readonly data: Float32Array;
  readonly refused: readonly number[];
};

/** Weights of a layer as stored, [d, heads * channels], a block of `nChannels` columns a head; or why they cannot be had. */
export type Projected =
  | { readonly data: Float32Array; readonly nHeads: number; readonly nChannels: number }
  | { readonly whyNot: string };

/** W_Q, W_K and W_V of a layer; heads may share those of keys and values. */
export type ProjectionWeights = Readonly<Record<'query' | 'key' | 'value', Projected>>;

/** A layer on another text: `run` has the patterns of this layer alone, as the one layer of its one stack, and no scores. */
export type AgainstLayer = { readonly run: ModelRun; readonly layer: InsideLayer };

export type InsideAnswer =
  | { readonly about: 'layer'; readonly layer: InsideLayer }
  | { readonly about: 'sharpness'; readonly effect: SharpnessEffect }
  | { readonly about: 'direct'; readonly direct: DirectLogits }
  | { readonly about: 'word'; readonly word: WordWritten }
  | { readonly about: 'sought'; readonly sought: WordSought }
  | { readonly about: 'copying'; readonly copying: CopyingScores }
  | { readonly about: 'weights'; readonly weights: ProjectionWeights }
  | { readonly about: 'lengths'; readonly lengths: OfferedLengths }
  /** Labels of weight x length, each row divided by its sum: of one head, and of a stack as it is, layers that lack it left out. */
  | { readonly about: 'sent-label'; readonly report: HeadReport }
  | { readonly about: 'sent-labels'; readonly reports: readonly HeadReport[] }
  | { readonly about: 'against'; readonly against: AgainstLayer }
  /** An honest no: which question, and why it cannot be answered for this model. */
  | { readonly about: 'refused'; readonly of: InsideQuestion['about']; readonly refusal: Refusal };
