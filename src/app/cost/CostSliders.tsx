import { WIDTHS } from '../../core/cost/headCounts.ts';
import type { KeptWidth } from '../../core/cost/headCounts.ts';
import { COST_BASES, setupOf } from '../../core/cost/setup.ts';
import type { CostSetup } from '../../core/cost/setup.ts';
import { formatSetup } from '../../core/cost/setupAddress.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import { Choice } from '../parts/Choice.tsx';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { ModelShape } from '../shown/modelShape.ts';
import { sliders } from './sliders.ts';
import type { Slider } from './sliders.ts';
import { baseName, longestOf } from '../shown/shownCost.ts';
import styles from './cost.module.css';

const selectTokens = (state: AppState) => state.run?.tokens.length ?? null;

const WIDTH_WORDS: Readonly<Record<KeptWidth, string>> = { together: 'all heads together', each: 'one head' };
const BYTES = ['4', '2', '1'] as const;
const BYTES_WORDS = { 4: 'float32', 2: 'float16', 1: 'int8' } as const;

type CostSlidersProps = {
  readonly setup: CostSetup;
  readonly model: ModelShape | null;
  readonly modelName: string | null;
};

/** What layer is compared, and its sizes. */
export function CostSliders({ setup, model, modelName }: CostSlidersProps) {
  const sentence = useApp(selectTokens);
  const { base, fixed } = setup;
  const fix = (change: Partial<CostSetup['fixed']>): void => set({ ...setup, fixed: { ...fixed, ...change } });
  const bytes = BYTES.find((one) => Number(one) === fixed.bytes) ?? '4';
  return (
    <>
      <h2>Which layer</h2>
      <div className={styles.choices}>
        <Choice
          name="cost-base"
          title="begin with"
          values={COST_BASES}
          value={base}
          wordsOf={(one) => baseName(one, modelName)}
          isPossible={(one) => one !== 'model' || model !== null}
          onChange={(one) => {
            const shape = one === 'model' ? model?.shape : WORKED_SHAPES[one];
            if (shape !== undefined) set(setupOf(one, shape));
          }}
        />
        <Choice
          name="cost-width"
          title="the same width of"
          values={WIDTHS}
          value={fixed.kept}
          wordsOf={(one) => WIDTH_WORDS[one]}
          onChange={(kept) => fix({ kept })}
        />
      </div>
      {base === 'model' && model !== null ? <p className={`${styles.words} ${styles.told}`}>{model.words}</p> : null}
      {model === null && modelName !== null ? (
        <p className={styles.words}>The sizes of {modelName} are not known, so it cannot be compared.</p>
      ) : null}
      <div className={styles.sliders}>
        {sliders(setup, sentence, longestOf(base, model)).map((slider) => (
          <SliderRow key={slider.id} slider={slider} />
        ))}
        <Choice
          name="cost-bytes"
          title="a number is"
          values={BYTES}
          value={bytes}
          wordsOf={(one) => BYTES_WORDS[one]}
          onChange={(one) => fix({ bytes: Number(one) })}
        />
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={fixed.hasBiases}
            onChange={(event) => fix({ hasBiases: event.target.checked })}
          />
          biases
        </label>
      </div>
    </>
  );
}

function SliderRow({ slider: { title, stops, value, moved, wordsOf } }: { readonly slider: Slider }) {
  return (
    <label className={styles.slider}>
      <span>{title}</span>
      <output>{wordsOf(value)}</output>
      <input
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={stops.indexOf(value)}
        disabled={stops.length < 2}
        aria-label={title}
        aria-valuetext={wordsOf(value)}
        onChange={(event) => set(moved(stops[Number(event.target.value)] ?? value))}
      />
    </label>
  );
}

function set(setup: CostSetup): void {
  dispatch({ type: 'viewChanged', change: { cost: formatSetup(setup) } });
}
