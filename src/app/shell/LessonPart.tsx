import { LessonRail } from '../learn/LessonRail.tsx';
import { store } from '../state/store.ts';

/** The lessons, with the figures that one of them on paper has. */
export function LessonPart() {
  return <LessonRail draw={draw} />;
}

async function draw() {
  const { figuresOnScreen } = await import('../export/figuresOnScreen.ts');
  return figuresOnScreen(store.getState());
}
