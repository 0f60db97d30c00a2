import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { ModelInput } from '../../core/modelInputs.ts';
import { counted } from '../../core/numberWords.ts';
import { examplesOf } from '../state/catalog.ts';
import { EXAMPLES } from '../state/examples.ts';
import { Choice } from './Choice.tsx';
import { InlineAlert } from './InlineAlert.tsx';
import { basisMessage } from './besideMessages.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { heldOutNames, heldOutNow, MAX_SENTENCES, sentencesOf } from '../shown/basis.ts';
import styles from './studies.module.css';

const BASES = ['sentence', 'list'] as const;

const selectSentences = (state: AppState) => state.studies.sentences;
const selectTakes = (state: AppState) => (state.model.status === 'ready' ? state.model.model.takes : 'text');

const selectOwn = ({ catalog, model }: AppState) =>
  examplesOf(catalog, model.status === 'ready' ? model.model.id : undefined);

/** The masks of examples say something to masked models only. */
const selectIsMasked = (state: AppState) =>
  state.model.status === 'ready' && state.model.ablation?.objective === 'masked-token';

/** What studies rest on: the sentence on screen or a pasted list; at a model of pictures the picture, or held-out ones beside the model. */
export function BasisChoice() {
  const { isList, error } = useApp(selectSentences);
  const takes = useApp(selectTakes);
  const heldOut = useApp(heldOutNow);
  const { isListed } = MODEL_INPUTS[takes];
  if (!isListed && heldOut === null) return null;
  const here = isListed ? 'this sentence' : 'this picture';
  const several = isListed ? 'a list of sentences' : `${heldOut?.n} held-out pictures`;
  return (
    <div className={styles.basis}>
      <Choice
        name="basis"
        title="Over"
        values={BASES}
        value={isList ? 'list' : 'sentence'}
        wordsOf={(one) => (one === 'list' ? several : here)}
        onChange={(one) => change({ isList: one === 'list' })}
      />
      {!isList ? null : isListed ? <PastedList takes={takes} /> : <HeldOutWords />}
      <InlineAlert
        error={error}
        wordsOf={basisMessage}
        {...(error?.code === 'model-fetch-failed' && { onAgain: () => change({ isList: true }) })}
      />
    </div>
  );
}

/** Sentences to paste, or to take from the examples. */
export function PastedList({ takes }: { readonly takes: ModelInput }) {
  const { list } = useApp(selectSentences);
  const isMasked = useApp(selectIsMasked);
  const texts = sentencesOf({ list });
  const own = useApp(selectOwn);
  const measured = EXAMPLES.filter(({ isMeasured, text }) => isMeasured && (isMasked || !/\[MASK\]/.test(text)));
  const examples = own.length > 0 ? own : measured.map(({ text }) => text);
  return (
    <>
      <textarea
        aria-label="Sentences, one a line"
        placeholder="Paste sentences, one a line"
        rows={4}
        value={list}
        spellCheck={false}
        onChange={(event) => change({ list: event.target.value })}
      />
      <span className={styles.count}>
        {counted(texts.length, 'sentence')}
        {texts.length === MAX_SENTENCES ? ', no more are taken' : ''}; one list for Importance, Alike and Words
        {!MODEL_INPUTS[takes].hasExamples ? null : (
          <button type="button" onClick={() => change({ list: examples.join('\n') })}>
            Fill in the {examples.length} examples
          </button>
        )}
      </span>
    </>
  );
}

/** What the held-out pictures are, and whether they are there. */
function HeldOutWords() {
  const names = useApp(heldOutNames);
  const { error } = useApp(selectSentences);
  return (
    <span className={styles.count} role="status">
      The model was not trained on them, and their true classes are known
      {names === null && error === null ? '; they are being fetched …' : '.'}
    </span>
  );
}

function change(what: Partial<AppState['studies']['sentences']>): void {
  dispatch({ type: 'sentencesChanged', change: what });
}
