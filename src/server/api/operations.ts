import type { ServerDeps } from '../context.ts';
import { boardOperations } from './boardOperations.ts';
import { newsletterOperations } from './newsletterOperations.ts';
import type { Operation } from './operation.ts';
import { readings } from './readings.ts';
import { sourceOperations } from './sourceOperations.ts';
import { subscriptionOperations } from './subscriptionOperations.ts';
import { writings } from './writings.ts';

/** Everything that can be asked. */
export const operationsOf = (deps: ServerDeps): Operation[] => [
  ...readings(deps),
  ...boardOperations(deps),
  ...newsletterOperations(deps),
  ...sourceOperations(deps),
  ...subscriptionOperations(deps),
  ...writings(deps),
];
