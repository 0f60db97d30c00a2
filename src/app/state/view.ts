import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import type { AskSide } from '../../core/ask/answers.ts';
import type { StageId } from '../../core/inside/stages.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import type { Sampling } from '../../core/write/nextToken.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { BackendWish, WeightsWish } from '../../inference/protocol.ts';
import type { PageName } from './pageNames.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';

/** What the heads of the grid are coloured by, in the order in which it is offered. */
export const COLOR_KEYS = ['weight', 'asked', 'label', 'importance', 'note', 'entropy', 'distance', 'sent'] as const;
export type ColorKey = (typeof COLOR_KEYS)[number];
export const SORT_KEYS = ['layer', 'label', 'score', 'entropy', 'distance', 'sink'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
/** Heads that another softmax is tried on: the one looked into, its layer, or all. */
export type TriedOn = 'head' | 'layer' | 'all';
/** What the map of one head shows of each query and key: how much it looks there, how much comes from there, or that as shares of the row. */
export const MAP_KINDS = ['weight', 'sent', 'share'] as const;
export type MapKind = (typeof MAP_KINDS)[number];
/** Lengths of the layer that is timed, in tokens. */
export const TIMED_LENGTHS = ['64', '256', '512'] as const;
type TimedLength = (typeof TIMED_LENGTHS)[number];
export type ThemeWish = 'auto' | 'light' | 'dark';
/** With heads switched off, which patterns are drawn. */
export type Picture = 'before' | 'after' | 'difference';

/** What a link restores: small, and every field is one row of the table in fields.ts. */
export type View = {
  /** Of a model that comes with the page, of a repository ("owner/name"), or of what was opened ("opened:name"). */
  readonly modelId: string;
  /** Path of the one graph that was chosen of several; null for what names say. */
  readonly graph: string | null;
  /** What inputs that nobody knows are fed with, as `writeInputUses` writes it; null for what is guessed. */
  readonly inputs: string | null;
  /** Origin of the model hub, or of a mirror. */
  readonly host: string;
  readonly revision: string;
  readonly weights: WeightsWish;
  readonly text: string;
  /** Second sentence, or what the model of two texts is to have written; null while the box is closed. */
  readonly pair: string | null;
  /** Ids of the tokens that the model wrote on behind the text; null while it is not asked to write on. */
  readonly written: readonly number[] | null;
  /** How it draws the next token; null: it takes the likeliest. */
  readonly sampling: Sampling | null;
  /** Which stack of an encoder-decoder model is shown; null for the first. */
  readonly stack: AttentionKind | null;
  readonly backend: BackendWish;
  /** Pinned heads in the order they were pinned. */
  readonly heads: readonly HeadRef[];
  /** Position of the word that was asked about; `none`: let go; `auto`: the page chooses one for each sentence. */
  readonly asked: number | 'none' | 'auto';
  /** Whether that word is asked where it looks, or who looks at it. */
  readonly side: AskSide;
  /** The queries and keys that the heatmaps show, counted in the stack on screen; null: all of them. */
  readonly stretch: Stretch | null;
  readonly scale: ScaleMode;
  readonly hidesSinks: boolean;
  readonly showsEvidence: boolean;
  readonly color: ColorKey;
  readonly sort: SortKey;
  readonly filter: LabelId | null;
  /** Heads whose strongest label scores less are dimmed. */
  readonly minScore: number;
  /** Whether the labels of the head that is looked at stand under it, with their scores and gates. */
  readonly showsWhy: boolean;
  readonly panel: PageName;
  /** Heads turned down, in the order in which they were; none: the model as it is. */
  readonly ablation: readonly TurnedHead[];
  readonly mode: AblationMode;
  readonly picture: Picture;
  /** Layers of the stack on screen that are drawn as one head, the average of theirs; rising. It switches nothing off. */
  readonly oneHead: readonly number[];
  /** Heads closer than this are alike. */
  readonly groups: number;
  /** Which keys heads are held against each other on. */
  readonly keys: AlikeKeys;
  /** The two heads that are held side by side. */
  readonly twins: readonly [HeadRef, HeadRef] | null;
  /** The query and the key whose road through the head is shown; null: the asked word, and what its row looks at most. */
  readonly cell: readonly [query: number, key: number] | null;
  /** Which step of the head is looked into. */
  readonly stage: StageId;
  /** Another text that the head is looked into on as well; null while none is. */
  readonly against: string | null;
  /** A word of the vocabulary that is asked about besides, as it was typed; empty for none. */
  readonly word: string;
  /** The words that heads may look at: typed, or a ready list as core/words/wordLists.ts writes it. */
  readonly words: string;
  /** What the map of the head shows; null: what the step that is looked into is about. */
  readonly map: MapKind | null;
  /** What scores are divided by before the softmax that is tried out: 1 as the model has it. */
  readonly tau: number;
  /** Whether the softmax that is tried out does without the scale. */
  readonly isUnscaled: boolean;
  /** Which heads it is tried on. */
  readonly triedOn: TriedOn;
  /** How many heads are compared in what layer, as a link writes it (core/cost/setupAddress.ts); null while that is the model's own. */
  readonly cost: string | null;
  /** Which page of which lesson is open: "six-steps.3"; "list", "glossary" or "reading" for what stands there besides, null for none. */
  readonly lesson: string | null;
  /** What is on the drawing pad (`Sketch.written`); null for the picture that it begins with. */
  readonly drawing: string | null;
  /** How many tokens the layer that is timed has. */
  readonly timed: TimedLength;
  readonly isLarge: boolean;
  /** Whether it is shown to a room: large words, and little but the picture and the lesson. */
  readonly isPresenting: boolean;
  readonly theme: ThemeWish;
};
