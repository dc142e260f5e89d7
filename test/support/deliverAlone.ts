import { smtpMailer } from '../../src/adapters/deliver/smtp.ts';
import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { openStore } from '../../src/adapters/store/open.ts';
import { recoverDeliveries, sendDeliveries } from '../../src/pipeline/deliver.ts';

/** Run as a process of its own, to be killed: sends what waits in a database, as a start of Vigie does. */
const [, , file = '', smtpUrl = '', host = ''] = process.argv;
const store = await openStore(file);
const http = politeHttp({ ...HTTP_DEFAULTS, userAgent: 'Vigie/test', allowHosts: [host], hostDelayMs: 0 });
const mailer = smtpMailer(smtpUrl, 'Vigie <veille@exemple.fr>');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const deps = { store, http, mailer, log, clock: Date.now };
await recoverDeliveries(deps, 0);
process.stdout.write('begun\n');
await sendDeliveries(deps);
mailer.close();
await http.close();
await store.close();
