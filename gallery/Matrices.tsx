import { useMemo, useState } from 'react';
import type { Hidden } from '../src/core/hiding.ts';
import { createLabelContext } from '../src/core/labels/runContext.ts';
import { evidenceOf } from '../src/core/labels/evidence.ts';
import { labelHead } from '../src/core/labels/labelHead.ts';
import type { LabelId } from '../src/core/labels/report.ts';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import type { AttentionTensor } from '../src/core/tensor.ts';
import type { Token } from '../src/core/tokens.ts';
import { AttentionMatrix } from '../src/views/AttentionMatrix/AttentionMatrix.tsx';
import type { Mark } from '../src/views/AttentionMatrix/marks.ts';
import { createHoverStore } from '../src/views/hover.ts';
import type { Hover } from '../src/views/hover.ts';
import type { Scheme } from '../src/views/paint/ramp.ts';
import type { ScaleMode } from '../src/views/paint/weightScale.ts';
import { Captioned } from './Figure.tsx';
import { makePattern } from './patterns.ts';
import type { PatternKind } from './patterns.ts';
import { makeTokens } from './tokens.ts';

const HEAD = { layer: 0, head: 0 };

export type MatrixProps = {
  readonly caption?: string;
  readonly kind: PatternKind;
  /** The label whose evidence is drawn: by default the head's strongest; null for none. */
  readonly label?: LabelId | null;
  readonly tokens?: readonly Token[];
  readonly nTokens?: number;
  readonly nQueries?: number;
  readonly isCausal?: boolean;
  readonly hidden?: Hidden | null;
  readonly mode?: ScaleMode;
  readonly scheme: Scheme;
  readonly side?: number;
  readonly lit?: Partial<Hover>;
};

/** A large heatmap over one synthetic head, with its evidence. */
export function Matrix(props: MatrixProps) {
  const { kind, scheme, isCausal = true, mode = 'absolute', side = 330, lit, hidden = null } = props;
  // Where words come back in the same order, induction is a fixed offset as well.
  const label = props.label === undefined && kind === 'induction' ? 'induction' : props.label;
  const tokens = useMemo(
    () => props.tokens ?? makeTokens(props.nTokens ?? 20, kind === 'block'),
    [props.tokens, props.nTokens, kind],
  );
  const nQueries = props.nQueries ?? tokens.length;
  const [hover] = useState(() => {
    const store = createHoverStore();
    if (lit !== undefined) store.set({ source: HEAD, ...lit });
    return store;
  });
  const { tensor, marks, found } = useMemo(() => {
    const data = makePattern(kind, nQueries, tokens.length, isCausal, 7);
    const made: AttentionTensor = { kind: 'decoder', nLayers: 1, nHeads: 1, nQueries, nKeys: tokens.length, data };
    return { tensor: made, ...evidence(data, tokens, nQueries, isCausal, label) };
  }, [kind, nQueries, tokens, isCausal, label]);
  return (
    <Captioned caption={props.caption ?? `${kind}: ${found}`}>
      <AttentionMatrix
        tensor={tensor}
        head={HEAD}
        queryTokens={tokens.slice(0, nQueries)}
        keyTokens={tokens}
        isCausal={isCausal}
        hidden={hidden}
        mode={mode}
        scheme={scheme}
        rem={15}
        width={side}
        height={side}
        marks={marks}
        hover={hover}
      />
    </Captioned>
  );
}

function evidence(
  pattern: Float32Array,
  tokens: readonly Token[],
  nQueries: number,
  isCausal: boolean,
  wanted: LabelId | null | undefined,
): { readonly marks: readonly Mark[]; readonly found: string } {
  // Labels are for attention of a sequence to itself.
  if (wanted === null || nQueries !== tokens.length) return { marks: [], found: 'no evidence drawn' };
  const context = createLabelContext(tokens, isCausal);
  const report = labelHead(pattern, context);
  const score = report.labels.find((one) => one.label === (wanted ?? report.strongest));
  if (score === undefined) return { marks: [], found: 'no label' };
  const drawn = evidenceOf(score, context, pattern);
  return { marks: drawn.kind === 'none' ? [] : [drawn], found: LABEL_WORDS[score.label].name };
}
