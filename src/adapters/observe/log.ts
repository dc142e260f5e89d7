import { destination, pino } from 'pino';
import type { Log } from '../../domain/ports.ts';

/** Never in a log, wherever it stands in what is logged. */
const SECRETS = [
  'token',
  'key',
  'secret',
  'password',
  'authorization',
  'cookie',
  '*.token',
  '*.key',
  '*.secret',
  '*.password',
  '*.authorization',
  '*.cookie',
];

/** JSON lines on stderr: stdout belongs to what a command prints. */
export const openLog = (level: string): Log =>
  pino({ level, redact: SECRETS, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(2));
