import { useMemo } from 'react';
import type { DirectLogits, ScorePart } from '../../core/inside/questions.ts';
import { counted } from '../../core/numberWords.ts';
import { visibleText } from '../../core/tokenText.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Channels } from './Channels.tsx';
import { pieceWord } from '../shown/pieceWord.ts';
import { partName } from './partName.ts';
import type { OwnStack } from './rowBasis.ts';
import styles from './inside.module.css';

type ScorePartsProps = {
  readonly stack: OwnStack;
  readonly parts: readonly ScorePart[];
  readonly token: DirectLogits['tokens'][number] & { readonly byPart: Float32Array };
};

/** All that the score of a word is made of, a bar each. */
export function ScoreParts({ stack, parts, token }: ScorePartsProps) {
  const { attention: stacks } = stack.run;
  const isPicture = pieceWord(stack, 'query') === 'patch';
  const places = useMemo(() => parts.map((part) => partName(part, { isPicture, stacks })), [parts, stacks, isPicture]);
  const name = `“${visibleText(token)}”`;
  const sum = token.byPart.reduce((all, one) => all + one, 0);
  const own = parts.some(({ what }) => what === 'token');
  return (
    <>
      <Channels
        name={counted(parts.length, 'part')}
        rows={[{ id: 'parts', name: `the score of ${name}, part by part`, tone: 'output', values: token.byPart }]}
        places={places}
      />
      <p className={styles.words}>
        All parts sum to {preciseNumber(sum)}, the score of {name} over the average.{' '}
        {own
          ? 'What “token” adds comes of the word that stands here, through the table of words alone: it is no head’s work.'
          : null}
      </p>
    </>
  );
}
