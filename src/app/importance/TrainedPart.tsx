import { useEffect, useMemo, useState } from 'react';
import { trainedRows } from '../../core/study/trainedHeads.ts';
import type { TrainedHeads } from '../../core/study/trainedHeads.ts';
import { TrainedChart } from '../../views/TrainedChart/TrainedChart.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import controls from '../parts/controls.module.css';
import { Choice } from '../parts/Choice.tsx';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { TrainedTable } from './TrainedTable.tsx';
import { rowWords, TRAINED_WORDS, trainedSeries, trainedWords } from '../shown/trainedWords.ts';
import styles from './Trained.module.css';

type Kind = TrainedHeads['kind'];

const selectCatalog = (state: AppState) => state.catalog;
const selectFound = (state: AppState) => state.trained.found;
const selectModelId = (state: AppState) => state.view.modelId;

const KINDS = ['text', 'image'] as const satisfies readonly Kind[];

/** What more and fewer heads come to, by models that differ in nothing else; its words follow its numbers. */
export function TrainedPart() {
  const catalog = useApp(selectCatalog);
  const modelId = useApp(selectModelId);
  const comparisons = useApp(selectFound);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const urlOf = (kind: Kind): string | null =>
    catalog.find(({ takes, trainedUrl }) => takes === kind && trainedUrl !== null)?.trainedUrl ?? null;
  const kinds = KINDS.filter((kind) => urlOf(kind) !== null);
  const takes = catalog.find(({ id }) => id === modelId)?.takes;
  const shown = chosen ?? kinds.find((kind) => kind === takes) ?? kinds[0];
  const url = shown === undefined ? null : urlOf(shown);
  const ask = (): void => {
    if (url !== null) dispatch({ type: 'trainedAsked', url });
  };
  useEffect(ask, [url]);
  if (shown === undefined || url === null) return null;
  const found = comparisons[url];
  return (
    <section className={styles.part} aria-labelledby="how-many-heads">
      <h3 id="how-many-heads">How many heads?</h3>
      {kinds.length < 2 ? null : (
        <Choice
          name="trained"
          title="Models of"
          values={kinds}
          value={shown}
          wordsOf={(kind) => TRAINED_WORDS[kind].name}
          onChange={setChosen}
        />
      )}
      {found === undefined ? <p role="status">Fetching what was measured …</p> : null}
      {found === 'failed' ? (
        <p role="alert">
          What was measured could not be fetched: check the connection.{' '}
          <button type="button" className={controls.link} onClick={ask}>
            Try again
          </button>
        </p>
      ) : null}
      {found === undefined || found === 'failed' || found.kind === 'moments' ? null : (
        <Found trained={found} modelId={modelId} />
      )}
    </section>
  );
}

function Found({ trained, modelId }: { readonly trained: TrainedHeads; readonly modelId: string }) {
  const { rem } = useStage();
  const [box, size] = useSize();
  const rows = useMemo(() => trainedRows(trained.runs), [trained]);
  const series = useMemo(() => trainedSeries(rows, trained.kind), [rows, trained.kind]);
  const own = [...trained.models].find(([, id]) => id === modelId)?.[0] ?? null;
  return (
    <div ref={box}>
      {trainedWords(trained, rows).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {size.width === 0 ? null : (
        <TrainedChart
          series={series}
          own={own}
          width={Math.min(size.width, 62 * rem)}
          rem={rem}
          wordsOf={(nHeads) =>
            rowWords(
              rows.find(({ heads }) => heads === nHeads),
              trained.kind,
            )
          }
        />
      )}
      <TrainedTable rows={rows} trained={trained} />
    </div>
  );
}
