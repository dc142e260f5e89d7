/** Passkeys need a script of the page: without one, the link by mail and the password are there. */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';

const ask = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const csrf = document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value;
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(csrf && { 'x-csrf-token': csrf }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

async function enter(): Promise<string> {
  const optionsJSON = (await ask('/sign-in/passkey', {})) as never;
  const response = await startAuthentication({ optionsJSON });
  return String((await ask('/sign-in/passkey', { response })).to);
}

async function add(): Promise<string> {
  const optionsJSON = (await ask('/settings/passkeys', {})) as never;
  const response = await startRegistration({ optionsJSON });
  const name = document.querySelector<HTMLInputElement>('#passkey-name')?.value;
  return String((await ask('/settings/passkeys', { response, name })).to);
}

for (const [selector, act] of [
  ['#enter-by-key', enter],
  ['#add-key', add],
] as const) {
  const button = document.querySelector<HTMLButtonElement>(selector);
  if (!button || !('PublicKeyCredential' in window)) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const said = document.querySelector<HTMLElement>('#key-said');
    try {
      location.href = await act();
      if (location.pathname === '/settings') location.reload();
    } catch {
      if (said) said.hidden = false;
    }
  });
}
