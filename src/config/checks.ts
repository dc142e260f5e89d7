import { Cron } from 'croner';
import { isReadableSelector } from '../domain/pages/selector.ts';

const holds = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

export const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
export const isUtm = (text: string): boolean => /^utm_[a-z_]{1,20}$/.test(text);
export const isCron = (text: string): boolean =>
  text.trim().split(/\s+/).length === 5 && holds(() => new Cron(text, { paused: true }));
/** CSS, or XPath when it begins with a slash. */
export const isSelector = (text: string): boolean => !text.includes('<') && isReadableSelector(text);
/** A header of a source's own: those that say where the request goes or how its body is read stay ours. */
export const isHeaderName = (name: string): boolean =>
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}$/.test(name) &&
  !/^(?:host|connection|content-length|transfer-encoding|accept-encoding|te|upgrade|proxy-.*)$/i.test(name);
export const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]{0,4000}$/.test(value);
export const isRegExp = (text: string): boolean => text.length > 0 && holds(() => new RegExp(text, 'u'));
