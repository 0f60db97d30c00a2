import { STAGE_IDS } from '../../core/inside/stages.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { dispatch } from '../state/store.ts';
import { DirectPart } from './DirectPart.tsx';
import { HeadsPart } from './HeadsPart.tsx';
import type { PartProps } from './partProps.ts';
import { ProductPart } from './ProductPart.tsx';
import { refusalWords } from './refusals.ts';
import { RowPart } from './RowPart.tsx';
import { refusalOf } from './stageGroups.ts';
import { shapeOf } from './shapes.ts';
import { STAGE_TERMS, STAGE_WORDS } from './stageWords.ts';
import { StreamPart } from './StreamPart.tsx';
import { ValuesPart } from './ValuesPart.tsx';
import { VectorsPart } from './VectorsPart.tsx';
import styles from './inside.module.css';

type StageDetailProps = PartProps & { readonly stage: StageId; readonly isPending: boolean };

/** One step: what it is in plain words, the term and the formula behind it, and its numbers. */
export function StageDetail({ stage, isPending, ...part }: StageDetailProps) {
  const { name, term, formula, says, unit } = STAGE_WORDS[stage];
  const refusal = isPending ? null : refusalOf(part.road, stage);
  const shape = shapeOf(part.road.head.layer, stage);
  return (
    <>
      <h2 className={styles.title}>
        {STAGE_IDS.indexOf(stage)}. {name}
        <Onward stage={stage} by={-1} words="‹ before" />
        <Onward stage={stage} by={1} words="next ›" />
      </h2>
      <p className={styles.words}>
        {withTerms(says, STAGE_TERMS)} <span className={styles.term}>{withTerms(`${term}: `, STAGE_TERMS)}</span>
        <code>{formula}</code>
        {shape === '' ? '' : `, ${shape}`}
        {unit === '' ? '' : `, ${unit}`}.
      </p>
      {isPending ? (
        <p className={styles.words} role="status">
          The layer is on its way.
        </p>
      ) : null}
      {refusal === null ? null : (
        <p className={styles.refusal} role="note">
          {refusalWords(refusal)}
        </p>
      )}
      <Numbers stage={stage} {...part} />
    </>
  );
}

/** To the step before or after, from where its numbers are read. */
function Onward({ stage, by, words }: { readonly stage: StageId; readonly by: number; readonly words: string }) {
  const to = STAGE_IDS[STAGE_IDS.indexOf(stage) + by];
  return (
    <button
      type="button"
      className={styles.onward}
      disabled={to === undefined}
      onClick={() => to !== undefined && dispatch({ type: 'viewChanged', change: { stage: to } })}
    >
      {words}
    </button>
  );
}

function Numbers({ stage, ...part }: PartProps & { readonly stage: StageId }) {
  switch (stage) {
    case 'stream':
    case 'read':
    case 'qkv':
    case 'rotation':
      return <VectorsPart {...part} stage={stage} />;
    case 'products':
    case 'raw':
      return <ProductPart {...part} />;
    case 'scale':
    case 'cap':
    case 'bias':
    case 'mask':
    case 'score':
    case 'sink':
    case 'weight':
      return <RowPart {...part} stage={stage} />;
    case 'result':
      return <ValuesPart {...part} />;
    case 'concat':
    case 'written':
      return <HeadsPart {...part} isWritten={stage === 'written'} />;
    case 'output':
      return <StreamPart {...part} />;
    case 'after':
      return (
        <>
          <StreamPart {...part} />
          <DirectPart {...part} />
        </>
      );
  }
}
