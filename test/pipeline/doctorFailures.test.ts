import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProblemKind } from '../../src/domain/model/source.ts';
import { type Answer, body, fixtureServer, hang, redirect, rss, status } from '../support/fixtureServer.ts';
import { rawServer } from '../support/ordeal.ts';
import { tlsServer, trustTestAuthority } from '../support/tlsServer.ts';
import { aWard, told } from '../support/ward.ts';

beforeAll(trustTestAuthority);

const date = 'Mon, 23 Nov 2026 08:00:00 GMT';
const GOOD = body(rss([{ title: 'Une nouvelle', date }]));
const MENDED = body(rss(['Une nouvelle', 'Une autre'].map((title) => ({ title, date }))));
const html = (content: string, code = 200): Answer => status(code, { 'content-type': 'text/html' }, content);
/** Sent, for the time being, to something that is wrong. */
const sentTo =
  (url: string | Promise<string>): Answer =>
  async (...given) =>
    redirect(302, await url)(...given);
const nobody = async () => {
  const server = await fixtureServer();
  await server.close();
  return `${server.url}/feed`;
};
const midway: Answer = async (request, response) => {
  response.writeHead(200, { 'content-length': '5000' }).write('<rss>');
  await sleep(20);
  request.socket.resetAndDestroy();
};
const short: Answer = async (request, response) => {
  response.writeHead(200, { 'content-length': '5000' }).write('<rss>');
  await sleep(20);
  request.socket.end();
};
const stalled: Answer = (_request, response) => response.writeHead(200).write('<rss>');

type Row = [cause: string, kind: ProblemKind, answer: () => Answer | Promise<Answer>, sentences: string[]];

