import { useMemo, useState } from 'react';
import { formatSetup } from '../../core/cost/setupAddress.ts';
import { CostChart } from '../../views/CostChart/CostChart.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { TableToggle } from '../parts/TableToggle.tsx';
import { isRecording } from '../shown/shown.ts';
import { useInside } from '../shown/useInside.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { CostSliders } from './CostSliders.tsx';
import { CostTable } from './CostTable.tsx';
import { rowWords, verdictWords } from '../shown/costWords.ts';
import { shapeOnScreen } from '../shown/shapeOnScreen.ts';
import { setupOnScreen, shownCost } from '../shown/shownCost.ts';
import type { ShownCost } from '../shown/shownCost.ts';
import { TimingBar } from './TimingBar.tsx';
import { WorkedOut } from './WorkedOut.tsx';
import { useShownByLink } from '../parts/useShownByLink.ts';
import styles from './cost.module.css';

const selectShown = (state: AppState) => state.shown;
const selectChosen = (state: AppState) => state.view.cost;
const selectInside = (state: AppState) => state.inside;
const selectKind = (state: AppState) => state.run?.attention[0]?.kind ?? null;
const selectTiming = (state: AppState) => state.timing;

const TERMS = {
  parameters: 'parameters',
  'multiply-adds': 'multiply-add',
  maps: 'map',
  exponentials: 'softmax',
  cache: 'cache',
} as const;

/** What this and that many heads cost: by formulas, by hand, and measured here. */
export function CostPanel() {
  useShownByLink();
  const shown = useApp(selectShown);
  const chosen = useApp(selectChosen);
  const timing = useApp(selectTiming);
  const inside = useApp(selectInside);
  useLayerTold();
  const model = useMemo(() => shapeOnScreen({ shown, inside }), [shown, inside]);
  const cost = useMemo(() => {
    const setup = setupOnScreen(chosen, model);
    return shownCost(setup, model, timing, shown?.model.name ?? null);
  }, [chosen, model, timing, shown]);
  const { setup, rows, found } = cost;
  const [isTable, setTable] = useState(false);
  return (
    <section className={styles.page} aria-label="What heads cost">
      <p className={styles.verdict} role="status">
        {withTerms(verdictWords(rows, setup.nHeads, found), TERMS)}
      </p>
      <TimingBar timing={timing} isShown={setup.fixed.kept === 'together'} />
      <Chart cost={cost} />
      <TableToggle isTable={isTable} onChange={setTable} />
      {isTable ? <CostTable cost={cost} modelId={shown?.model.id ?? 'model'} /> : null}
      <CostSliders setup={setup} model={model} modelName={shown?.model.name ?? null} />
      <WorkedOut row={rows.find(({ nHeads }) => nHeads === setup.nHeads)} />
    </section>
  );
}

/** Looks into the first layer while this is drawn: it tells how wide heads are, and who shares keys and values. */
function useLayerTold(): void {
  const kind = useApp(selectKind);
  const isOfFile = useApp(isRecording);
  const question = useMemo(
    () => (kind === null || isOfFile ? null : ({ about: 'layer', kind, layer: 0 } as const)),
    [kind, isOfFile],
  );
  useInside('layer', question);
}

function Chart({ cost: { setup, rows, found, values } }: { readonly cost: ShownCost }) {
  const { rem } = useStage();
  const [box, size] = useSize();
  return (
    <div ref={box}>
      {size.width === 0 ? null : (
        <CostChart
          {...values}
          width={Math.min(size.width, 44 * rem)}
          height={14 * rem}
          rem={rem}
          selected={setup.nHeads}
          wordsOf={(nHeads) =>
            rowWords(
              rows.find((row) => row.nHeads === nHeads),
              found,
            )
          }
          onSelect={(nHeads) => dispatch({ type: 'viewChanged', change: { cost: formatSetup({ ...setup, nHeads }) } })}
        />
      )}
    </div>
  );
}
