import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { DirectLogits, InsideQuestion } from '../../core/inside/questions.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace, visibleText } from '../../core/tokenText.ts';
import { alignedChanges, alignedNumbers, preciseChange, preciseNumber } from '../../views/parts/numbers.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { askedToken } from './askedToken.ts';
import type { ChosenToken } from './askedToken.ts';
import { AskWord } from './AskWord.tsx';
import { HeadBars } from './HeadBars.tsx';
import { InsideTrouble } from './InsideTrouble.tsx';
import { KeyBars, ofAllowed } from './KeyBars.tsx';
import type { PartProps } from './partProps.ts';
import { ofRun } from './rowBasis.ts';
import { refusalWords } from './refusals.ts';
import { ScoreParts } from './ScoreParts.tsx';
import { Spoken } from './Spoken.tsx';
import { useInside } from '../shown/useInside.ts';
import styles from './inside.module.css';

const ROLE_WORDS: Readonly<Record<DirectLogits['tokens'][number]['role'], string>> = {
  predicted: 'the model’s first guess',
  next: 'what comes next in the text',
  asked: 'asked for',
};

const NOTHING: readonly never[] = [];
const selectWord = (state: AppState) => state.view.word;
const newestOf = ({ inside }: AppState) => inside.direct?.found ?? null;

/** What the head adds to the scores of the next word at the pinned query, and beside it what switching the head off changes. */
export function DirectPart({ stack, head, road, pinned }: PartProps) {
  const [chosen, setChosen] = useState<ChosenToken | null>(null);
  const typed = useApp(selectWord);
  // A class has a name and no token.
  const hasWords = stack.run.image === null && !stack.run.classes;
  const { off } = stack;
  const { kind } = stack.tensor;
  const choices = useMemo(() => [...new Map(stack.run.tokens.map((token) => [token.id, token])).values()], [stack.run]);
  const modelId = stack.run.model.id;
  const asked = askedToken(chosen, modelId, choices);
  const question = useMemo(
    () =>
      ({
        about: 'direct',
        kind,
        head,
        query: pinned.query,
        tokens: asked === null ? NOTHING : [asked],
        words: typed === '' || !hasWords ? NOTHING : [typed],
        ...ofRun(off),
      }) as const,
    [kind, head, pinned.query, asked, typed, hasWords, off],
  );
  const inside = useInside('direct', question);
  const { answer, error } = inside;
  const newest = useApp(newestOf);
  // Another word that is asked about leaves what is there until its answer comes.
  const isOlder = newest?.run === stack.run && isOfSameHead(newest.question, question);
  const shown = answer ?? (isOlder ? newest.answer : null);
  const name = headName(stack.tensor, head);
  const query = stack.queryTokens[pinned.query];
  return (
    <div className={styles.stage} role="group" aria-label="Direct logits">
      <h3 className={styles.title}>
        What {name} adds to the scores at {query === undefined ? pinned.query : nameInPlace(query)}
      </h3>
      <InsideTrouble asked={inside} kept={shown === null ? '' : 'What was found before stays.'} />
      {shown === null && error === null ? (
        <p className={styles.words} role="status">
          The model runs without each head of the layer …
        </p>
      ) : null}
      {shown?.about === 'refused' ? <p className={styles.refusal}>{refusalWords(shown.refusal)}</p> : null}
      {shown?.about === 'direct' ? (
        <Found direct={shown.direct} stack={stack} head={head} road={road} pinned={pinned}>
          {hasWords ? (
            <div className={styles.controls}>
              <label>
                another word of this text{' '}
                <select
                  aria-label="Another word"
                  value={asked ?? ''}
                  onChange={(event) =>
                    setChosen(event.target.value === '' ? null : { id: Number(event.target.value), modelId })
                  }
                >
                  <option value="">none</option>
                  {choices.map((token) => (
                    <option key={token.id} value={token.id}>
                      {visibleText(token)}
                    </option>
                  ))}
                </select>
              </label>
              <AskWord word={typed} found={shown.direct.words[0] ?? null} onAsk={askWord} />
            </div>
          ) : null}
        </Found>
      ) : null}
    </div>
  );
}

