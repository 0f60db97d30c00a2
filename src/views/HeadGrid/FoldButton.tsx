import styles from './HeadGrid.module.css';

type FoldButtonProps = {
  /** The layer's number; null for all layers. */
  readonly layerName: string | null;
  readonly isFolded: boolean;
  /** Whether there is room for words. */
  readonly isLong: boolean;
  readonly onFold: () => void;
};

/** Folds the heads of a layer into one, their average, or fans them out again. */
export function FoldButton({ layerName, isFolded, isLong, onFold }: FoldButtonProps) {
  const where = layerName === null ? 'all layers' : `layer ${layerName}`;
  const does = isFolded ? 'Fan the heads out again' : 'Fold the heads into one, their average';
  return (
    <button
      type="button"
      className={styles.fold}
      aria-label={`One head, ${where}`}
      aria-pressed={isFolded}
      title={`${does}: ${where}`}
      onClick={onFold}
    >
      {isLong && layerName !== null ? null : (
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M1 2L6 6H11M1 6H6M1 10L6 6" />
        </svg>
      )}
      {isLong ? <span>{layerName === null ? 'all' : 'one head'}</span> : null}
    </button>
  );
}
