import { useMemo } from 'react';
import type { StageId } from '../../core/inside/stages.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import type { HeadRef } from '../../core/selection.ts';
import { StageStrip } from '../../views/StageStrip/StageStrip.tsx';
import { dispatch } from '../state/store.ts';
import { AgainstStage } from './AgainstStage.tsx';
import { InsideTrouble } from './InsideTrouble.tsx';
import { otherText } from './otherText.ts';
import type { OwnStack } from './rowBasis.ts';
import { refusalWords } from './refusals.ts';
import type { Road } from './stageGroups.ts';
import { isOfText } from './useAgainst.ts';
import type { Against } from './useAgainst.ts';
import type { OtherRoad } from './useOtherRoad.ts';
import { weightText } from './weightText.ts';
import controls from '../parts/controls.module.css';
import styles from './inside.module.css';

/** The way to another text in the same head, and away from it. */
export function AgainstButton({ stack, isOpen }: { readonly stack: OwnStack; readonly isOpen: boolean }) {
  if (!isOfText(stack.run)) {
    return isOpen ? (
      <p className={styles.words}>Only a text can be compared with another; what this model reads is none.</p>
    ) : null;
  }
  return (
    <button
      type="button"
      className={controls.link}
      // On a projector the whole name would take a line of its own.
      aria-label={isOpen ? 'Leave the other text' : 'Compare with another text'}
      aria-expanded={isOpen}
      onClick={() => change(isOpen ? null : otherText(stack.run.text))}
    >
      {isOpen ? 'Leave the other text' : 'another text'}
    </button>
  );
}

function change(against: string | null): void {
  dispatch({ type: 'viewChanged', change: { against } });
}

type AgainstPartProps = {
  readonly stack: OwnStack;
  readonly head: HeadRef;
  readonly road: Road;
  readonly stage: StageId;
  readonly against: Against;
  /** Null until the other text is there. */
  readonly other: OtherRoad | null;
  readonly roomOf: (id: string) => number;
  readonly shownIn: string;
  readonly onChoose: (id: string) => void;
};

/** Another text in the same head, at the same query and key: its own strip, and what the chosen step differs by. */
export function AgainstPart({ against, other, ...of }: AgainstPartProps) {
  const { text, input, asked, refusal, isPending } = against;
  return (
    <section className={styles.against} aria-label="Another text" aria-busy={isPending}>
      <label className={styles.other}>
        the other text
        <textarea
          rows={1}
          value={text}
          spellCheck={false}
          dir="auto"
          placeholder="Type a text"
          onChange={(event) => change(event.target.value)}
        />
      </label>
      <InsideTrouble asked={asked} />
      {refusal === null ? null : <p className={styles.refusal}>{refusalWords(refusal)}</p>}
      {input === null && asked.error === null ? (
        <p className={styles.words}>Type a text: it goes through the same head.</p>
      ) : null}
      {other === null ? (
        isPending ? (
          <p className={styles.words}>The model runs on it …</p>
        ) : null
      ) : (
        <OtherText {...of} other={other} isPending={isPending} />
      )}
    </section>
  );
}

type OtherTextProps = Omit<AgainstPartProps, 'against' | 'other'> & {
  readonly other: OtherRoad;
  /** Whether it is the text that was there before. */
  readonly isPending: boolean;
};

function OtherText({ isPending, stack, head, road, stage, other, roomOf, shownIn, onChoose }: OtherTextProps) {
  const first = useMemo(() => ({ road, keyTokens: stack.keyTokens }), [road, stack.keyTokens]);
  const { row, key } = other.road;
  return (
    <>
      <p className={styles.pair}>
        {isPending ? 'The model runs on it … In the text before' : 'There'}, at the same places,{' '}
        <b data-side="query" dir="auto">
          {named(other.queryTokens, row.query)}
        </b>{' '}
        looks at{' '}
        <b data-side="key" dir="auto">
          {named(other.keyTokens, key)}
        </b>{' '}
        {row.allowed[key] === 0 ? (
          'not at all: the mask takes it away'
        ) : (
          <>
            with weight <b>{weightText(row.weights[key] ?? 0, row.isHalf)}</b>
          </>
        )}
        {other.isOther ? '. That text is shorter: its last word stands for a place that it has not.' : '.'}
      </p>
      <StageStrip
        name="Stages with the other text"
        groups={other.groups}
        chosen={stage}
        shownIn={shownIn}
        roomOf={roomOf}
        onChoose={onChoose}
      />
      <div role="group" aria-label={`Both texts in ${headName(stack.tensor, head)}`} className={styles.stage}>
        <AgainstStage first={first} second={other} stage={stage} />
      </div>
    </>
  );
}

function named(tokens: readonly Token[], place: number): string | number {
  const token = tokens[place];
  return token === undefined ? place : nameInPlace(token);
}
