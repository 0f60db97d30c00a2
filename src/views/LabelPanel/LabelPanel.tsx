import type { ReactNode } from 'react';
import { LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import type { HeadReport, LabelId, LabelScore } from '../../core/labels/report.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { formatHead } from '../../core/selection.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { LabelDetail, TooShort } from './LabelDetail.tsx';
import styles from './LabelPanel.module.css';

type LabelPanelProps = {
  /** Null while the labels are on their way. */
  readonly report: HeadReport | null;
  /** Whether labels are on their way; false where there are none to come. */
  readonly isComing: boolean;
  readonly selected: LabelId | null;
  readonly onSelect: (label: LabelId) => void;
  readonly isPreview: boolean;
  readonly nSentences: number;
  /** Whether tokens are patches of a picture; words of a sentence without it. */
  readonly piece?: Piece;
  /** What labels are of where that is not where the head looks: "on weight × length". */
  readonly basis?: string;
  /** Stands under the list of labels. */
  readonly children?: ReactNode;
};

const STATUS_ORDER = ['assigned', 'implied', 'hint', 'absent', 'not-assessable'] as const;

/** Why a head has its label: every label with its score, and for one of them rule, score, chance, share, rows and z. */
export function LabelPanel(props: LabelPanelProps) {
  const { report, isComing, selected, onSelect, isPreview, nSentences, piece = 'word', basis, children } = props;
  if (report === null) {
    return (
      <section className={styles.panel} aria-label="Labels of the head" aria-busy={isComing}>
        {isComing ? null : <p>No labels are made here: the keys are other pieces than the queries.</p>}
      </section>
    );
  }
  const labels = report.labels.toSorted(
    (a, b) => STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status) || order(b) - order(a),
  );
  const isTooShort = report.strongest === null;
  // What could be measured on so few tokens means nothing, so it is not shown.
  const shownScore = ({ score }: LabelScore): number => (isTooShort ? Number.NaN : score);
  const chosen = labels.find((score) => score.label === (selected ?? report.strongest)) ?? labels[0];
  return (
    <section
      className={styles.panel}
      aria-label={`Labels of ${formatHead(report)}${basis === undefined ? '' : `, ${basis}`}`}
    >
      {isTooShort && selected === null ? <TooShort report={report} /> : null}
      {chosen === undefined || (isTooShort && selected === null) ? null : (
        <LabelDetail
          report={report}
          score={chosen}
          isPreview={isPreview}
          nSentences={nSentences}
          piece={piece}
          {...(basis !== undefined && { basis })}
        />
      )}
      <ul className={styles.list}>
        {labels.map((score) => (
          <li key={score.label}>
            <button
              type="button"
              className={styles.entry}
              data-status={score.status}
              aria-pressed={score.label === chosen?.label && (selected !== null || !isTooShort)}
              aria-label={`${LABEL_WORDS[score.label].name} ${twoDecimals(shownScore(score))}: ${STATUS_WORDS[score.status]}`}
              title={ofPiece(LABEL_WORDS[score.label].rule, piece)}
              onClick={() => onSelect(score.label)}
            >
              <Glyph shape={LABEL_WORDS[score.label].glyph} />
              <span className={styles.name}>{LABEL_WORDS[score.label].name}</span>{' '}
              <ScoreBar score={shownScore(score)} gates={score.gates} />
              <span className={styles.number}>{twoDecimals(shownScore(score))}</span>
            </button>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

/** The words for a label's status; "implied" names what explains it in the detail. */
const STATUS_WORDS: Readonly<Record<LabelScore['status'], string>> = {
  assigned: 'assigned',
  implied: 'implied by another label',
  hint: 'hint only',
  absent: 'absent',
  'not-assessable': 'cannot be judged here',
};

function ScoreBar({ score, gates }: Pick<LabelScore, 'score' | 'gates'>) {
  const needed = gates.find((gate) => gate.name === 'score')?.needed;
  const width = Number.isFinite(score) ? Math.max(0, Math.min(1, score)) : 0;
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={styles.fill} style={{ width: `${width * 100}%` }} />
      {needed === undefined ? null : <span className={styles.needed} style={{ left: `${needed * 100}%` }} />}
    </span>
  );
}

function order({ score }: LabelScore): number {
  return Number.isFinite(score) ? score : -2;
}
