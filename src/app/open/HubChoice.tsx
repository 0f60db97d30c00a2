import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { DEFAULT_HOST } from '../state/modelAddress.ts';

const selectHost = (state: AppState) => state.view.host;

/** Whether the hub that a link names may be asked for the model; nothing is sent to it before. */
export function HubChoice() {
  const host = useApp(selectHost);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          dispatch({ type: 'hostAgreed', host });
          dispatch({ type: 'retryAsked' });
        }}
      >
        Use this hub
      </button>
      <button type="button" onClick={() => dispatch({ type: 'viewChanged', change: { host: DEFAULT_HOST } })}>
        Stay with {new URL(DEFAULT_HOST).host}
      </button>
    </>
  );
}
