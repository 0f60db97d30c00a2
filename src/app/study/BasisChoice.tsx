import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { counted } from '../../core/numberWords.ts';
import { EXAMPLES } from '../state/examples.ts';
import { Choice } from '../parts/Choice.tsx';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { errorMessage } from '../parts/messages.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { MAX_SENTENCES, sentencesOf } from './basis.ts';
import styles from './studies.module.css';

const BASES = ['sentence', 'list'] as const;

const selectSentences = (state: AppState) => state.studies.sentences;
const selectTakes = (state: AppState) => (state.model.status === 'ready' ? state.model.model.takes : 'text');

/** The masks of examples say something to masked models only. */
const selectIsMasked = (state: AppState) =>
  state.model.status === 'ready' && state.model.ablation?.objective === 'masked-token';

/** What studies rest on: the sentence on screen, or a pasted list. */
export function BasisChoice() {
  const sentences = useApp(selectSentences);
  const takes = useApp(selectTakes);
  const isMasked = useApp(selectIsMasked);
  const { isList, list, error } = sentences;
  if (!MODEL_INPUTS[takes].isListed) return null;
  const texts = sentencesOf(sentences);
  const examples = EXAMPLES.filter(({ isMeasured, text }) => isMeasured && (isMasked || !/\[MASK\]/.test(text)));
  return (
    <div className={styles.basis}>
      <Choice
        name="basis"
        title="Over"
        values={BASES}
        value={isList ? 'list' : 'sentence'}
        wordsOf={(one) => (one === 'list' ? 'a list of sentences' : 'this sentence')}
        onChange={(one) => change({ isList: one === 'list' })}
      />
      {isList ? (
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
            {texts.length === MAX_SENTENCES ? ', no more are taken' : ''}
            {!MODEL_INPUTS[takes].hasExamples ? null : (
              <button type="button" onClick={() => change({ list: examples.map(({ text }) => text).join('\n') })}>
                Fill in the {examples.length} examples
              </button>
            )}
          </span>
        </>
      ) : null}
      <InlineAlert error={error} wordsOf={errorMessage} />
    </div>
  );
}

function change(what: Partial<AppState['studies']['sentences']>): void {
  dispatch({ type: 'sentencesChanged', change: what });
}
