import { chipWords, LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import type { Gate, HeadReport, LabelScore, NotAssessable } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { formatHead } from '../../core/selection.ts';
import { counted, percent, twoDecimals } from '../../core/numberWords.ts';
import { withTerms } from '../parts/withTerms.tsx';
import styles from './LabelPanel.module.css';

type LabelDetailProps = {
  readonly report: HeadReport;
  readonly score: LabelScore;
  readonly isPreview: boolean;
  readonly nSentences: number;
  /** Whether tokens are patches of a picture. */
  readonly piece: Piece;
  /** What it is a label of, where that is not where the head looks. */
  readonly basis?: string;
};

/** One label of one head in words and numbers. */
export function LabelDetail({ report, score, isPreview, nSentences, piece, basis }: LabelDetailProps) {
  const say = (words: string): string => ofPiece(words, piece);
  const words = chipWords(score, score.label === report.strongest ? report.lean : undefined);
  return (
    <div>
      <h2 className={styles.title}>
        <span className={styles.head}>{formatHead(report)}</span> {say(words.says)}
        {basis === undefined ? null : `, ${basis}`}
        {isPreview ? <span className={styles.preview}>preview</span> : null}
      </h2>
      <p className={styles.rule}>
        <b>{withTerms(capital(words.name), NAME_TERMS)}</b>: {say(LABEL_WORDS[score.label].rule)}{' '}
        {say(statusSentence(score))}
      </p>
      <dl className={styles.numbers}>
        {numbersOf(score).map(([term, value]) => (
          <div key={term}>
            <dt>{withTerms(term, NUMBER_TERMS)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>seen in</dt>
          <dd>{say(counted(nSentences, 'sentence'))}</dd>
        </div>
      </dl>
      <p className={styles.stats}>
        {statsOf(report).map(([term, value]) => (
          <span key={term}>
            {withTerms(term, STAT_TERMS)} <b>{withTerms(value, STAT_TERMS)}</b>
          </span>
        ))}
      </p>
    </div>
  );
}

/** Technical names of labels that are terms of their own. */
const NAME_TERMS = { Induction: 'induction', Sink: 'sink', Resting: 'resting' } as const;
const NUMBER_TERMS = { score: 'score', chance: 'chance', attention: 'share', z: 'z' } as const;
const STAT_TERMS = { entropy: 'entropy', nats: 'nats', sinks: 'sink' } as const;

/** In place of a label where the text is too short for any. */
export function TooShort({ report }: { readonly report: HeadReport }) {
  return (
    <div>
      <h2 className={styles.title}>
        <span className={styles.head}>{formatHead(report)}</span> too short to tell
      </h2>
      <p className={styles.rule}>{REASONS['too-short']}</p>
    </div>
  );
}

const REASONS: Readonly<Record<NotAssessable, string>> = {
  'too-short': 'Too short to tell: a label needs at least 6 tokens.',
  'too-few-rows': 'Too few rows in this sentence can show it.',
  'no-target': 'Nothing in this sentence could show it.',
  'low-coverage': 'Nearly all of the attention rests on sinks, so it cannot be judged.',
  'not-for-this-model': 'It does not apply to this kind of model.',
};

function statusSentence(score: LabelScore): string {
  switch (score.status) {
    case 'assigned':
      // That no label passes its gates is no gate that holds.
      if (score.label === 'heterogeneous') return '';
      if (isEvenness(score) && score.score <= score.chance)
        return 'No more even than random weights would be: diffuse, not a pattern.';
      return score.columnP !== undefined && score.columnP > 0.05
        ? `Tentative: one popular column would do as well (p ${score.columnP.toFixed(2)}).`
        : 'Assigned: every gate holds.';
    case 'implied':
      // The column of the mark is scored on other rows, and may fail where the mark does not.
      if (score.label === 'punctuation') return 'One mark alone makes it so: without that mark it fails.';
      return `Explained by “${score.impliedBy === undefined ? 'another label' : LABEL_WORDS[score.impliedBy].name}”: without those cells it fails.`;
    case 'hint':
      return `A hint only: ${score.gates
        .filter((gate) => !gate.holds)
        .map(gateWords)
        .join('; ')}.`;
    case 'absent':
      return 'Not in this sentence.';
    case 'not-assessable':
      return score.reason === undefined ? 'Cannot be judged here.' : REASONS[score.reason];
  }
}

/** A gate that fails, with the number that stands at it. */
function gateWords({ name, got, needed }: Gate): string {
  switch (name) {
    case 'odds':
      return `1 in ${oneIn(got)} shuffles of its rows does as well, and only 1 in ${oneIn(needed)} may`;
    case 'chance':
      return `score ${format(got)}, twice the chance line of so few rows is ${format(needed)}`;
    case 'segments':
      return `one segment scores ${format(got)}, where chance reaches ${format(needed)}`;
    case 'columns':
      return `score ${format(got)}, where a taste for some columns reaches ${format(needed)}`;
    case 'score':
    case 'share':
    case 'rows':
    case 'z':
    case 'coverage':
    case 'entropy':
      return `${name} ${format(got)}, needs ${format(needed)}`;
  }
}

/** How rare it is that shuffled rows do as well. */
function oddsWords(odds: Gate | undefined): string {
  if (odds === undefined) return '';
  return `${odds.got >= 1e6 ? 'below ' : ''}1 in ${oneIn(odds.got)} (needs 1 in ${oneIn(odds.needed)})`;
}

/** A large number as one reads it: a million and more are all the same. */
function oneIn(count: number): string {
  return count >= 1e6 ? 'a million' : Math.round(count).toLocaleString('en');
}

/** Broad and uniform measure how even the weights are: random ones are fairly even, so chance is not 0 there. */
function isEvenness({ label }: LabelScore): boolean {
  return label === 'broad' || label === 'uniform';
}

function numbersOf(score: LabelScore): readonly (readonly [string, string])[] {
  const needed = (name: string): string => {
    const gate = score.gates.find((one) => one.name === name);
    return gate === undefined ? '' : ` (needs ${format(gate.needed)})`;
  };
  const odds = score.gates.find(({ name }) => name === 'odds');
  const rows: [string, number, string][] = [
    ['score', score.score, `${twoDecimals(score.score)}${needed('score')}`],
    [
      isEvenness(score) ? 'random weights give' : 'chance',
      score.chance,
      `${twoDecimals(score.chance)}${Number.isFinite(score.chance95) ? `, 19 in 20 below ${twoDecimals(score.chance95)}` : ''}`,
    ],
    [
      'share of attention',
      score.share,
      `${percent(score.share)}${needed('share') === '' ? '' : ` (needs ${percent(score.gates.find((gate) => gate.name === 'share')?.needed ?? 0)})`}`,
    ],
    [
      'weight there',
      score.raw,
      `${twoDecimals(score.raw)}${Number.isFinite(score.rawChance) ? ` (even spread ${twoDecimals(score.rawChance)})` : ''}`,
    ],
    ['rows', score.rows > 0 ? score.rows : Number.NaN, `${score.rows}${needed('rows')}`],
    ['odds', odds?.got ?? Number.NaN, oddsWords(odds)],
    ['z', score.z === 0 || isEvenness(score) ? Number.NaN : score.z, `${score.z.toFixed(1)}${needed('z')}`],
  ];
  return rows.filter(([, value]) => Number.isFinite(value)).map(([term, , text]) => [term, text]);
}

function statsOf({ stats }: HeadReport): readonly (readonly [string, string])[] {
  const rows: [string, number, string][] = [
    ['entropy', stats.entropyNats, `${twoDecimals(stats.entropyNats)} nats`],
    ['effective keys', stats.effectiveKeys, stats.effectiveKeys.toFixed(1)],
    ['on sinks', stats.sinkMass, percent(stats.sinkMass)],
    [
      'mean distance',
      stats.meanDistance,
      `${stats.meanDistance.toFixed(1)} (even ${stats.meanDistanceUniform.toFixed(1)})`,
    ],
    ['largest weight', stats.maxWeight, twoDecimals(stats.maxWeight)],
  ];
  return rows.filter(([, value]) => Number.isFinite(value)).map(([term, , text]) => [term, text]);
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
