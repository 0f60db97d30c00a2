import { useMemo } from 'react';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { SecondWords } from '../../core/modelInputs.ts';
import { wordsInPieces } from '../../core/wordPieces.ts';
import { Term } from '../../views/parts/Term.tsx';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { examplesOf } from '../state/catalog.ts';
import { EXAMPLES } from '../state/examples.ts';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { runOnEnter } from './runOnEnter.ts';
import { TokenLines } from './TokenLines.tsx';
import { TryList } from './TryList.tsx';
import controls from '../parts/controls.module.css';
import styles from './SentencePanel.module.css';

const GivenPart = fetched(async () => (await import('./GivenPart.tsx')).GivenPart);

const PictureAmong = fetched(async () => (await import('./PicturePart.tsx')).PictureAmong);

/** It says nothing before its model is there, and comes meanwhile. */
const GoesOnPart = fetched(async () => (await import('./GoesOnPart.tsx')).GoesOnPart);

const selectText = (state: AppState) => state.view.text;
const selectPair = (state: AppState) => state.view.pair;
const selectModel = (state: AppState) => state.shown?.model ?? null;
const selectHasRun = ({ run }: AppState) => run !== null;
const selectGoesOn = ({ run }: AppState) => Boolean(run?.foretold ?? run?.model.maskToken);
// Of a run no more than is said of it: what a part was drawn from before is kept until it is drawn again, all patterns with it.
const selectCut = ({ run }: AppState) => run?.cut ?? null;
const selectLength = ({ run }: AppState) =>
  (run?.cut?.segment === 1 ? (run.targetTokens ?? run.tokens) : run?.tokens)?.length ?? null;
const selectMaxTokens = ({ run }: AppState) => run?.model.maxTokens ?? null;

/** What the model reads: the box to type in or the image to choose, how long the text is in tokens, and the tokens. */
export function SentencePanel() {
  const text = useApp(selectText);
  const pair = useApp(selectPair);
  const model = useApp(selectModel);
  const hasRun = useApp(selectHasRun);
  const goesOn = useApp(selectGoesOn);
  const facts = MODEL_INPUTS[model?.takes ?? 'text'];
  const second = facts.hasSecond || model?.takesPair ? <SecondBox words={facts.second} pair={pair} /> : null;
  return (
    <section className={styles.panel} aria-label="Sentence and tokens">
      <div className={styles.boxes}>
        {facts.box === 'text' ? (
          <>
            <Box
              label="Sentence"
              hint={facts.hint}
              value={text}
              onChange={(value) => dispatch({ type: 'viewChanged', change: { text: value } })}
            />
            {second}
            <Examples />
            <Count isEmpty={text.trim() === ''} />
            {model?.takesPicture ? (
              <LazyPart>
                <PictureAmong />
              </LazyPart>
            ) : null}
          </>
        ) : (
          <LazyPart>
            <GivenPart box={facts.box}>{second}</GivenPart>
          </LazyPart>
        )}
      </div>
      {facts.box === 'file' ? null : hasRun ? <TokenLines /> : <div className={styles.noTokens} />}
      {goesOn ? (
        <div className={styles.goesOn}>
          <LazyPart>
            <GoesOnPart />
          </LazyPart>
        </div>
      ) : null}
    </section>
  );
}

const NAMES = EXAMPLES.map(({ name }) => name);
const selectOwn = ({ catalog, shown }: AppState) => examplesOf(catalog, shown?.model.id);

/** What is worth trying: texts of the model's own, else sentences with the model that each is about. */
function Examples() {
  const own = useApp(selectOwn);
  const isOwn = own.length > 0;
  return (
    <TryList
      names={isOwn ? own : NAMES}
      onTry={(at) => {
        const example = EXAMPLES[at];
        const text = own[at];
        if (text !== undefined)
          dispatch({ type: 'viewChanged', change: { text, pair: null, asked: 'auto', side: 'query', stretch: null } });
        else if (!isOwn && example !== undefined) dispatch({ type: 'exampleTried', example });
      }}
    />
  );
}

const selectWritten = ({ view }: AppState) => view.written;

type SecondBoxProps = { readonly words: SecondWords; readonly pair: string | null };

/** The second sentence of a pair, or what an encoder-decoder model is to have written. */
function SecondBox({ words, pair }: SecondBoxProps) {
  const written = useApp(selectWritten);
  // A box that is opened takes nothing from what is written on; without one the model writes all of it by itself again.
  const set = (value: string | null) => () =>
    dispatch({ type: 'viewChanged', change: { pair: value, written: value === null ? null : written } });
  if (pair === null) {
    return (
      <button type="button" className={controls.link} onClick={set('')}>
        {written === null ? words.add : words.begin}
      </button>
    );
  }
  return (
    <>
      <Box
        label={words.label}
        hint={words.hint}
        value={pair}
        onChange={(value) => dispatch({ type: 'viewChanged', change: { pair: value } })}
      />
      <button type="button" className={controls.link} onClick={set(null)}>
        {words.remove}
      </button>
    </>
  );
}

type BoxProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function Box({ label, hint, value, onChange }: BoxProps) {
  return (
    <textarea
      aria-label={label}
      placeholder={hint}
      className={styles.box}
      rows={1}
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      enterKeyHint="go"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={runOnEnter}
    />
  );
}

function Count({ isEmpty }: { readonly isEmpty: boolean }) {
  const cut = useApp(selectCut);
  const nTokens = useApp(selectLength);
  const maxTokens = useApp(selectMaxTokens);
  if (isEmpty) {
    return (
      <span className={styles.count} role="status">
        {nTokens === null ? 'Type a sentence to see its heads.' : 'Type a sentence. The heads of the last one stay.'}
      </span>
    );
  }
  if (nTokens === null || maxTokens === null) return <span className={styles.count} />;
  const wanted = cut?.nTokensWanted ?? nTokens;
  const isNear = wanted > 0.9 * maxTokens;
  return (
    <span className={styles.count}>
      <span
        data-near={isNear || undefined}
        data-cut={cut !== null || undefined}
        role={cut === null ? undefined : 'status'}
      >
        <b>{wanted}</b> / {maxTokens} tokens
        {cut === null ? '' : `: only the first ${nTokens} are shown`}
      </span>
      {cut === null ? <InPieces /> : null}
    </span>
  );
}

const selectTokens = ({ run }: AppState) => run?.tokens ?? null;

/** What becomes of words that the model's vocabulary lacks, said where there are some. */
function InPieces() {
  const tokens = useApp(selectTokens);
  const nWords = useMemo(() => (tokens === null ? 0 : wordsInPieces(tokens)), [tokens]);
  if (nWords === 0) return null;
  return (
    <span className={styles.pieces}>
      {nWords} <Term of="pieces">{nWords === 1 ? 'word' : 'words'} in pieces</Term>
    </span>
  );
}
