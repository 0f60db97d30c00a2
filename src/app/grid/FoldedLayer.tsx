import { useMemo } from 'react';
import { foldedLayer } from '../../core/ablation/averagePattern.ts';
import { FoldedMap } from '../../views/HeadGrid/FoldedMap.tsx';
import { foldedLayers } from '../shown/oneHead.ts';
import { shownPatterns } from '../shown/shownPatterns.ts';
import { useStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { CostWords } from './CostWords.tsx';
import styles from './FoldedLayer.module.css';

/** As text, which keeps its identity. */
const selectFolded = (state: AppState) => foldedLayers(state).join();
const selectScale = (state: AppState) => state.view.scale;

type FoldedLayerProps = { readonly layer: number; readonly side: number };

/** A layer whose heads are folded into one: their average, and what that costs. */
export function FoldedLayer({ layer, side }: FoldedLayerProps) {
  const { scheme, hover } = useStage();
  const stack = useStack();
  const scale = useApp(selectScale);
  const patterns = useMemo(() => {
    if (stack === null || layer >= stack.tensor.nLayers) return null;
    const shown = shownPatterns(stack, scale);
    const { tensor, base } = shown;
    return { ...shown, tensor: foldedLayer(tensor, layer), base: base && foldedLayer(base, layer) };
  }, [stack, scale, layer]);
  if (stack === null || patterns === null) return null;
  const { nHeads, layerNumbers } = stack.tensor;
  const name = `Layer ${layerNumbers?.[layer] ?? layer} as one head: the average of its ${nHeads}`;
  return (
    <div className={styles.folded}>
      <FoldedMap patterns={patterns} scheme={scheme} side={side} name={name} hover={hover} />
      <div className={styles.words}>
        <p className={styles.title}>One head: the average of {nHeads}</p>
        <CostWords layers={layer} />
      </div>
    </div>
  );
}

/** What it costs that all folded layers have one head at once. */
export function TogetherLine() {
  const stack = useStack();
  const layers = useApp(selectFolded).split(',').map(Number);
  if (stack === null) return null;
  const numbers = layers.map((layer) => String(stack.tensor.layerNumbers?.[layer] ?? layer));
  const isAll = layers.length === stack.tensor.nLayers;
  return (
    <div className={styles.together}>
      <span className={styles.title}>
        {isAll ? 'One head in every layer' : `One head in layers ${listed(numbers)}`}, at once:
      </span>
      <CostWords layers="together" />
    </div>
  );
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
