import controls from './controls.module.css';

/** Shows numbers as a table, beside a picture or in its place. */
export function TableToggle({
  isTable,
  hides = 'Hide the table',
  onChange,
}: {
  readonly isTable: boolean;
  /** What takes the table away again. */
  readonly hides?: string;
  readonly onChange: (isTable: boolean) => void;
}) {
  return (
    <button type="button" className={controls.link} onClick={() => onChange(!isTable)}>
      {isTable ? hides : 'Show as a table'}
    </button>
  );
}
