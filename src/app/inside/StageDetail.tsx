import { STAGE_IDS } from '../../core/inside/stages.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { dispatch } from '../state/store.ts';
import { ConcatPart } from './ConcatPart.tsx';
import { DirectPart } from './DirectPart.tsx';
import { HeadsPart } from './HeadsPart.tsx';
import type { PartProps } from './partProps.ts';
import { ProductPart } from './ProductPart.tsx';
import { refusalWords } from './refusals.ts';
import { RowPart } from './RowPart.tsx';
import { isInModel, refusalOf, stepFrom } from './stageGroups.ts';
import { shapeOf } from './shapes.ts';
import { absentWords, saysOf, STAGE_TERMS, STAGE_WORDS } from './stageWords.ts';
import { SoughtPart } from './SoughtPart.tsx';
import { StreamPart } from './StreamPart.tsx';
import { ValuesPart } from './ValuesPart.tsx';
import { TurnedNote } from './TurnedNote.tsx';
import { VectorsPart } from './VectorsPart.tsx';
import { ReadingWeights, WritingWeights } from './WeightsPart.tsx';
import styles from './inside.module.css';

/** From here on a head that is turned down goes another way. */
const WEIGHT = STAGE_IDS.indexOf('weight');

type StageDetailProps = PartProps & { readonly stage: StageId };

/** One step: what it is in plain words, the term and the formula behind it, and its numbers. */
export function StageDetail({ stage, ...part }: StageDetailProps) {
  const { name, term, formula, unit } = STAGE_WORDS[stage];
  const { road, isPending } = part;
  const refusal = isPending ? null : refusalOf(road, stage);
  const isAbsent = !isPending && !isInModel(road, stage);
  const shape = shapeOf(road.head.layer, stage);
  const at = STAGE_IDS.indexOf(stage);
  return (
    <>
      <h2 className={styles.title}>
        {at}. {name}
        <Onward to={isPending ? STAGE_IDS[at - 1] : stepFrom(road, stage, -1)} words="‹ before" />
        <Onward to={isPending ? STAGE_IDS[at + 1] : stepFrom(road, stage, 1)} words="next ›" />
        {at === 0 ? null : <Onward to="stream" words="start at the beginning" />}
      </h2>
      <p className={styles.words}>
        {withTerms(isAbsent ? absentWords(stage) : saysOf(stage, road.head.layer), STAGE_TERMS)}{' '}
        <span className={styles.term}>{withTerms(`${term}: `, STAGE_TERMS)}</span>
        <code>{formula}</code>
        {shape === '' || isAbsent ? '' : `, ${shape}`}
        {unit === '' || isAbsent ? '' : `, ${unit}`}.
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
      {at < WEIGHT || isPending ? null : <TurnedNote stack={part.stack} head={part.head} isOwn={at === WEIGHT} />}
      {isAbsent ? null : <Numbers stage={stage} {...part} />}
    </>
  );
}

/** To the step before or after that the model has, from where its numbers are read. */
function Onward({ to = null, words }: { readonly to: StageId | null | undefined; readonly words: string }) {
  return (
    <button
      type="button"
      className={styles.onward}
      disabled={to === null}
      onClick={() => to !== null && dispatch({ type: 'viewChanged', change: { stage: to } })}
    >
      {words}
    </button>
  );
}

function Numbers({ stage, ...part }: PartProps & { readonly stage: StageId }) {
  switch (stage) {
    case 'qkv':
      return (
        <>
          <VectorsPart {...part} stage={stage} />
          <ReadingWeights {...part} />
        </>
      );
    case 'stream':
    case 'read':
    case 'rotation':
      return <VectorsPart {...part} stage={stage} />;
    case 'products':
      return <ProductPart {...part} />;
    case 'raw':
      return (
        <>
          <ProductPart {...part} />
          <SoughtPart {...part} />
        </>
      );
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
      return (
        <>
          <ConcatPart {...part} />
          <HeadsPart {...part} isWritten={false} />
        </>
      );
    case 'written':
      return (
        <>
          <HeadsPart {...part} isWritten />
          <WritingWeights {...part} />
        </>
      );
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
