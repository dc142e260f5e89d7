import type { Problem } from '../model/source.ts';
import { withoutUnseen } from './html.ts';

/** A parser quotes what it stumbled over. */
const MAX_DETAIL = 200;

/** A problem whose details may be shown anywhere, a terminal included: they quote what the source sent. */
export const printable = ({ kind, params }: Problem): Problem => ({
  kind,
  params: Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? printableText(value) : value]),
  ),
});

export const printableText = (text: string): string => withoutUnseen(text.slice(0, MAX_DETAIL));
