import { nTextsOn } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { OfferedLengths } from '../../core/inside/questions.ts';
import { sentStack } from '../../core/inside/sentStack.ts';
import type { Objective } from '../../core/effect/effect.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { ClassScore } from '../../core/study/importance.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { cutText } from '../../core/quote.ts';
import { formatHead, hasHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { NOTE_KINDS } from '../../core/notes/notes.ts';
import type { HeadNote, NoteKind } from '../../core/notes/notes.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { rampColor } from '../../views/paint/ramp.ts';
import { signedColor } from '../../views/paint/signedRamp.ts';
import { differenceTicks } from '../../views/parts/DifferenceLegend.tsx';
import { distanceTicks } from '../../views/parts/distanceTicks.ts';
import type { HeadFact } from '../../views/parts/fact.ts';
import type { LengthsBefore } from './sentMaps.ts';
import type { AlikeStudy, MeasureStudy } from '../state/studies.ts';
import type { ColorKey } from '../state/view.ts';
import { alikeOf, distanceFacts } from './alike.ts';
import { kindWords, placeOfNote } from './headNotes.ts';
import { factsFrom, otherBasis } from './otherBasis.ts';
import { shownImportance } from './shownImportance.ts';
import { askOf } from './ask.ts';
import type { AskView } from './ask.ts';
import type { GridColoring } from './coloring.ts';
import { pieceWord } from './pieceWord.ts';
import type { ShownStack } from './useStack.ts';

/** What a colouring is made of. */
type ColorGrounds = {
  readonly stack: ShownStack;
  readonly importance: MeasureStudy | null;
  readonly objective: Objective | null;
  /** What importance is told by where the true classes are known. */
  readonly by: ClassScore;
  readonly alike: AlikeStudy | null;
  readonly keys: AlikeKeys;
  /** The head that distances are taken from. */
  readonly active: HeadRef | null;
  /** What an ablation calls the stack. */
  readonly kind: AttentionKind | null;
  readonly notes: readonly HeadNote[];
  readonly ask: AskView;
  /** How long what each key offers is, of the stack on screen; while that is on its way, of the text before. */
  readonly lengths: OfferedLengths | null;
  readonly lengthsBefore: LengthsBefore | null;
  /** Labels of these maps, where they were asked for. */
  readonly sentLabels: readonly HeadReport[] | null;
  /** The sentence on screen. */
  readonly text: string;
};

/** The colours of the heads by one measure; null where there is nothing to colour by, or not yet. */
export function gridColoring(key: ColorKey, grounds: ColorGrounds): GridColoring | null {
  switch (key) {
    case 'weight':
      return null;
    case 'asked':
      return byAsked(grounds);
    case 'label':
      return byLabel(grounds);
    case 'note':
      return byNote(grounds);
    case 'entropy':
      return byEntropy(grounds);
    case 'importance':
      return byImportance(grounds);
    case 'distance':
      return byDistance(grounds);
    case 'sent':
      return bySent(grounds);
  }
}

function byAsked({ stack, ask }: ColorGrounds): GridColoring | null {
  const shown = askOf(stack, ask);
  if (shown === null) return null;
  const { answers, position, side } = shown;
  const [asked, others] =
    side === 'query' ? [stack.queryTokens, stack.keyTokens] : [stack.keyTokens, stack.queryTokens];
  const wordAt = (tokens: typeof asked, at: number): string => `“${cutText(tokens[at]?.text.trim() ?? '')}”`;
  const facts = new Map(
    [...answers.said, ...answers.vague, ...answers.resting].map((answer): [string, HeadFact] => {
      const isSome = answer.position !== null;
      return [
        formatHead(answer.head),
        {
          value: isSome ? answer.weight : null,
          text: isSome ? twoDecimals(answer.weight) : '',
          words: isSome ? `${twoDecimals(answer.weight)}, ${wordAt(others, answer.position)}` : '',
          isFaint: false,
          tone: 'amount',
        },
      ];
    }),
  );
  const word = wordAt(asked, position);
  const other = pieceWord(stack, side === 'query' ? 'key' : 'query');
  const title =
    side === 'query'
      ? `Weight of ${word} on the ${other} each head looks at most, sinks aside`
      : `Weight on ${word} of the ${other} that looks at it most in each head`;
  return {
    title,
    facts,
    max: 1,
    from: null,
    legend: { kind: 'ramp', title, ticks: distanceTicks(1), colorOf: rampColor },
  };
}

/** Labels by what they have to do with, each family with a colour of its own; signs and words tell the labels apart. */
const FAMILIES: readonly { readonly words: string; readonly place: number; readonly labels: readonly LabelId[] }[] = [
  { words: 'by place', place: 0, labels: ['previous', 'next', 'self', 'offset', 'local', 'aligned'] },
  { words: 'rests', place: 1, labels: ['delimiter', 'first', 'resting', 'vertical+diagonal'] },
  {
    words: 'by word',
    place: 2,
    labels: ['same_token', 'induction', 'punctuation', 'vertical', 'long_range', 'block'],
  },
  { words: 'spreads out', place: 3, labels: ['broad', 'uniform'] },
  { words: 'no clear pattern', place: -1, labels: ['heterogeneous'] },
];

function byLabel({ stack: { reports } }: ColorGrounds): GridColoring | null {
  if (reports === null) return null;
  const familyOf = new Map(FAMILIES.flatMap((family) => family.labels.map((label) => [label, family] as const)));
  const facts = new Map(
    reports.map((report): [string, HeadFact] => {
      const family = report.strongest === null ? undefined : familyOf.get(report.strongest);
      return [
        formatHead(report),
        { value: family?.place ?? null, text: '', words: family?.words ?? '', isFaint: false, tone: 'group' },
      ];
    }),
  );
  const groups = FAMILIES.map(({ words, place }) => ({
    place,
    words,
    mark: '',
    count: [...facts.values()].filter(({ value }) => value === place).length,
  })).filter(({ count }) => count > 0);
  const title = 'Where heads look, by their label';
  return { title, facts, max: 1, from: null, legend: { kind: 'groups', title, groups } };
}

/** Kinds of notes in the order of their colours, and heads whose note has none. */
const NOTE_GROUPS: readonly { readonly kind: NoteKind | null; readonly place: number }[] = [
  ...NOTE_KINDS.map((kind, place) => ({ kind, place })),
  { kind: null, place: -1 },
];

function byNote({ notes, stack: { tensor } }: ColorGrounds): GridColoring | null {
  const noted = notes.flatMap((note) => {
    const place = placeOfNote(tensor, note);
    return place === null ? [] : [{ name: formatHead(place), kind: note.kind }];
  });
  if (noted.length === 0) return null;
  const groups = NOTE_GROUPS.map(({ kind, place }) => ({
    place,
    ...kindWords(kind),
    count: noted.filter((one) => one.kind === kind).length,
  })).filter(({ count }) => count > 0);
  const facts = new Map(
    noted.map(({ name, kind }): [string, HeadFact] => {
      const value = NOTE_GROUPS.find((one) => one.kind === kind)?.place ?? null;
      // The words of the note are read out by its mark.
      return [name, { value, text: '', isFaint: false, tone: 'group' }];
    }),
  );
  const title = 'What your notes say';
  return { title, facts, max: 1, from: null, legend: { kind: 'groups', title, groups } };
}

function byEntropy({ stack: { reports } }: ColorGrounds): GridColoring | null {
  if (reports === null) return null;
  const entropies = reports.map(({ stats }) => stats.entropyNats);
  const max = Math.max(0, ...entropies.filter(Number.isFinite)) || 1;
  const facts = new Map(
    reports.map((report): [string, HeadFact] => {
      const { entropyNats } = report.stats;
      const isKnown = Number.isFinite(entropyNats);
      return [
        formatHead(report),
        {
          value: isKnown ? entropyNats : null,
          text: isKnown ? twoDecimals(entropyNats) : '',
          words: `entropy ${twoDecimals(entropyNats)} nats`,
          isFaint: false,
          tone: 'amount',
        },
      ];
    }),
  );
  const title = 'Entropy: how widely each head spreads, in nats';
  return {
    title,
    facts,
    max,
    from: null,
    legend: { kind: 'ramp', title, ticks: distanceTicks(max), colorOf: rampColor },
  };
}

function byImportance({ importance, objective, by, stack, kind, text }: ColorGrounds): GridColoring | null {
  if (importance === null) return null;
  const { title: what, facts, max, unit } = shownImportance(importance, objective, stack, kind, by).map;
  const end = max || 1;
  const title = `${what}, ${unit}`;
  const from = otherBasis(importance.basis, text);
  return {
    title,
    facts: factsFrom(facts, from),
    max: end,
    from,
    legend: {
      kind: 'ramp',
      title,
      ticks: differenceTicks(end),
      colorOf: (scheme, share) => signedColor(scheme, 2 * share - 1),
    },
  };
}

function byDistance({ alike, keys, active, stack: { tensor }, text }: ColorGrounds): GridColoring | null {
  const comparison = alikeOf(alike, tensor.kind);
  if (alike === null || comparison === null || active === null) return null;
  if (nTextsOn(comparison, keys) === 0 || !hasHead(comparison, active)) return null;
  const name = headName(tensor, active);
  const title = `Distance from ${name}${keys === 'all' ? '' : ' on content keys'}`;
  const from = otherBasis(alike.basis, text);
  return {
    title,
    facts: factsFrom(distanceFacts(comparison, active, name, keys), from),
    max: 1,
    from,
    legend: {
      kind: 'ramp',
      title,
      ticks: distanceTicks(1),
      colorOf: (scheme, share) => rampColor(scheme, 1 - share),
    },
  };
}

/** Not a colour of each head but other maps: of the model as it is, also where heads are off. */
function bySent({ stack, lengths: newest, lengthsBefore, sentLabels }: ColorGrounds): GridColoring | null {
  const isLate = newest === null && lengthsBefore !== null;
  const { run, lengths } = isLate ? lengthsBefore : { run: stack.run, lengths: newest };
  const own = run.attention.find(({ kind }) => kind === stack.tensor.kind);
  if (lengths === null || own === undefined) return null;
  const { nLayers, nHeads, nKeys } = own;
  if (lengths.nLayers !== nLayers || lengths.nHeads !== nHeads || lengths.nKeys !== nKeys) return null;
  const { tensor, max } = sentStack(own, lengths);
  const left = lengths.refused.map((layer) => String(own.layerNumbers?.[layer] ?? layer));
  const without =
    left.length === 0 ? '' : `; not to be had of layer ${left.join(', ')}, which are empty: “Inside” says why`;
  const title = `Weight × length of what each key offers, in the stream${stack.isAfter ? ', no head switched off' : ''}${without}`;
  return {
    title,
    facts: new Map(),
    max,
    from: null,
    legend: { kind: 'ramp', title, ticks: distanceTicks(max), colorOf: rampColor },
    maps: { tensor, isCausal: stack.isCausal, hidden: null, mode: 'absolute' },
    ...(isLate && { isLate }),
    ...(sentLabels !== null && { labels: sentLabels }),
  };
}
