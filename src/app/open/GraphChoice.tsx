import { dispatch, useApp } from '../state/store.ts';
import type { AppState } from '../state/appState.ts';

const selectGraph = (state: AppState) => state.view.graph;

/** What a graph is, by the names that exporters use. */
const KINDS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^(vision_(model|encoder))/, 'the picture'],
  [/^text_model/, 'the text'],
  [/^encoder_model/, 'the encoder'],
  [/^decoder_model/, 'the decoder'],
  [/^embed_tokens/, 'vectors of tokens, no attention'],
  [/^model/, 'the whole model'],
];

/** Chooses one of the graphs of a folder or a repository. */
export function GraphChoice({ graphs }: { readonly graphs: readonly string[] }) {
  const graph = useApp(selectGraph);
  return (
    <label>
      Graph{' '}
      <select
        value={graph ?? ''}
        onChange={(event) => {
          dispatch({ type: 'viewChanged', change: { graph: event.target.value || null, stack: null, heads: [] } });
        }}
      >
        <option value="">as the names say</option>
        {/* What a link names and is not there has to stand here, or nothing else could be chosen. */}
        {[...(graph === null || graphs.includes(graph) ? [] : [graph]), ...graphs].map((path) => (
          <option key={path} value={path}>
            {nameOf(path)}
          </option>
        ))}
      </select>
    </label>
  );
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const what = KINDS.find(([pattern]) => pattern.test(name))?.[1];
  return what === undefined ? name : `${name}: ${what}`;
}
