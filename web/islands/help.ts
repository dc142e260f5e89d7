/** The keys, in a dialog: the list of the rail, which phones and narrow windows do not show. */
export function helpDialog(): void {
  const list = document.querySelector('.keylist');
  if (!list) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'pane';
  const title = document.createElement('h2');
  title.textContent = list.previousElementSibling?.textContent ?? '';
  const close = document.createElement('button');
  close.className = 'btn';
  close.textContent = 'OK';
  close.addEventListener('click', () => dialog.close());
  dialog.append(title, list.cloneNode(true), close);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
