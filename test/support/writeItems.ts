import { openStore } from '../../src/adapters/store/open.ts';
import { anItem } from './builders.ts';
import { insertItems } from './insertItems.ts';

/** Run as a process of its own: stores as many items as asked, one transaction each. */
const [, , file = '', name = '', count = '0'] = process.argv;
const store = await openStore(file);
for (let index = 0; index < Number(count); index += 1)
  await insertItems(store, [anItem({ title: `${name} ${index}` })]);
process.exit(0);
