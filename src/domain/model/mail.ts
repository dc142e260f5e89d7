/** One message to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same when a message is sent again, so that its trace can be found. */
  messageId?: string;
  /** Besides the usual ones: List-Unsubscribe and the like. */
  headers?: Record<string, string>;
}

/** What became of a message. Expected failures are values. */
export type MailOutcome =
  | { kind: 'sent' }
  /** The server was not reached, or says try again. */
  | { kind: 'delayed'; detail: string }
  /** The address is refused for good. */
  | { kind: 'refused'; detail: string }
  /** The connection broke after the text was handed over: it may have arrived. */
  | { kind: 'uncertain'; detail: string };
