import { wordAt } from '../../core/ask/wordAt.ts';
import { exampleOf } from '../state/examples.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { ShownAsk } from '../shown/ask.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { LOOKS } from './looks.ts';
import styles from './AskPanel.module.css';

/** The model with both sides that comes with the page. */
const BOTH_SIDES = { modelId: 'bookworm-bert', name: 'Bookworm BERT' };

const selectIsOwn = ({ model, catalog }: AppState) =>
  model.status === 'ready' && catalog.some(({ id }) => id === model.model.id);

type LookLineProps = { readonly stack: ShownStack; readonly ask: ShownAsk | null };

/** One sentence on what to look for in an example, as long as the patterns are those it speaks of, and what a model that reads from left to right cannot see. */
export function LookLine({ stack, ask }: LookLineProps) {
  const isOwn = useApp(selectIsOwn);
  const example = exampleOf(stack.run);
  if (example !== null) {
    return (
      <p className={styles.look}>
        <span className={styles.inTurn}>
          <span data-away={stack.isAfter || undefined}>
            <Marked text={LOOKS[example.name] ?? ''} />
            {example.other === undefined ? null : <OtherModel {...example.other} />}
          </span>
          <span data-away={stack.isAfter ? undefined : true}>Answers of the patterns with heads switched off.</span>
        </span>
      </p>
    );
  }
  const cannotSee =
    stack.isCausal && ask?.isChosen === true && ask.side === 'query' && hasWordsAfter(stack, ask.position);
  if (!cannotSee) return <p className={styles.look} />;
  return (
    <p className={styles.look}>
      This model reads from left to right: <i>{wordAt(stack.queryTokens, ask.position)}</i> cannot look at what comes
      after it{isOwn ? `; ${BOTH_SIDES.name} sees both sides.` : '.'}
      {isOwn ? <OtherModel {...BOTH_SIDES} /> : null}
    </p>
  );
}

function hasWordsAfter({ queryTokens }: ShownStack, position: number): boolean {
  return queryTokens.slice(position + 1).some(({ text, special }) => !special && /[\p{L}\p{N}]/u.test(text));
}

function OtherModel({ modelId, name }: { readonly modelId: string; readonly name: string }) {
  return (
    <>
      {' '}
      <button type="button" onClick={() => dispatch({ type: 'viewChanged', change: { modelId } })}>
        See it in {name}
      </button>
    </>
  );
}

/** A sentence whose words between asterisks are those of the text. */
function Marked({ text }: { readonly text: string }) {
  return text.split('*').map((part, index) => (index % 2 === 0 ? part : <i key={index}>{part}</i>));
}
