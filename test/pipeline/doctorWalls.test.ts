import { describe, expect, test } from 'vitest';
import { botWall, guardPage } from '../../src/domain/sources/guardPage.ts';

const html = (head: string, bodyHtml = '') =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8">${head}</head><body>${bodyHtml}</body></html>`;
const LINES = Array.from(
  { length: 60 },
  (_, n) => `<p>Ce que dit le paragraphe ${n}, qui n’a rien à cacher à personne.</p>`,
);
const ARTICLE = `<nav>${'<a href="/x">Rubrique</a>'.repeat(12)}</nav><article>${LINES.join('')}</article>`;

describe('a bot wall is named by the marks it leaves', () => {
  test.each<[string, string]>([
    [
      'Cloudflare',
      html(
        '<title>Just a moment...</title>',
        '<script>(function(){window._cf_chl_opt={cType:"managed"};var a=document.createElement("script");a.src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1"})()</script>',
      ),
    ],
    ['Cloudflare', html('<title>Attention Required! | Cloudflare</title>', '<h1>Sorry, you have been blocked</h1>')],
    [
      'DataDome',
      html(
        '<title>journal.example</title>',
        "<p id='cmsg'>Please enable JS and disable any ad blocker</p><script data-cfasync=false>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script><script src='https://ct.captcha-delivery.com/c.js'></script>",
      ),
    ],
    [
      'HUMAN',
      html(
        '<title>Access to this page has been denied</title>',
        '<div id="px-captcha"></div><script>window._pxAppId="PX1"</script>',
      ),
    ],
    [
      'Imperva',
      html(
        '',
        '<iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=1">Request unsuccessful. Incapsula incident ID: 1-2</iframe>',
      ),
    ],
    [
      'Imperva',
      '<html><head><META NAME="robots" CONTENT="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=5074a744"></script><body></body></html>',
    ],
    [
      'Akamai',
      "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access this server.<P>Reference&#32;&#35;18&#46;1</BODY></HTML>",
    ],
    ['Sucuri', html('<title>Sucuri WebSite Firewall - Access Denied</title>', '<p>Block ID: GEO02</p>')],
    [
      'AWS WAF',
      html(
        '',
        '<script>window.awsWafCookieDomainList=[];window.gokuProps={"key":"x"}</script><script src="https://x.token.awswaf.com/challenge.js"></script>',
      ),
    ],
    [
      'Anubis',
      html(
        '<title>Making sure you&#39;re not a bot!</title>',
        '<script id="anubis_challenge" type="application/json">{}</script>',
      ),
    ],
    ['Vercel', html('<title>Vercel Security Checkpoint</title>', "<p>We're verifying your browser</p>")],
    ['DDoS-Guard', html('<title>DDoS-Guard</title>', '<p>Checking your browser before accessing journal.example</p>')],
    ['', html('<title>Vérification</title>', '<p>Merci de confirmer que vous n’êtes pas un robot.</p>')],
    ['', html('<title>One moment</title>', '<h1>Verify you are <b>human</b> by completing the action below.</h1>')],
    ['', html('<title>Sorry</title>', '<p>Our systems have detected unusual traffic from your computer network.</p>')],
    ['', html('<title>Security</title>', '<p>Please complete the security check to access the site.</p>')],
  ])('%s', (wall, page) => {
    expect(guardPage(page, 'https://journal.example/', 'https://journal.example/')).toEqual({
      kind: 'challenge',
      params: { wall, status: 200 },
    });
  });
});

