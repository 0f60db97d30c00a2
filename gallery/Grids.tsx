import { useMemo, useState } from 'react';
import { createLabelContext } from '../src/core/labels/runContext.ts';
import { labelHeads } from '../src/core/labels/labelHead.ts';
import { gridRows, headTags } from '../src/app/shown/headTags.ts';
import type { SortKey } from '../src/app/state/view.ts';
import { HeadGrid } from '../src/views/HeadGrid/HeadGrid.tsx';
import { createHoverStore } from '../src/views/hover.ts';
import type { Scheme } from '../src/views/paint/ramp.ts';
import { makeTensor } from './patterns.ts';
import { makeTokens } from './tokens.ts';

export type GridProps = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nTokens: number;
  readonly isCausal: boolean;
  readonly scheme: Scheme;
  readonly width: number;
  readonly height: number;
  readonly sort?: SortKey;
};

const PINNED: ReadonlySet<string> = new Set(['L0H1', 'L2H3']);
const DIMMED: ReadonlySet<string> = new Set(['L1H0', 'L1H1', 'L1H2', 'L1H3']);

/** A grid as the app shows it, over synthetic heads with their real labels. */
export function Grid({ nLayers, nHeads, nTokens, isCausal, scheme, width, height, sort = 'layer' }: GridProps) {
  const [hover] = useState(createHoverStore);
  const { tensor, rows, tags } = useMemo(() => {
    const made = makeTensor(nLayers, nHeads, nTokens, isCausal);
    const reports = labelHeads(made, createLabelContext(makeTokens(nTokens), isCausal));
    return { tensor: made, rows: gridRows(made, sort, reports), tags: headTags(reports, 'word') };
  }, [nLayers, nHeads, nTokens, isCausal, sort]);
  return (
    <div style={{ display: 'flex', width, height }}>
      <HeadGrid
        tensor={tensor}
        isCausal={isCausal}
        hidden={null}
        mode="absolute"
        scheme={scheme}
        rem={15}
        fitsHeight
        rows={rows}
        tags={tags}
        dimmed={DIMMED}
        pinned={PINNED}
        hover={hover}
        onPin={nothing}
        onPainted={nothing}
      />
    </div>
  );
}

function nothing(): void {}
