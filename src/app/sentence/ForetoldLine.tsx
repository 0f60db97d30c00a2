import { useState } from 'react';
import { probabilityPercent } from '../../core/numberWords.ts';
import type { Foretold } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { isolated, nameInPlace, visibleText } from '../../core/tokenText.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useIsStacked } from '../shown/useEnvironment.ts';
import { inPlace, willGo } from './inPlace.ts';
import { selectCanWriteOn } from './writing.ts';
import controls from '../parts/controls.module.css';
import styles from './ForetoldLine.module.css';

/** The model of the page that fills words in. */
const FILLS_IN = 'bookworm-bert';
const selectFills = (state: AppState) => state.catalog.find(({ id }) => id === FILLS_IN)?.name ?? null;

// Of a run no more than is drawn: what a part was drawn from before is kept until it is drawn again, all patterns with it.
const NONE: readonly Foretold[] = [];
const selectForetold = ({ run }: AppState) => run?.foretold ?? NONE;
const selectMaskToken = ({ run }: AppState) => run?.model.maskToken;
const selectText = ({ run }: AppState) => run?.text ?? '';
const selectTokens = ({ run }: AppState) => run?.targetTokens ?? run?.tokens;
const selectIsTarget = ({ run }: AppState) => (run?.targetTokens ?? null) !== null;

/** Words on a narrow screen, where the heads come after them: one line. */
const MOST_IF_SHORT = 2;

const MASKS = /\[MASK\]|<mask>/i;

/** What the model as it is says comes next, or stands at each mask, in a line; and how to ask for a word where it fills words in. */
export function ForetoldLine() {
  const fills = useApp(selectFills);
  const foretold = useApp(selectForetold);
  const maskToken = useApp(selectMaskToken);
  const text = useApp(selectText);
  const tokens = useApp(selectTokens);
  const canWrite = useApp(selectCanWriteOn);
  const isStacked = useIsStacked();
  const [wantsAll, setWantsAll] = useState(false);
  const isShort = isStacked && !wantsAll;
  const nHidden = foretold.length - 1 + (foretold[0]?.candidates.length ?? 0) - MOST_IF_SHORT;
  if (foretold.length === 0) {
    return maskToken === undefined ? null : (
      <p className={styles.line}>
        Write <code>{maskToken}</code> in place of a word, and the model fills it in.
      </p>
    );
  }
  return (
    <div className={styles.line} data-short={isShort || undefined}>
      {(isShort ? foretold.slice(0, 1) : foretold).map((one) => (
        <Candidates
          key={one.position}
          foretold={one}
          token={tokens?.[one.position]}
          most={isShort ? MOST_IF_SHORT : Infinity}
        />
      ))}
      {isStacked && nHidden > 0 ? (
        <button
          type="button"
          className={controls.link}
          aria-expanded={wantsAll}
          aria-label={wantsAll ? 'fewer words' : 'more words'}
          onClick={() => setWantsAll(!wantsAll)}
        >
          {wantsAll ? 'fewer' : 'more'}
        </button>
      ) : null}
      {canWrite ? (
        <button
          ref={inPlace}
          type="button"
          className={controls.link}
          title="Let the model write, token by token, and see each new row in every head"
          onClick={() => {
            willGo();
            dispatch({ type: 'viewChanged', change: { written: [] } });
          }}
        >
          Write on
        </button>
      ) : null}
      {maskToken === undefined && MASKS.test(text) ? (
        <span>
          This model reads from left to right, and to it a mask is letters like others.{' '}
          {fills === null ? null : (
            <button
              type="button"
              className={controls.link}
              onClick={() => dispatch({ type: 'viewChanged', change: { modelId: FILLS_IN } })}
            >
              {fills} fills it in
            </button>
          )}
        </span>
      ) : null}
    </div>
  );
}

function Candidates({
  foretold: { isMask, candidates },
  token,
  most,
}: {
  readonly foretold: Foretold;
  readonly token: Token | undefined;
  readonly most: number;
}) {
  const goesOn = useApp(selectIsTarget) ? 'The target goes on with' : 'The model goes on with';
  const name = isMask && token !== undefined ? `Filled in at ${nameInPlace(token)}` : goesOn;
  return (
    <div className={styles.said}>
      <span>{name}</span>
      <ol aria-label={name}>
        {candidates.slice(0, most).map(({ text, probability }, rank) => (
          <li key={rank}>
            <b dir="auto">{isolated(visibleText({ text }))}</b> {probabilityPercent(probability)}
          </li>
        ))}
      </ol>
    </div>
  );
}
