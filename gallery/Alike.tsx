import { useMemo, useState } from 'react';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import { formatHead } from '../src/core/selection.ts';
import { AlikeMatrix } from '../src/views/AlikeMatrix/AlikeMatrix.tsx';
import { AlikePlane } from '../src/views/AlikeMatrix/AlikePlane.tsx';
import type { Scheme } from '../src/views/paint/ramp.ts';
import { useHoverStore, useModel } from './Ablation.tsx';
import { makeAlike } from './effects.ts';

function nothing(): void {}

export type AlikeProps = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly scheme: Scheme;
  readonly side: number;
};

/** Distances of all pairs, with tree and plane. */
export function Alike({ nLayers, nHeads, scheme, side }: AlikeProps) {
  const hover = useHoverStore({ head: { layer: 1, head: 2 } });
  const n = nLayers * nHeads;
  const made = useMemo(() => makeAlike(n), [n]);
  const { reports } = useModel(nLayers, nHeads, 9);
  const names = useMemo(
    () => Array.from({ length: n }, (_, i) => formatHead({ layer: Math.floor(i / nHeads), head: i % nHeads })),
    [n, nHeads],
  );
  const glyphs = useMemo(
    () => reports.map(({ strongest }) => (strongest === null ? null : LABEL_WORDS[strongest].glyph)),
    [reports],
  );
  const [pair, select] = useState<readonly [number, number] | null>([made.order[1] ?? 0, made.order[9] ?? 0]);
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 24 }}>
      <AlikeMatrix
        names={names}
        nHeads={nHeads}
        distance={made.distance}
        contentDistance={made.contentDistance}
        keys="all"
        order={made.order}
        merges={made.merges}
        tau={0.2}
        selected={pair}
        width={side}
        height={side}
        rem={15}
        scheme={scheme}
        hover={hover}
        onSelect={(a, b) => select([a, b])}
      />
      <AlikePlane
        names={names}
        nHeads={nHeads}
        points={made.points}
        share={0.61}
        glyphs={glyphs}
        groups={made.groups}
        selected={pair ?? []}
        width={side}
        height={side * 0.8}
        rem={15}
        scheme={scheme}
        hover={hover}
        onSelect={nothing}
      />
    </div>
  );
}
