import { useMemo, useState } from 'react';
import { COPIES_FROM } from '../../core/inside/copying.ts';
import type { CopyingScores } from '../../core/inside/questions.ts';
import { percent, probabilityPercent, twoDecimals } from '../../core/numberWords.ts';
import { headName } from '../../core/tensor.ts';
import { visibleText } from '../../core/tokenText.ts';
import { Term } from '../../views/parts/Term.tsx';
import { AsItIs } from './AsItIs.tsx';
import { HeadBars } from './HeadBars.tsx';
import { InsideTrouble } from './InsideTrouble.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import { Spoken } from './Spoken.tsx';
import { weightSignWords } from './weightSignWords.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { useInside } from '../shown/useInside.ts';
import styles from './inside.module.css';

/** What the head writes when it looks at a word that stands alone, and whether it copies. */
export function WordPart(part: PartProps) {
  const { stack, head, pinned } = part;
  const token = stack.keyTokens[pinned.key];
  const [wantsWord, setWord] = useState(false);
  const [wantsCopying, setCopying] = useState(false);
  const name = headName(stack.tensor, head);
  // A patch stands in no vocabulary, so it cannot be looked at alone.
  if (token === undefined || pieceWord(stack, 'key') !== 'word') return null;
  return (
    <div className={styles.stage} role="group" aria-label="What it writes of a word alone">
      <h3 className={styles.title}>What it writes of a word</h3>
      <div className={styles.controls}>
        <button type="button" aria-pressed={wantsWord} onClick={() => setWord(!wantsWord)}>
          when it looks at <i dir="auto">{visibleText(token)}</i>, alone
        </button>
        <button type="button" aria-pressed={wantsCopying} onClick={() => setCopying(!wantsCopying)}>
          does {name} copy? (200 words, some seconds)
        </button>
      </div>
      {wantsWord || wantsCopying ? <AsItIs stack={stack} /> : null}
      {wantsWord ? <Word {...part} token={token.id} /> : null}
      {wantsCopying ? <Copying {...part} /> : null}
    </div>
  );
}

function Word({ stack, head, token }: PartProps & { readonly token: number }) {
  const { kind } = stack.tensor;
  const question = useMemo(() => ({ about: 'word', kind, head, token }) as const, [kind, head, token]);
  const asked = useInside('word', question);
  const { answer } = asked;
  if (asked.error !== null) return <InsideTrouble asked={asked} />;
  if (answer === null) return <Waiting />;
  if (answer.about === 'refused') return <p className={styles.refusal}>{refusalWords(answer.refusal)}</p>;
  const { word } = answer;
  const name = headName(stack.tensor, head);
  return (
    <>
      <div className={styles.lists}>
        <Spoken title={`raised most by ${name} looking at “${visibleText(word.token)}”`} tokens={word.top} />
      </div>
      <p className={styles.words}>
        “{visibleText(word.token)}” itself is number {word.rankOfItself} of the vocabulary. Direct, alone, first
        position: what the head adds to the output past all later layers when the word stands alone
        {stack.run.targetTokens === null ? '' : ' at the start of the target, with the source as it is'}; of these
        numbers only order and ratio count.
      </p>
    </>
  );
}

function Copying({ stack, head }: PartProps) {
  const { kind } = stack.tensor;
  const { layer } = head;
  const question = useMemo(() => ({ about: 'copying', kind, layer }) as const, [kind, layer]);
  const asked = useInside('copying', question);
  const { answer } = asked;
  const copying = answer?.about === 'copying' ? answer.copying : null;
  const rows = useMemo(() => (copying === null ? [] : rowsOf(copying)), [copying]);
  if (asked.error !== null) return <InsideTrouble asked={asked} />;
  if (answer === null) return <Waiting />;
  if (answer.about === 'refused') return <p className={styles.refusal}>{refusalWords(answer.refusal)}</p>;
  const { nTokens, below, nVocab } = answer.copying;
  const own = answer.copying.scores[head.head] ?? 0;
  const name = headName(stack.tensor, head);
  return (
    <>
      <HeadBars stack={stack} head={head} rows={rows} />
      <p className={styles.words} role="status">
        {own >= COPIES_FROM ? (
          <>
            <b>
              {name} <Term of="copying">copies</Term>
            </b>
            : looking at a word that stands alone, it raises that word itself among the first {below} for {percent(own)}{' '}
            of {nTokens} words.
          </>
        ) : (
          <>
            Looking at a word that stands alone, {name} raises that word itself among the first {below} for{' '}
            {probabilityPercent(own)} of {nTokens} words ({twoDecimals(own)}); from {twoDecimals(COPIES_FROM)} on it
            would be said to <Term of="copying">copy</Term>.
          </>
        )}{' '}
        By chance it would be {probabilityPercent(below / nVocab)}.
      </p>
      <p className={styles.words}>{weightSignWords(answer.copying.byWeights, name, head.head)}</p>
    </>
  );
}

function rowsOf({ scores, byWeights }: CopyingScores) {
  const row = (id: string, name: string, values: Float32Array) => {
    return { id, name, tone: 'output', values, reach: 1 } as const;
  };
  return [
    row('copying', 'share of words that the head raises itself', scores),
    // Its place is kept until it is there.
    ...(byWeights === null || 'signs' in byWeights
      ? [
          row(
            'signs',
            'sign of its weights alone on bare words',
            byWeights?.signs ?? new Float32Array(scores.length).fill(NaN),
          ),
        ]
      : []),
  ];
}

function Waiting() {
  return (
    <p className={styles.words} role="status">
      The model runs …
    </p>
  );
}
