import { Transform } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Mail, MailOutcome } from '../../domain/model/mail.ts';
import type { Mailer } from '../../domain/ports.ts';

const CONNECT_MS = 15_000;
const ANSWER_MS = 60_000;
const CONNECTIONS = 3;

/**
 * Mail through the operator's server. Only that server is spoken to: where its name leads is the operator's choice, so the
 * guard against private addresses does not stand here.
 * @param url smtp:// or smtps://, with name and password where the server asks for them
 * @param from "Vigie <veille@example.org>"
 */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    ...optionsOf(new URL(url)),
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    // A text may name no file and no address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The text is read when the server has asked for it: once it was read to its end, the server may have it.
  transport.use('stream', (mail, done) => {
    const { progress } = mail.data as { progress?: Progress };
    mail.message.transform(
      () =>
        new Transform({
          transform: (chunk, _encoding, pass) => pass(null, chunk),
          flush(pass) {
            if (progress) progress.isHandedOver = true;
            pass();
          },
        }),
    );
    done();
  });
  return {
    async send({ to, subject, text, html, messageId, headers }: Mail): Promise<MailOutcome> {
      const progress: Progress = { isHandedOver: false };
      try {
        await transport.sendMail({
          progress,
          ...{ from, to: { name: '', address: to }, subject, text, html },
          ...(messageId !== undefined && { messageId: `<${messageId}>` }),
          ...(headers && { headers }),
        } as SendMailOptions);
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error as SmtpError, progress);
      }
    },
    close: () => transport.close(),
  };
}

function optionsOf(url: URL) {
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
  };
}

interface Progress {
  /** Whether the whole text has gone to the server. */
  isHandedOver: boolean;
}

interface SmtpError extends Error {
  code?: string;
  /** The command that was answered, or that was not. */
  command?: string;
  responseCode?: number;
}

/** What a failure means: 4xx says later, 5xx to the address says never; a break after the text says nobody knows. */
function outcomeOf({ message, command, responseCode }: SmtpError, { isHandedOver }: Progress): MailOutcome {
  const detail = message.replace(/\s+/g, ' ').slice(0, MAX_DETAIL);
  if (responseCode !== undefined && responseCode >= 500)
    // A refused login or sender is the operator's to mend: the address is not to blame.
    return command === 'RCPT TO' || command === 'DATA' ? { kind: 'refused', detail } : { kind: 'delayed', detail };
  if (responseCode === undefined && isHandedOver) return { kind: 'uncertain', detail };
  return { kind: 'delayed', detail };
}

const MAX_DETAIL = 300;
