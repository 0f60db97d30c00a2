import { LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { percent } from '../../core/numberWords.ts';
import type { HeadRef } from '../../core/selection.ts';
import { alignedNumbers } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { ablationMessage } from '../parts/besideMessages.ts';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { basisName, textOnScreen } from '../shown/inputOnScreen.ts';
import { isRecording } from '../shown/shown.ts';
import { kindOnScreen } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { basisWords } from '../shown/basisWords.ts';
import { fidelityOf, fidelityVariants, labelOfStudy } from '../../core/study/fidelity.ts';
import { fidelityWords } from './fidelityWords.ts';
import { isUnderWay } from '../state/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';

const selectStudy = (state: AppState) => state.studies.measured.fidelity ?? null;
const selectTriedCount = (state: AppState) => state.studies.tried.length;
const selectIsThere = (state: AppState) => state.view.panel === 'importance';
const selectModes = (state: AppState) =>
  state.model.status === 'ready' ? (state.model.ablation?.modes ?? null) : null;

/** Labels that describe no single pattern to put in a head's place. */
const NO_PATTERN: ReadonlySet<LabelId> = new Set(['heterogeneous', 'vertical+diagonal']);

type FidelityLineProps = {
  readonly head: HeadRef;
  readonly label: LabelId;
  /** What a token is called. */
  readonly piece: Piece;
};

/** Under the reasons for a label: whether it says all that the head does, tried on the model. */
export function FidelityLine({ head, label, piece }: FidelityLineProps) {
  const found = useApp(selectStudy);
  const modes = useApp(selectModes);
  const kind = useApp(kindOnScreen);
  const text = useApp(textOnScreen);
  const isRecorded = useApp(isRecording);
  const canTry = modes !== null && modes.includes('ideal') && modes.includes('mean');
  if (NO_PATTERN.has(label) || !(canTry || isRecorded)) return null;
  const study = found !== null && labelOfStudy(found, head, kind) === label ? found : null;
  const isOther = study !== null && basisName(study.basis) !== text;
  return (
    <>
      {canTry ? (
        <button
          type="button"
          disabled={isUnderWay(study)}
          title="Runs the model with the head replaced by exactly what its label describes, and with the head off"
          onClick={() => {
            const variants = fidelityVariants({ ...head, kind, keep: 0 }, label);
            dispatch({ type: 'measureAsked', purpose: 'fidelity', variants, onSentence: true });
          }}
        >
          Is the label enough?
        </button>
      ) : study === null ? null : (
        <span>Is the label enough? </span>
      )}
      <span role="status">
        {study === null ? (
          ''
        ) : (
          <Answer study={study} says={ofPiece(LABEL_WORDS[label].says, piece)} isOther={isOther} />
        )}
      </span>
      <InlineAlert error={study?.status === 'failed' ? study.error : null} wordsOf={ablationMessage} />
    </>
  );
}

/** Leads to the numbers of all that were tried. */
function TriedLink() {
  const nTried = useApp(selectTriedCount);
  const isThere = useApp(selectIsThere);
  if (nTried < 2 || isThere) return null;
  return (
    <button type="button" onClick={() => dispatch({ type: 'viewChanged', change: { panel: 'importance' } })}>
      All {nTried} as a table
    </button>
  );
}

type AnswerProps = { readonly study: MeasureStudy; readonly says: string; readonly isOther: boolean };

function Answer({ study, says, isOther }: AnswerProps) {
  const fidelity = fidelityOf(study);
  if (isUnderWay(study)) return <>Trying …</>;
  if (fidelity === null)
    return study.status === 'done' ? <>The label describes no pattern to put in its place here.</> : null;
  const { value, measure, mean, ideal } = fidelity;
  const [withLabel, without] = alignedNumbers([ideal, mean]);
  return (
    <>
      {fidelityWords(fidelity, says)}{' '}
      {value === null ? null : (
        <>
          {/* It ends at -1: how much worse it may be says nothing more. */}
          <Term of="fidelity">Fidelity</Term> <b>{`${value <= -1 ? '≤ ' : ''}${percent(value).replace('-', '−')}`}</b>
          :{' '}
        </>
      )}
      {measure === 'kl' ? 'KL' : 'turn'} <b>{withLabel}</b> with the label alone, <b>{without}</b> without the head
      {isOther ? `, measured over ${basisWords(study.basis)}` : ''}. <TriedLink />
    </>
  );
}
