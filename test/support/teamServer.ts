import { load } from 'cheerio';
import { expect } from 'vitest';
import { smtpMailer } from '../../src/adapters/deliver/smtp.ts';
import { type DemoServer, demoServer } from './demoServer.ts';
import { type Mailbox, mailbox } from './mailbox.ts';
import { type WebClient, webClient } from './webClient.ts';

/** A demo server that mails to a mailbox on loopback, its owner signed in, and how others come to it. */
export interface TeamServer {
  server: DemoServer;
  post: Mailbox;
  owner: WebClient;
  /** Path of a fresh invitation. */
  invited(email: string, role?: string): Promise<string>;
  /** Somebody who accepted one. */
  joined(email: string, role?: string, fields?: Record<string, string>): Promise<WebClient>;
  signIn(email: string, password: string, client?: WebClient): Promise<Response>;
  /** "" for nobody. */
  idOf(email: string): Promise<string>;
  /** The last things done, as "action subject". */
  audited(): Promise<string[]>;
  close(): Promise<void>;
}

/** The link or token a page shows once. */
export const linkIn = (html: string): string => load(html)('.note.ok input').attr('value') ?? '';
export const pathOf = (link: string): string => new URL(link).pathname + new URL(link).search;

export async function teamServer(): Promise<TeamServer> {
  const post = await mailbox();
  const mailer = smtpMailer(post.url, 'Vigie <veille@exemple.fr>');
  const server = await demoServer();
  server.deps.mailer = mailer;
  const owner = webClient(server.deps);
  await owner.signIn();
  const invited = async (email: string, role = 'reader') =>
    pathOf(linkIn(await (await owner.post('/team/invitations', { email, role })).text()));
  return {
    ...{ server, post, owner, invited },
    async joined(email, role = 'reader', fields = {}) {
      const client = webClient(server.deps);
      const response = await client.post(await invited(email, role), { name: 'Léa', ...fields });
      expect(response.status).toBe(302);
      return client;
    },
    signIn: (email, password, client = webClient(server.deps)) =>
      client.post('/sign-in', { email, password, how: 'password' }),
    idOf: async (email) => (await server.deps.store.people.findByEmail(email))?.id ?? '',
    audited: async () => (await server.deps.store.audit.list(5)).map(({ action, subject }) => `${action} ${subject}`),
    async close() {
      mailer.close();
      await post.close();
      await server.close();
    },
  };
}
