import { useMemo } from 'react';
import { readingMatrices, writingMatrix } from '../../core/inside/headMatrices.ts';
import type { HeadMatrix } from '../../core/inside/headMatrices.ts';
import { headName } from '../../core/tensor.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { WeightPictures } from '../../views/WeightPictures/WeightPictures.tsx';
import { isRecording } from '../shown/shown.ts';
import { useInside } from '../shown/useInside.ts';
import { useStage } from '../shown/stage.ts';
import { useApp } from '../state/store.ts';
import { InsideTrouble } from './InsideTrouble.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import styles from './inside.module.css';

/** The weights that the head makes queries, keys and values by; asked for while they are drawn. */
export function ReadingWeights({ stack, head, road }: PartProps) {
  const isOfFile = useApp(isRecording);
  const { kind } = stack.tensor;
  const { layer } = head;
  const question = useMemo(
    () => (isOfFile ? null : ({ about: 'weights', kind, layer } as const)),
    [isOfFile, kind, layer],
  );
  const asked = useInside('weights', question);
  const { answer, error } = asked;
  const { nHeads } = road.head.layer;
  const weights = answer?.about === 'weights' ? answer.weights : null;
  const matrices = useMemo(
    () => (weights === null ? [] : readingMatrices(weights, head.head, nHeads)),
    [weights, head.head, nHeads],
  );
  if (error !== null) return <InsideTrouble asked={asked} />;
  if (question === null || answer === null || answer.about === 'refused') return null;
  return <Matrices name={headName(stack.tensor, head)} matrices={matrices} />;
}

/** The head's rows of W_O, by which it writes. */
export function WritingWeights({ stack, head, road }: PartProps) {
  const { layer } = road.head;
  const matrices = useMemo(() => {
    const { outputWeights } = layer;
    return [writingMatrix(layer, head.head, outputWeights.from === 'nowhere' ? refusalWords(outputWeights) : '')];
  }, [layer, head.head]);
  // The step itself says why there are none.
  if (matrices.every((one) => 'whyNot' in one)) return null;
  return <Matrices name={headName(stack.tensor, head)} matrices={matrices} />;
}

type MatricesProps = { readonly name: string; readonly matrices: readonly HeadMatrix[] };

/** Matrices of a head as pictures, with their shapes and norms in a table. */
function Matrices({ name, matrices }: MatricesProps) {
  const { rem, scheme } = useStage();
  const [box, { width }] = useSize();
  const found = useMemo(() => matrices.flatMap((one) => ('whyNot' in one ? [] : [one])), [matrices]);
  const left = matrices.flatMap((one) => ('whyNot' in one ? [one] : []));
  return (
    <div ref={box} className={styles.stage} role="group" aria-label="Weights of the head">
      <h3 className={styles.title}>Weights of {name}, as stored in this file</h3>
      {width === 0 || found.length === 0 ? null : (
        <WeightPictures matrices={found} width={width} rem={rem} scheme={scheme} />
      )}
      {found.length === 0 ? null : (
        <table className={styles.facts}>
          <caption>Weights of {name}</caption>
          <thead>
            <tr>
              <th scope="col">matrix</th>
              <th scope="col">shape</th>
              <th scope="col">norm (Frobenius)</th>
              <th scope="col">largest number in size</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td>
                  [{one.nRows}, {one.nColumns}]
                </td>
                <td>{preciseNumber(one.norm)}</td>
                <td>{preciseNumber(one.largest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {left.map((one) => (
        <p key={one.name} className={styles.refusal}>
          {one.name} cannot be shown: {one.whyNot}.
        </p>
      ))}
      <p className={styles.words}>
        A row for each number that goes in, a column for each that comes out. They are the same for every text. An
        export may have folded a norm or a scale into them, so they can differ from those of the model that was trained.
      </p>
    </div>
  );
}