const CAUSES: Row[] = [
  [
    'a name nobody has',
    'dns',
    () => redirect(302, 'http://nothing.invalid/feed'),
    [
      'Le nom nothing.invalid n’existe pas ou ne se résout pas.',
      'Vérifiez l’orthographe de l’adresse.',
      'The name nothing.invalid does not exist or cannot be resolved.',
      'Check the spelling of the address.',
    ],
  ],
  [
    'nobody listens',
    'refused',
    () => sentTo(nobody()),
    [
      '127.0.0.1 refuse la connexion.',
      'Le site est peut-être arrêté : Vigie réessaie seule.',
      '127.0.0.1 refuses the connection.',
      'The site may be down: Vigie tries again by itself.',
    ],
  ],
  [
    'no answer',
    'timeout',
    () => hang,
    [
      '127.0.0.1 n’a pas répondu en 1 secondes.',
      'Le site est lent ou arrêté : Vigie réessaie seule.',
      '127.0.0.1 did not answer within 1 seconds.',
      'The site is slow or down: Vigie tries again by itself.',
    ],
  ],
  [
    'an answer that stops',
    'too-slow',
    () => stalled,
    [
      '127.0.0.1 envoie trop lentement : après 1 secondes, la réponse n’était pas entière.',
      'Vigie réessaie seule ; si cela dure, cherchez un flux plus court.',
      '127.0.0.1 sends too slowly: after 1 seconds the answer was not whole.',
      'Vigie tries again by itself; if it lasts, look for a shorter feed.',
    ],
  ],
  [
    'a certificate that has expired',
    'tls',
    async () => sentTo(tlsServer('expired', GOOD)),
    [
      'Le certificat de 127.0.0.1 n’est pas valable : il a expiré.',
      'Prévenez le site, ou cherchez une autre adresse.',
      'The certificate of 127.0.0.1 is not valid: it has expired.',
      'Tell the site, or look for another address.',
    ],
  ],
  [
    'a certificate signed by the site itself',
    'tls',
    async () => sentTo(tlsServer('self-signed', GOOD)),
    [
      'Le certificat de 127.0.0.1 n’est pas valable : le site l’a signé lui-même.',
      'Prévenez le site, ou cherchez une autre adresse.',
      'The certificate of 127.0.0.1 is not valid: the site signed it itself.',
      'Tell the site, or look for another address.',
    ],
  ],
  [
    'a certificate in the name of another site',
    'tls',
    async () => sentTo(tlsServer('wrong-name', GOOD)),
    [
      'Le certificat de 127.0.0.1 n’est pas valable : il est au nom d’un autre site.',
      'Prévenez le site, ou cherchez une autre adresse.',
      'The certificate of 127.0.0.1 is not valid: it is in the name of another site.',
      'Tell the site, or look for another address.',
    ],
  ],
  [
    'no encryption where it was promised',
    'tls',
    async () =>
      sentTo(
        rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')).then(({ port }) => `https://127.0.0.1:${port}/`),
      ),
    [
      'Le certificat de 127.0.0.1 n’est pas valable : la connexion chiffrée n’a pas abouti.',
      'Prévenez le site, ou cherchez une autre adresse.',
      'The certificate of 127.0.0.1 is not valid: the encrypted connection failed.',
      'Tell the site, or look for another address.',
    ],
  ],
  [
    'a connection cut half-way',
    'reset',
    () => midway,
    [
      '127.0.0.1 a coupé la connexion en cours de route.',
      'Vigie réessaie seule.',
      '127.0.0.1 cut the connection half-way.',
      'Vigie tries again by itself.',
    ],
  ],
  [
    'less than announced',
    'truncated',
    () => short,
    [
      '127.0.0.1 a annoncé plus d’octets qu’il n’en a envoyé.',
      'Vigie réessaie seule.',
      '127.0.0.1 announced more bytes than it sent.',
      'Vigie tries again by itself.',
    ],
  ],
  [
    'an address of the private network',
    'private-address',
    () => redirect(302, 'http://10.0.0.1/feed'),
    [
      '10.0.0.1 mène à une adresse privée : Vigie n’y va pas.',
      'Si ce site est bien le vôtre, ajoutez-le à VIGIE_ALLOW_HOSTS.',
      '10.0.0.1 leads to a private address: Vigie does not go there.',
      'If this site is your own, add it to VIGIE_ALLOW_HOSTS.',
    ],
  ],
  [
    'an address that is not of the web',
    'bad-url',
    () => redirect(302, 'ftp://journal.example/feed'),
    [
      'Cette adresse n’est pas une adresse web : ftp://journal.example/feed',
      'Donnez une adresse qui commence par https://.',
      'This is not a web address: ftp://journal.example/feed',
      'Give an address that begins with https://.',
    ],
  ],
  [
    'redirects without end',
    'redirect-loop',
    () => redirect(302, '/feed'),
    [
      'L’adresse redirige sans fin (plus de 8 fois).',
      'Ouvrez l’adresse dans un navigateur et copiez celle où vous arrivez.',
      'The address redirects for ever (more than 8 times).',
      'Open the address in a browser and copy the one you arrive at.',
    ],
  ],
  [
    'a plain 403',
    'blocked',
    () => html('<h1>Forbidden</h1>', 403),
    [
      '127.0.0.1 refuse l’accès à Vigie (403).',
      'Le site n’accepte pas les lecteurs automatiques : cherchez son flux officiel, ou donnez à cette source l’en-tête qu’il attend.',
      '127.0.0.1 refuses access to Vigie (403).',
      'The site does not accept automatic readers: look for its official feed, or give this source the header it expects.',
    ],
  ],
  [
    'a wall with a 403',
    'challenge',
    () => html('<title>Just a moment...</title><script>window._cf_chl_opt={}</script>', 403),
    [
      'Un mur anti-robots (Cloudflare) répond à la place de la page.',
      'Vigie ne contourne pas ces murs : cherchez un flux officiel, ou demandez au site d’accepter Vigie.',
      'A bot wall (Cloudflare) answers in place of the page.',
      'Vigie does not go round such walls: look for an official feed, or ask the site to let Vigie in.',
    ],
  ],
  [
    'a wall with a 200',
    'challenge',
    () => html('<!doctype html><title>journal.example</title><p>Merci de confirmer que vous n’êtes pas un robot.</p>'),
    [
      'Un mur anti-robots répond à la place de la page.',
      'Vigie ne contourne pas ces murs : cherchez un flux officiel, ou demandez au site d’accepter Vigie.',
      'A bot wall answers in place of the page.',
      'Vigie does not go round such walls: look for an official feed, or ask the site to let Vigie in.',
    ],
  ],
  [
    'a 401',
    'login',
    () => status(401),
    [
      '127.0.0.1 demande de se connecter.',
      'Cherchez l’adresse publique, ou donnez un nom et un mot de passe à cette source (« auth »).',
      '127.0.0.1 asks for a login.',
      'Look for the public address, or give this source a name and a password (“auth”).',
    ],
  ],
  [
    'a login page in its place',
    'login',
    () =>
      html('<!doctype html><title>Se connecter | Journal</title><form><input name=who><input type=password></form>'),
    [
      '127.0.0.1 demande de se connecter.',
      'Cherchez l’adresse publique, ou donnez un nom et un mot de passe à cette source (« auth »).',
      '127.0.0.1 asks for a login.',
      'Look for the public address, or give this source a name and a password (“auth”).',
    ],
  ],
  [
    'a 404',
    'not-found',
    () => status(404),
    [
      'Il n’y a rien à cette adresse (404).',
      'Cherchez la nouvelle adresse sur le site. Après une semaine, Vigie cesse de demander.',
      'There is nothing at this address (404).',
      'Look for the new address on the site. After a week Vigie stops asking.',
    ],
  ],
  [
    'a 429',
    'rate-limited',
    () => status(429),
    [
      '127.0.0.1 demande d’attendre avant de revenir (429).',
      'Vigie attend le temps demandé ; espacez les vérifications avec « every ».',
      '127.0.0.1 asks us to wait before coming back (429).',
      'Vigie waits as long as asked; space the checks out with “every”.',
    ],
  ],
  [
    'a 503',
    'server-error',
    () => status(503),
    [
      '127.0.0.1 est en panne (erreur 503).',
      'Vigie réessaie seule.',
      '127.0.0.1 is out of order (error 503).',
      'Vigie tries again by itself.',
    ],
  ],
  [
    'a 418',
    'http-error',
    () => status(418),
    [
      '127.0.0.1 a répondu par une erreur 418.',
      'Ouvrez l’adresse dans un navigateur pour voir ce qu’elle répond.',
      '127.0.0.1 answered with error 418.',
      'Open the address in a browser to see what it answers.',
    ],
  ],
  [
    'more than 1 MB',
    'too-large',
    () => body('<rss>'.padEnd(1_100_000)),
    [
      'La réponse dépasse 1 Mo.',
      'Cherchez un flux plus court sur le site.',
      'The answer is larger than 1 MB.',
      'Look for a shorter feed on the site.',
    ],
  ],
  [
    'gzip that is none',
    'bad-encoding',
    () => body('<rss/>', { 'content-encoding': 'gzip' }),
    [
      'La réponse n’est pas compressée comme elle le dit.',
      'Prévenez le site : son serveur est mal réglé.',
      'The answer is not compressed the way it says.',
      'Tell the site: its server is set up wrongly.',
    ],
  ],
  [
    'nothing',
    'empty',
    () => body(''),
    [
      'La réponse est vide.',
      'Vigie réessaie seule ; si cela dure, cherchez une autre adresse.',
      'The answer is empty.',
      'Vigie tries again by itself; if it lasts, look for another address.',
    ],
  ],
  [
    'a page without a feed',
    'html-instead-of-feed',
    () => html('<!doctype html><title>Journal</title><p>Bonjour.</p>'),
    [
      'C’est une page web, pas un flux, et elle n’annonce aucun flux.',
      'Cherchez le lien « RSS » du site, ou suivez la page avec « list: ».',
      'This is a web page, not a feed, and it announces no feed.',
      "Look for the site's “RSS” link, or follow the page with “list:”.",
    ],
  ],
  [
    'another document',
    'not-a-feed',
    () => body('<opml version="2.0"><body/></opml>'),
    [
      'Ce n’est pas un flux : le document commence par « opml ».',
      'Vérifiez l’adresse du flux.',
      'This is not a feed: the document begins with “opml”.',
      'Check the address of the feed.',
    ],
  ],
  [
    'a feed cut off',
    'unreadable',
    () => body('<?xml version="1.0"?>\n<rss version="2.0"><channel'),
    [
      'Le flux est illisible : Unclosed root tag (ligne 2, colonne 28).',
      'Prévenez le site : son flux est cassé à cet endroit.',
      'The feed cannot be read: Unclosed root tag (line 2, column 28).',
      'Tell the site: its feed is broken there.',
    ],
  ],
  [
    'a JSON feed cut off',
    'unreadable',
    () => body('{"version":"https://jsonfeed.org/version/1",\n"items":[{]}'),
    [
      "Le flux est illisible : Expected property name or '}' in JSON at position 55 (line 2 column 11) (ligne 2, colonne 11).",
      'Prévenez le site : son flux est cassé à cet endroit.',
      "The feed cannot be read: Expected property name or '}' in JSON at position 55 (line 2 column 11) (line 2, column 11).",
      'Tell the site: its feed is broken there.',
    ],
  ],
];

describe('what keeps a source from being read is named, and heals by itself', () => {
  test.each(CAUSES)('%s: %s', async (_cause, kind, answer, sentences) => {
    const ward = await aWard();
    ward.server.on('/feed', GOOD);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
    ward.server.on('/feed', await answer());
    expect(await ward.intervalsUntil(kind)).toBeLessThanOrEqual(1);
    const [problem] = await ward.findings();
    expect(problem && told(problem)).toEqual(sentences);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['failing', [kind]]);
    expect(await ward.titles()).toEqual(['Une nouvelle']);
    ward.server.on('/feed', MENDED);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
    expect(await ward.titles()).toEqual(['Une autre', 'Une nouvelle']);
  });
});
