import { counted } from '../../core/numberWords.ts';
import type { HeadCount } from '../../core/cost/headCounts.ts';
import { Term } from '../../views/parts/Term.tsx';
import { isMade } from '../shown/costLines.ts';
import { workedLines } from './workedLines.ts';
import styles from './cost.module.css';

/** One number of heads worked out by hand: formulas with the sizes put in. */
export function WorkedOut({ row }: { readonly row: HeadCount | undefined }) {
  if (row === undefined || !isMade(row)) return null;
  const { nHeads, shape } = row;
  return (
    <>
      <h2>
        By hand, for {counted(nHeads, 'head')} of {shape.dK}
      </h2>
      <dl className={styles.worked}>
        {workedLines(row).map(({ name, term, formula, result }) => (
          <div key={name}>
            <dt>{term === null ? name : <Term of={term}>{name}</Term>}</dt>
            <dd>
              {formula} = <b>{result}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.words}>
        A multiply-add is two FLOPs. Cells that a mask hides are counted: a graph that adds a mask works them out too. A
        kernel that keeps no maps saves their bytes, not their exponentials. What more heads are good for is no matter
        of these formulas: at one width together each is narrower, and its <Term of="rank">rank</Term> at most{' '}
        {shape.dK}.
      </p>
    </>
  );
}
