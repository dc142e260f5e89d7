import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What an address is answered with; undefined: taken. */
export type Refusal = { code: number; message: string };

export interface Mailbox {
  /** smtp:// address of the server. */
  url: string;
  mails: Email[];
  /** Waits until so many have come. */
  waitFor(count: number): Promise<Email[]>;
  /** From now on, what is done with mail to an address. */
  refuse(address: string, refusal: Refusal | undefined): void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it is given. */
export async function mailbox(): Promise<Mailbox> {
  const mails: Email[] = [];
  const refusals = new Map<string, Refusal>();
  let waiting: { count: number; resolve: (mails: Email[]) => void }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      const refusal = refusals.get(address);
      callback(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        mails.push(await PostalMime.parse(Buffer.concat(chunks)));
        callback();
        waiting = waiting.filter(({ count, resolve }) => {
          if (mails.length < count) return true;
          resolve(mails);
          return false;
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    waitFor: (count) =>
      mails.length >= count ? Promise.resolve(mails) : new Promise((resolve) => waiting.push({ count, resolve })),
    refuse(address, refusal) {
      if (refusal) refusals.set(address, refusal);
      else refusals.delete(address);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
