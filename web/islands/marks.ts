/** Reads and keeps stories in place: the server is told at once, the page follows what it answered. */

type What = 'read' | 'saved';
interface Done {
  story: string;
  value: string;
}

const RETRY_MS = 5_000;
let last: Done | undefined;

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
  if (!(await send(button.form, value))) {
    say('!');
    setTimeout(() => void markStory(story, what), RETRY_MS);
    return;
  }
  last = { story: id, value: OPPOSITE[value] ?? value };
  await refresh(id);
}

/** Takes the last mark back. */
export async function undo(): Promise<void> {
  const taken = last;
  const story = taken && document.querySelector<HTMLElement>(`[data-story="${CSS.escape(taken.story)}"]`);
  const form = story?.querySelector<HTMLFormElement>('form[action="/marks"]');
  if (!taken || !form || !(await send(form, taken.value))) return;
  last = undefined;
  await refresh(taken.story);
}

async function send(form: HTMLFormElement, value: string): Promise<boolean> {
  const body = new URLSearchParams();
  for (const [name, entry] of new FormData(form)) if (typeof entry === 'string') body.append(name, entry);
  body.set('mark', value);
  try {
    const response = await fetch('/marks', { method: 'POST', body, headers: { accept: 'application/json' } });
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
