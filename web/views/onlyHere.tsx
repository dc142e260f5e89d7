import type { PageContext } from './layout.tsx';

/** Says to who runs the watch that the links it sends open on this machine only. */
export function OnlyHere({ page }: { page: PageContext }) {
  const { speech, localUrl } = page;
  if (localUrl === undefined || !page.may('manage')) return null;
  return <p class="note hint after">{speech.t('subscriptions.onlyHere', { url: localUrl })}</p>;
}
