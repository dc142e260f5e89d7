/** Speeds up what the forms already do: keys, marking without leaving the page, undo. Every page works without it. */
import { helpDialog } from './help.ts';
import { markStory, putOnBoard, undo } from './marks.ts';

document.documentElement.classList.add('has-script');

const stories = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-story]')];
const current = (): HTMLElement | undefined =>
  document.querySelector<HTMLElement>('[data-story][aria-current]') ??
  (stories().length === 1 ? stories()[0] : undefined);

function select(story: HTMLElement | undefined): void {
  if (!story) return;
  for (const other of stories()) {
    other.removeAttribute('aria-current');
    other.classList.remove('on');
  }
  story.setAttribute('aria-current', 'true');
  story.classList.add('on');
  story.focus({ preventScroll: true });
  story.scrollIntoView({ block: 'nearest' });
}

function move(step: 1 | -1): void {
  const all = stories();
  const now = current();
  const at = now ? all.indexOf(now) : step > 0 ? -1 : all.length;
  select(all[Math.min(all.length - 1, Math.max(0, at + step))]);
}

function moveSection(step: 1 | -1): void {
  const sections = [...document.querySelectorAll<HTMLElement>('[data-section]')];
  const now = current()?.closest<HTMLElement>('[data-section]');
  const at = now ? sections.indexOf(now) + step : 0;
  select(
    sections[Math.min(sections.length - 1, Math.max(0, at))]?.querySelector<HTMLElement>('[data-story]') ?? undefined,
  );
}

/** After reading a story the focus goes on to the next unread one. */
async function mark(what: 'read' | 'saved'): Promise<void> {
  const story = current();
  if (!story) return;
  const all = stories();
  const next = all.slice(all.indexOf(story) + 1).find((each) => !each.hasAttribute('data-read'));
  const becomesRead = what === 'read' && !story.hasAttribute('data-read');
  await markStory(story, what);
  if (becomesRead && next) select(next);
}

const click = (selector: string): void => current()?.querySelector<HTMLElement>(selector)?.click();

/** On a story's own page: one board, on it goes; several, the first waits for Enter. */
function toBoards(asks: boolean): void {
  const buttons = document.querySelectorAll<HTMLElement>('[data-board]');
  const [first] = buttons;
  const story = current();
  if (first) first[buttons.length === 1 ? 'click' : 'focus']();
  else if (story) putOnBoard(story, asks);
}

const KEYS: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  n: () => moveSection(1),
  p: () => moveSection(-1),
  o: () => click('[data-open]'),
  x: () => click('[data-unfold]'),
  m: () => void mark('read'),
  s: () => void mark('saved'),
  w: () => click('.why > summary'),
  b: () => toBoards(false),
  B: () => toBoards(true),
  u: () => void undo(),
  '/': () =>
    (document.querySelector<HTMLElement>('input[type=search]') ?? document.querySelector<HTMLElement>('.find'))?.[
      document.querySelector('input[type=search]') ? 'focus' : 'click'
    ](),
  '?': helpDialog,
};

addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  const isWriting = target.matches('input:not([type=checkbox]), textarea, select') || target.isContentEditable;
  if (isWriting || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement | null;
  const story = form.closest<HTMLElement>('[data-story]');
  if (!story || !button || button.name !== 'mark') return;
  event.preventDefault();
  void markStory(story, /saved$/.test(button.value) ? 'saved' : 'read');
});

addEventListener('focusin', (event) => {
  const story = (event.target as HTMLElement).closest<HTMLElement>('article[data-story]');
  if (story && story !== current())
    select(story.contains(document.activeElement) && document.activeElement !== story ? undefined : story);
});

document.querySelector('[data-print]')?.addEventListener('click', () => print());
