/** Reads and keeps stories in place: the server is told at once, the page follows what it answered. */

type What = 'read' | 'saved';
/** What is posted with a story's own fields. */
interface Deed {
  path: string;
  fields: Record<string, string>;
}

const RETRY_MS = 5_000;
/** What takes the last deed back. */
let last: (Deed & { story: string }) | undefined;

const buttonOf = (story: HTMLElement, what: What): HTMLButtonElement | undefined =>
  [...story.querySelectorAll<HTMLButtonElement>('button[name=mark]')].find(({ value }) =>
    (what === 'saved' ? /saved$/ : /read$/).test(value),
  );

const OPPOSITE: Record<string, string> = { read: 'unread', unread: 'read', saved: 'unsaved', unsaved: 'saved' };

/** Presses the story's own button through the network; a failure is said and tried once more. */
export async function markStory(story: HTMLElement, what: What): Promise<void> {
  const button = buttonOf(story, what);
  const id = story.dataset.story;
  if (!button?.form || !id) return;
  const value = button.value;
  if (!(await send(button.form, markedAs(value)))) {
    say('!');
    setTimeout(() => void markStory(story, what), RETRY_MS);
    return;
  }
  last = { story: id, ...markedAs(OPPOSITE[value] ?? value) };
  await refresh(id);
}

const markedAs = (mark: string): Deed => ({ path: '/marks', fields: { mark } });
const onBoard = (board: string, action: 'put' | 'take'): Deed => ({
  path: `/boards/${encodeURIComponent(board)}/stories`,
  fields: { action },
});

/** Puts a story on the usual board, or on the one that is chosen; without any, its own page says how to make one. */
export function putOnBoard(story: HTMLElement, asks: boolean): void {
  const dialog = document.querySelector<HTMLDialogElement>('#to-board');
  if (!dialog) {
    location.href = `/stories/${story.dataset.story}#boards`;
    return;
  }
  const { usual } = dialog.dataset;
  if (usual !== undefined && !asks) {
    void put(story, usual);
    return;
  }
  dialog.returnValue = '';
  dialog.addEventListener(
    'close',
    () => {
      if (dialog.returnValue === '') return;
      dialog.dataset.usual = dialog.returnValue;
      void put(story, dialog.returnValue);
    },
    { once: true },
  );
  dialog.showModal();
}

async function put(story: HTMLElement, board: string): Promise<void> {
  const [form, id] = [formOf(story), story.dataset.story];
  // Already there: what the team made of it there stays, and there is nothing to take back.
  if (!form || !id || story.querySelector(`a[href="/boards/${CSS.escape(board)}"]`)) return;
  if (!(await send(form, onBoard(board, 'put')))) {
    say('!');
    return;
  }
  last = { story: id, ...onBoard(board, 'take') };
  await refresh(id);
}

const formOf = (story: HTMLElement | null | undefined): HTMLFormElement | undefined =>
  story?.querySelector<HTMLFormElement>('form[action="/marks"]') ?? undefined;

/** Takes the last mark back. */
export async function undo(): Promise<void> {
  const taken = last;
  const story = taken && document.querySelector<HTMLElement>(`[data-story="${CSS.escape(taken.story)}"]`);
  const form = formOf(story);
  if (!taken || !form || !(await send(form, taken))) return;
  last = undefined;
  await refresh(taken.story);
}

async function send(form: HTMLFormElement, { path, fields }: Deed): Promise<boolean> {
  const body = new URLSearchParams();
  for (const [name, entry] of new FormData(form)) if (typeof entry === 'string') body.append(name, entry);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const response = await fetch(path, { method: 'POST', body, headers: { accept: 'application/json' } });
    return response.ok;
  } catch {
    return false;
  }
}

/** The server draws: the story, its section's head and the ruler are taken from a fresh page. */
async function refresh(id: string): Promise<void> {
  const response = await fetch(location.pathname);
  if (!response.ok) return;
  const html = await response.text();
  // The style element is read apart: parsing it would be refused, its nonce being another page's.
  const [style = '', rules = ''] = /<style[^>]*>([^<]*)<\/style>/.exec(html) ?? [];
  const fresh = new DOMParser().parseFromString(html.replace(style, ''), 'text/html');
  const selector = `[data-story="${CSS.escape(id)}"]`;
  const focused = document.querySelector(selector)?.hasAttribute('aria-current');
  swap(fresh, selector);
  swap(fresh, '.tally');
  swap(fresh, '.finish > .lede');
  for (const head of fresh.querySelectorAll('[data-section] > .sec'))
    swap(fresh, `#${CSS.escape(head.parentElement?.id ?? '')} > .sec`);
  updateRuler(rules);
  const story = document.querySelector<HTMLElement>(selector);
  if (focused && story) {
    story.setAttribute('aria-current', 'true');
    story.classList.add('on');
    story.focus({ preventScroll: true });
  }
  say(document.querySelector('.tally')?.textContent ?? '');
}

function swap(fresh: Document, selector: string): void {
  const [now, next] = [document.querySelector(selector), fresh.querySelector(selector)];
  if (now && next) now.replaceWith(document.adoptNode(next));
}

/** The page's one style element holds the widths; rules are added to it, which the policy allows. */
function updateRuler(rules: string): void {
  const sheet = document.querySelector('style')?.sheet;
  if (!sheet) return;
  for (const rule of rules.match(/[^{}]+\{[^}]*\}/g) ?? []) sheet.insertRule(rule, sheet.cssRules.length);
}

function say(text: string): void {
  const live = document.getElementById('said');
  if (live) live.textContent = text;
}