function askWord(word: string): void {
  dispatch({ type: 'viewChanged', change: { word } });
}

function isOfSameHead(one: InsideQuestion, other: InsideQuestion): boolean {
  return (
    one.about === 'direct' &&
    other.about === 'direct' &&
    one.kind === other.kind &&
    one.off === other.off &&
    one.query === other.query &&
    one.head.layer === other.head.layer &&
    one.head.head === other.head.head
  );
}

type FoundProps = Pick<PartProps, 'stack' | 'head' | 'road' | 'pinned'> & {
  readonly direct: DirectLogits;
  readonly children: ReactNode;
};

function Found({ direct, stack, head, road, pinned, children }: FoundProps) {
  const [chosen, setChosen] = useState(0);
  const name = headName(stack.tensor, head);
  const { tokens, promoted, suppressed, notes, sumError, parts, whyNoParts, meanDirect, meanMeasured } = direct;
  const token = tokens[chosen] ?? tokens[0];
  const numbers = alignedChanges(tokens.flatMap((one) => [one.head, one.measured ?? Number.NaN]));
  const means = alignedNumbers([meanDirect, meanMeasured ?? Number.NaN]);
  // By key they are of the pinned query: at another one that is pointed at nothing is drawn.
  const isHere = road.row.query === pinned.query;
  return (
    <>
      <table className={styles.facts}>
        <caption>
          {withTerms('Direct logits, over the average of the vocabulary', { 'Direct logits': 'direct-logits' })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{stack.run.classes ? 'class' : 'word'}</th>
            <th scope="col">which</th>
            <th scope="col">{name} adds directly</th>
            <th scope="col">score with {name} on, less with it off</th>
            <th scope="col">score of the model</th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((one, at) => (
            <tr key={`${one.role} ${one.id}`}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.word}
                  aria-pressed={one === token}
                  onClick={() => setChosen(at)}
                  dir="auto"
                >
                  {visibleText(one)}
                </button>
              </th>
              <td className={styles.plain}>{ROLE_WORDS[one.role]}</td>
              <td>{numbers[2 * at]}</td>
              <td>{one.measured === null ? 'cannot be measured' : numbers[2 * at + 1]}</td>
              <td>{preciseNumber(one.logit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {children}
      {token === undefined ? null : (
        <>
          {token.byKey === null || !isHere ? null : (
            <KeyBars
              stack={stack}
              query={pinned.query}
              lit={road.key}
              rows={[
                {
                  id: 'byKey',
                  name: `added to “${visibleText(token)}”, by the key it comes from`,
                  tone: 'output',
                  values: ofAllowed(token.byKey, road.row.allowed),
                  textOf: preciseChange,
                },
              ]}
            />
          )}
          <HeadBars
            stack={stack}
            head={head}
            rows={[
              {
                id: 'heads',
                name: `added to “${visibleText(token)}” by each head of the layer`,
                tone: 'output',
                values: token.allHeads,
              },
            ]}
          />
        </>
      )}
      {token === undefined ? null : parts !== null && token.byPart !== null ? (
        <ScoreParts stack={stack} parts={parts} token={{ ...token, byPart: token.byPart }} />
      ) : (
        <p className={styles.words}>The whole score cannot be told part by part: {whyNoParts ?? ''}.</p>
      )}
      <div className={styles.lists}>
        <Spoken title="raised most" tokens={promoted} />
        <Spoken title="lowered most" tokens={suppressed} />
      </div>
      <p className={styles.words}>
        Directly: past all later layers, with the last norm held as it is. On less off counts what later layers make of
        it too, and often answers otherwise: for the first guess a head of this layer adds, in size and on average,{' '}
        {means[0]} directly{meanMeasured === null ? '' : `, and on less off is ${means[1] ?? ''}`}. All parts of the
        score add up to it within {preciseNumber(sumError)}. {notes.join(' ')}
      </p>
    </>
  );
}
