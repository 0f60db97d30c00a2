import styles from './SentencePanel.module.css';

type TryListProps = {
  readonly names: readonly string[];
  /** Which of them. */
  readonly onTry: (at: number) => void;
};

/** What is worth trying, to be chosen from. */
export function TryList({ names, onTry }: TryListProps) {
  return (
    <select
      aria-label="Examples"
      className={styles.examples}
      value=""
      disabled={names.length === 0}
      onChange={(event) => onTry(Number(event.target.value))}
    >
      <option value="" disabled>
        Try …
      </option>
      {names.map((name, at) => (
        <option key={name} value={at}>
          {name}
        </option>
      ))}
    </select>
  );
}
