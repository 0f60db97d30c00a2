import { useMemo } from 'react';
import type { ModelRun } from '../../core/run.ts';
import type { HoverStore } from '../../views/hover.ts';
import { TokenStrip } from '../../views/TokenStrip/TokenStrip.tsx';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { useShownHead } from '../useShownHead.ts';
import styles from './SentencePanel.module.css';

const selectView = (state: AppState) => state.view;
const selectModel = (state: AppState) => (state.model.status === 'ready' ? state.model.model : null);
const selectRun = (state: AppState) => state.run;

/** The box to type in, how long the text is in tokens, and the tokens themselves. */
export function SentencePanel({ hover, rem }: { readonly hover: HoverStore; readonly rem: number }) {
  const { text, pair } = useApp(selectView);
  const model = useApp(selectModel);
  const run = useApp(selectRun);
  const takesPair = model?.takesPair ?? false;
  return (
    <section className={styles.panel} aria-label="Sentence and tokens">
      <div className={styles.boxes}>
        <Box
          label="Sentence"
          value={text}
          onChange={(value) => dispatch({ type: 'viewChanged', change: { text: value } })}
        />
        {takesPair && pair !== null ? (
          <>
            <Box
              label="Second sentence"
              value={pair}
              onChange={(value) => dispatch({ type: 'viewChanged', change: { pair: value } })}
            />
            <button
              type="button"
              className={styles.link}
              onClick={() => dispatch({ type: 'viewChanged', change: { pair: null } })}
            >
              Remove
            </button>
          </>
        ) : null}
        {takesPair && pair === null ? (
          <button
            type="button"
            className={styles.link}
            onClick={() => dispatch({ type: 'viewChanged', change: { pair: '' } })}
          >
            Add a second sentence
          </button>
        ) : null}
        <Count run={run} maxTokens={model?.maxTokens ?? null} isEmpty={text.trim() === ''} />
      </div>
      {run === null ? <div className={styles.noTokens} /> : <Strip run={run} hover={hover} rem={rem} />}
    </section>
  );
}

function Box({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <textarea
      aria-label={label}
      placeholder={label === 'Sentence' ? 'Type a sentence' : label}
      className={styles.box}
      rows={1}
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Count({
  run,
  maxTokens,
  isEmpty,
}: {
  readonly run: ModelRun | null;
  readonly maxTokens: number | null;
  readonly isEmpty: boolean;
}) {
  if (isEmpty) {
    return (
      <span className={styles.count} role="status">
        {run === null ? 'Type a sentence to see its heads.' : 'Type a sentence. The heads of the last one stay.'}
      </span>
    );
  }
  if (run === null || maxTokens === null) return <span className={styles.count} />;
  const wanted = run.cut?.nTokensWanted ?? run.tokens.length;
  const isNear = wanted > 0.9 * maxTokens;
  return (
    <span
      className={styles.count}
      data-near={isNear || undefined}
      data-cut={run.cut !== null || undefined}
      role={run.cut === null ? undefined : 'status'}
    >
      <b>{wanted}</b> / {maxTokens} tokens
      {run.cut === null ? '' : `: only the first ${run.tokens.length} are shown`}
    </span>
  );
}

function Strip({ run, hover, rem }: { readonly run: ModelRun; readonly hover: HoverStore; readonly rem: number }) {
  const shown = useShownHead(hover);
  const source = useMemo(() => (shown === null ? null : { pattern: shown.pattern, hiding: shown.hiding }), [shown]);
  const rest =
    run.cut === null
      ? ''
      : (run.cut.segment === 0 ? run.text : (run.pair ?? '')).slice(run.cut.offset, run.cut.offset + 400);
  return (
    <TokenStrip
      tokens={run.tokens}
      arcs={shown?.arcs ?? NO_ARCS}
      shown={source}
      hover={hover}
      rest={rest.replaceAll('\n', ' ')}
      rem={rem}
    />
  );
}

const NO_ARCS = [] as const;