describe('pages like others are no walls', () => {
  test.each<[string, string]>([
    [
      'a site that Cloudflare lets through, its script at the foot',
      html(
        '<title>Journal</title>',
        '<p>Ouvert de 9 h à 18 h.</p><script>window.__CF$cv$params={r:"1"};a.src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"</script>',
      ),
    ],
    [
      'a site that Imperva lets through',
      html(
        '<title>Journal</title><script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fff&ns=1"></script>',
        '<p>Nos tarifs.</p>',
      ),
    ],
    [
      'a site that HUMAN lets through',
      html('<script src="https://client.perimeterx.net/PX1/main.min.js"></script>', '<p>Nos tarifs.</p>'),
    ],
    [
      'a site that uses AWS WAF',
      html(
        '<script>window.awsWafCookieDomainList=["x"]</script><script src="https://x.edge.sdk.awswaf.com/x/challenge.js"></script>',
        '<p>Nos tarifs.</p>',
      ),
    ],
    [
      'an article on captchas',
      html(
        '<title>Les captchas ont vingt ans</title>',
        `${ARTICLE}<p>« Vérifiez que vous n’êtes pas un robot », dit la page. Are you a robot?</p>`,
      ),
    ],
    [
      'an article that quotes the marks of a wall',
      html(
        '<title>How walls work</title>',
        `${ARTICLE}<pre>&lt;script&gt;window._cf_chl_opt={}; geo.captcha-delivery.com/ px-captcha&lt;/script&gt;</pre>`,
      ),
    ],
    [
      'a short note on captchas',
      html('<title>Captcha</title>', '<p>Le captcha est mort : un robot le résout mieux que nous.</p>'),
    ],
    [
      'a notice of reCAPTCHA',
      html(
        '<title>Horaires</title>',
        '<p>Ouvert.</p><small>This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.</small>',
      ),
    ],
    [
      'a contact form with its box to tick',
      html(
        '<title>Contact</title><script src="https://www.google.com/recaptcha/api.js"></script>',
        '<form><input type="email" name="mail"><textarea name="message"></textarea><label>Je confirme : vous n’êtes pas un robot</label></form>',
      ),
    ],
    [
      'a price list that sells protection from robots',
      html(
        '<title>Tarifs</title>',
        '<ul><li>Security check included</li><li>Captcha</li><li>A bot for your team: 9 €</li></ul>',
      ),
    ],
  ])('%s', (_what, page) => {
    expect(botWall(page)).toBeUndefined();
    expect(guardPage(page, 'https://journal.example/', 'https://journal.example/')).toBeUndefined();
  });
});

describe('logins', () => {
  const form = '<form action="/session"><input name="user"><input type="password" name="pass"></form>';
  const at = (page: string, final = 'https://shop.example/x', asked = final) => guardPage(page, final, asked)?.kind;

  test.each([
    'Se connecter',
    'Connexion | Journal',
    'Journal – Log in',
    'Sign in to your account',
    'Anmelden',
    'Identification',
  ])('a page called "%s" that asks for a password is one', (title) => {
    expect(at(html(`<title>${title}</title>`, form))).toBe('login');
  });

  test('being sent to one is one, whatever it is called', () => {
    const page = html('<title>Bienvenue</title>', '<form><input name="mail"></form>');
    expect(at(page, 'https://shop.example/users/sign_in', 'https://shop.example/feed')).toBe('login');
    expect(at(page, 'https://shop.example/login?next=/feed', 'https://shop.example/feed')).toBe('login');
    expect(at(page, 'https://shop.example/login', 'https://shop.example/login')).toBeUndefined();
    expect(at(page, 'https://shop.example/authors/', 'https://shop.example/feed')).toBeUndefined();
  });

  test.each<[string, string]>([
    [
      'a shop with a login form in its header',
      html('<title>Chaussures de randonnée | La Boutique</title>', `<header>${form}</header><p>Dès 49 €.</p>`),
    ],
    [
      'a password field in a window that opens',
      html('<title>Journal de Nantes</title>', `${ARTICLE}<div class="modal" hidden>${form}</div>`),
    ],
    [
      '"Connexion fibre" with much to say',
      html('<title>Connexion fibre : nos offres</title>', `<header>${form}</header>${ARTICLE}`),
    ],
    ['"Blog in Paris"', html('<title>Le blog in Paris</title>', `<header>${form}</header><p>Bonjour.</p>`)],
    ['"Design in Europe"', html('<title>Design in Europe</title>', `<header>${form}</header><p>Bonjour.</p>`)],
  ])('%s is none', (_what, page) => {
    expect(at(page)).toBeUndefined();
  });
});
