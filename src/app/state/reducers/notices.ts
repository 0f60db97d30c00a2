import type { Notice } from '../../../inference/protocol.ts';
import type { NoticeAction } from '../actions.ts';
import type { AppState } from '../appState.ts';

export function reduceNotices(state: AppState, action: NoticeAction): AppState {
  switch (action.type) {
    case 'noticeRaised':
      return withNotice(state, action.notice);
    case 'noticeDismissed':
      return { ...state, notices: state.notices.filter((notice) => notice !== action.notice) };
  }
}

/** The state with one more thing to be told, unless the page is telling it already. */
export function withNotice(state: AppState, notice: Notice): AppState {
  const isTold = state.notices.some((one) => JSON.stringify(one) === JSON.stringify(notice));
  return isTold ? state : { ...state, notices: [...state.notices, notice] };
}
