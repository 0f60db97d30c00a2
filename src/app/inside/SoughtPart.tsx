import { useMemo, useState } from 'react';
import type { WordSought } from '../../core/inside/questions.ts';
import { probabilityPercent } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import { visibleText } from '../../core/tokenText.ts';
import { alignedNumbers } from '../../views/parts/numbers.ts';
import { AsItIs } from './AsItIs.tsx';
import { InsideTrouble } from './InsideTrouble.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { useInside } from '../shown/useInside.ts';
import styles from './inside.module.css';

/** So many of them stand in the list. */
const N_LISTED = 10;

/** Which words of the text the query's word scores highest by this head, each of them alone. */
export function SoughtPart(part: PartProps) {
  const { stack, pinned } = part;
  const token = stack.queryTokens[pinned.query];
  const [isWanted, setWanted] = useState(false);
  // Neither a patch nor a learned query stands in a vocabulary.
  if (token === undefined || pieceWord(stack, 'query') !== 'word' || pieceWord(stack, 'key') !== 'word') return null;
  return (
    <div className={styles.stage} role="group" aria-label="Words that it looks for, alone">
      <div className={styles.controls}>
        <button type="button" aria-pressed={isWanted} onClick={() => setWanted(!isWanted)}>
          which words of this text does <i dir="auto">{visibleText(token)}</i> score highest, each alone?
        </button>
      </div>
      {isWanted ? <AsItIs stack={stack} /> : null}
      {isWanted ? <Sought {...part} token={token.id} /> : null}
    </div>
  );
}

function Sought({ stack, head, pinned, token }: PartProps & { readonly token: number }) {
  const { kind } = stack.tensor;
  const question = useMemo(() => {
    const among = [...new Set(stack.keyTokens.flatMap(({ id, special }) => (special ? [] : [id])))];
    return { about: 'sought', kind, head, token, among } as const;
  }, [kind, head, token, stack.keyTokens]);
  const asked = useInside('sought', question);
  const { answer } = asked;
  if (asked.error !== null) return <InsideTrouble asked={asked} />;
  if (answer === null)
    return (
      <p className={styles.words} role="status">
        The model runs with each word alone …
      </p>
    );
  if (answer.about === 'refused') return <p className={styles.refusal}>{refusalWords(answer.refusal)}</p>;
  const key = stack.keyTokens[pinned.key];
  return <Found found={answer.sought} name={headName(stack.tensor, head)} pinned={key?.id ?? null} />;
}

type FoundProps = { readonly found: WordSought; readonly name: string; readonly pinned: number | null };

function Found({ found: { token, sought, notes }, name, pinned }: FoundProps) {
  const listed = sought.slice(0, N_LISTED);
  const scores = alignedNumbers(listed.map(({ score }) => score));
  const ofBias = alignedNumbers(listed.map((one) => one.ofBias ?? Number.NaN));
  const hasBias = listed.some((one) => one.ofBias !== null);
  const place = sought.findIndex(({ id }) => id === pinned);
  const key = sought[place];
  return (
    <>
      <table className={styles.facts}>
        <caption>
          Scores that “{visibleText(token)}” gives by {name}, each word alone
        </caption>
        <thead>
          <tr>
            <th scope="col">word</th>
            <th scope="col">score</th>
            {hasBias ? <th scope="col">of it from the bias b_Q, for any word that looks</th> : null}
          </tr>
        </thead>
        <tbody>
          {listed.map((one, at) => (
            <tr key={one.id}>
              <th scope="row" dir="auto">
                {visibleText(one)}
              </th>
              <td>{scores[at]}</td>
              {hasBias ? <td>{ofBias[at]}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.words}>
        {key === undefined
          ? ''
          : `“${visibleText(key)}” is number ${place + 1} of the ${sought.length} words of this text. `}
        By chance any one of them is first in {probabilityPercent(1 / sought.length)}. Each stands alone behind the
        start of a text, the word that looks as well, all at the same position, so what that position brings is in it
        too; no unit. {notes.join(' ')} In this text other words have moved what stands in the stream: its own scores
        are those above.
      </p>
    </>
  );
}
