import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { usedWeights } from '../../core/inside/change.ts';
import { rowShares, valueMap } from '../../core/inside/valueMap.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import { largestShown } from '../../views/paint/largest.ts';
import { Legend } from '../../views/parts/Legend.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { Choice } from '../parts/Choice.tsx';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { MAP_KINDS } from '../state/view.ts';
import type { MapKind } from '../state/view.ts';
import { LayerMaps } from './LayerMaps.tsx';
import type { PartProps } from './partProps.ts';
import { SentLabels } from './SentLabels.tsx';
import { pinCell } from './useCell.ts';
import styles from './inside.module.css';

const selectMap = (state: AppState) => state.view.map;

const MAP_WORDS: Readonly<
  Record<MapKind, { readonly name: string; readonly legend: string; readonly quantity: string }>
> = {
  weight: { name: 'weight', legend: 'weight', quantity: 'weight' },
  sent: {
    name: 'weight × length',
    legend: 'weight × length of what the key offers, in the stream',
    quantity: 'length',
  },
  share: {
    name: 'as shares of the row',
    legend: 'weight × length, as shares of the row: renormalised',
    quantity: 'share',
  },
};

type MapPartProps = Pick<PartProps, 'stack' | 'head' | 'road' | 'isPending'> & { readonly first: MapKind };

const NO_MARKS = [] as const;

/** The whole head as a map: how much each query looks at each key, or how much comes from there. A click keeps a cell. */
export function MapPart({ stack, head, road, isPending, first }: MapPartProps) {
  const { hover, scheme, rem } = useStage();
  const [box, { width }] = useSize();
  const wanted = useApp(selectMap) ?? first;
  const { offered, layer } = road.head;
  const shown = offered === null ? 'weight' : wanted;
  const { tensor, isCausal } = stack;
  const { map, max } = useMemo(
    () => mapAlone(tensor, patternOf(tensor, head), offered, shown, (own) => usedWeights(layer, head.head, own)),
    [tensor, layer, head, offered, shown],
  );
  const patterns = { tensor: map, isCausal, hidden: null, mode: 'absolute' } as const;
  const { name, legend, quantity } = MAP_WORDS[shown];
  const keep = (): void => {
    const { query, key, isAsked } = hover.get();
    if (query !== null && key !== null && !isAsked) pinCell({ query, key });
  };
  return (
    <div ref={box} className={styles.stage} role="group" aria-label="Map of the head">
      <Choice
        name="map"
        title="Map of the head"
        values={MAP_KINDS}
        value={shown}
        wordsOf={(one) => MAP_WORDS[one].name}
        isPossible={(one) => one === 'weight' || offered !== null || isPending}
        onChange={(one) => dispatch({ type: 'viewChanged', change: { map: one } })}
      />
      {width === 0 ? null : (
        <div
          role="presentation"
          onClick={keep}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keep();
          }}
        >
          <AttentionMatrix
            {...patterns}
            head={ALONE}
            name={headName(tensor, head)}
            queryTokens={stack.queryTokens}
            keyTokens={stack.keyTokens}
            scheme={scheme}
            rem={rem}
            width={Math.min(width, 32 * rem)}
            height={26 * rem}
            marks={NO_MARKS}
            hover={hover}
            {...(shown === 'weight' ? {} : { quantity: { name: quantity, ofOne: max } })}
          />
        </div>
      )}
      <Legend
        scale={{ mode: shown === 'sent' ? 'head' : 'absolute', max }}
        scheme={scheme}
        title={legend}
        showsLeftOut={isCausal ? 'not allowed' : null}
      />
      {shown === 'sent' ? <LayerMaps stack={stack} head={head} layer={road.head.layer} /> : null}
      {shown === 'weight' ? null : (
        <p className={styles.words}>
          {name === MAP_WORDS.share.name
            ? 'Each row is divided by its sum. '
            : withTerms(
                'Weight × length: a cell is as long as the vector that comes from there, so rows need not sum to 1. ',
                {
                  'Weight × length': 'weight-length',
                },
              )}
        </p>
      )}
      {shown === 'weight' || isPending ? null : <SentLabels stack={stack} head={head} />}
    </div>
  );
}

/** The one head that is drawn, as a stack of its own. */
const ALONE: HeadRef = { layer: 0, head: 0 };

/** A stack of one head with another map in place of its weights, 0 to 1, and what its 1 stands for. */
function mapAlone(
  { kind, nQueries, nKeys }: AttentionTensor,
  pattern: Float32Array,
  offered: Float64Array | null,
  shown: MapKind,
  usedOf: (own: Float32Array) => Float32Array,
): { readonly map: AttentionTensor; readonly max: number } {
  const alone = (data: Float32Array): AttentionTensor => ({ kind, nLayers: 1, nHeads: 1, nQueries, nKeys, data });
  if (offered === null || shown === 'weight') return { map: alone(pattern), max: 1 };
  const sent = valueMap(usedOf(pattern), offered);
  if (shown === 'share') return { map: alone(rowShares(sent, nKeys)), max: 1 };
  const max = largestShown(sent, nKeys, null);
  return { map: alone(max > 0 ? sent.map((length) => length / max) : sent), max };
}
