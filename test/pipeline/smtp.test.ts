import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { smtpMailer } from '../../src/adapters/deliver/smtp.ts';
import { mailbox } from '../support/mailbox.ts';

const MAIL = { to: 'lea@exemple.fr', subject: 'Essai', text: 'Un texte.', html: '<p>Un texte.</p>' };
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that speaks SMTP until the moment it is told to fail at. */
async function failing(at: 'greeting' | 'recipient' | 'text', how: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    let isText = false;
    socket.on('error', () => undefined);
    if (at === 'greeting') return how(socket);
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (isText) return said.includes('\r\n.\r\n') ? how(socket) : undefined;
      for (const line of said.split('\r\n').filter(Boolean)) {
        if (/^RCPT/i.test(line) && at === 'recipient') how(socket);
        else if (/^DATA/i.test(line)) {
          isText = true;
          socket.write('354 go on\r\n');
        } else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const sent = async (url: string) => {
  const mailer = smtpMailer(url, 'Vigie <veille@exemple.fr>');
  const outcome = await mailer.send(MAIL);
  mailer.close();
  return outcome.kind;
};

test.each([
  ['closes', (socket: Socket) => socket.end()],
  ['cuts', (socket: Socket) => socket.resetAndDestroy()],
])(
  'a server that %s the connection once it has the text leaves it uncertain: it is never sent twice',
  async (_, how) => {
    expect(await sent(await failing('text', how))).toBe('uncertain');
  },
);

test.each(['greeting', 'recipient'] as const)('a connection cut at the %s is tried again', async (at) => {
  expect(await sent(await failing(at, (socket) => socket.destroy()))).toBe('delayed');
});

test('an answer is an answer: refused for good, or later', async () => {
  expect(await sent(await failing('text', (socket) => socket.write('554 no\r\n')))).toBe('refused');
  expect(await sent(await failing('text', (socket) => socket.write('451 later\r\n')))).toBe('delayed');
  expect(await sent('smtp://127.0.0.1:1')).toBe('delayed');
});

test('what goes out whole is said to be sent', async () => {
  const post = await mailbox();
  expect(await sent(post.url)).toBe('sent');
  expect(post.mails).toHaveLength(1);
  await post.close();
});
