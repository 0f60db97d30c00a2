import styles from './FaintGrid.module.css';

type FaintGridProps = {
  readonly nRows: number;
  readonly nColumns: number;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
};

/** The shape of a picture that is not there yet: empty cells, and nothing to read. */
export function FaintGrid({ nRows, nColumns, width, height }: FaintGridProps) {
  return (
    <div
      className={styles.grid}
      style={{ width, height, backgroundSize: `${width / nColumns}px ${height / nRows}px` }}
      data-faint-grid
      aria-hidden="true"
    />
  );
}
