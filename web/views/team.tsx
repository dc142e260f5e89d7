import { ROLES, type Role } from '../../src/domain/access/policy.ts';
import type { Person } from '../../src/domain/model/person.ts';
import { Block } from './block.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { OnlyHere } from './onlyHere.tsx';
import { ScrollTable } from './scrollTable.tsx';

interface TeamView {
  page: PageContext;
  people: readonly Person[];
  invitations: readonly { email: string; role: Role; expiresAt: number }[];
  /** Of everybody who ever was, by id. */
  names: ReadonlyMap<string, string>;
  audit: readonly { at: number; person: string; action: string; subject: string; detail: Record<string, string> }[];
  /** Just made: shown once. */
  link?: { email: string; url: string; mailed: boolean } | undefined;
  problem?: string | undefined;
}

/** Who is here, who is asked to come, who changed what. */
export function TeamPage(view: TeamView) {
  const { page, people, link, problem } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('team.title')} current="team">
      <h1>{t('team.title')}</h1>
      <p class="lede">{t('team.lede', { count: people.length })}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {link ? (
        <div class="note ok after" role="status">
          <p>{t(link.mailed ? 'team.mailed' : 'team.notMailed', { email: link.email })}</p>
          <p>
            <input class="wide" readonly value={link.url} aria-label={t('team.link')} />
          </p>
        </div>
      ) : (
        ''
      )}
      <OnlyHere page={page} />
      <People view={view} />
      <Invite page={page} />
      <Invitations view={view} />
      <Audit view={view} />
    </Layout>
  );
}

function People({ view: { page, people } }: { view: TeamView }) {
  const { t, since } = page.speech;
  return (
    <Block id="people" title={t('team.people')} isUntitled>
      <ScrollTable kind="roomy" caption={t('team.people')}>
        <thead>
          <tr>
            <th scope="col">{t('team.person')}</th>
            <th scope="col">{t('team.role')}</th>
            <th scope="col">{t('team.seen')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th scope="row">
                {person.name || t('team.unnamed')}
                <span class="sub">{person.email ?? ''}</span>
              </th>
              <td>
                <form method="post" action={`/team/${person.id}`} class="row">
                  <Csrf page={page} />
                  <RoleSelect
                    page={page}
                    chosen={person.role}
                    label={t('team.roleOf', { name: nameOf(person, page) })}
                  />
                  <button class="btn flat sm" name="action" value="role">
                    {t('team.change')}
                  </button>
                </form>
              </td>
              <td>{person.lastSeenAt === undefined ? t('time.never') : since(person.lastSeenAt, page.now)}</td>
              <td>
                <form method="post" action={`/team/${person.id}`} class="row">
                  <Csrf page={page} />
                  <button class="btn flat sm" name="action" value="link">
                    {t('team.makeLink')}
                  </button>
                  {person.id === page.person.id ? (
                    ''
                  ) : (
                    <button class="btn flat sm" name="action" value="remove">
                      {t('team.remove')}
                    </button>
                  )}
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Block>
  );
}

const nameOf = ({ name, email }: Person, { speech: { t } }: PageContext): string => name || email || t('team.unnamed');

const RoleSelect = ({ page, chosen, label, id }: { page: PageContext; chosen: Role; label?: string; id?: string }) => (
  <select name="role" class={id === undefined ? 'sm' : undefined} id={id} aria-label={label}>
    {ROLES.map((each) => (
      <option value={each} selected={each === chosen}>
        {page.speech.t(`role.${each}`)}
      </option>
    ))}
  </select>
);

function Invite({ page }: { page: PageContext }) {
  const { t } = page.speech;
  return (
    <Block id="invite" title={t('team.invite')}>
      <form method="post" action="/team/invitations" class="row ends after">
        <Csrf page={page} />
        <div class="field">
          <label for="email">{t('team.email')}</label>
          <input id="email" name="email" type="email" required maxlength={254} autocomplete="off" />
        </div>
        <div class="field">
          <label for="role">{t('team.role')}</label>
          <RoleSelect page={page} chosen="reader" id="role" />
        </div>
        <button class="btn main">{t('team.send')}</button>
      </form>
      <p class="fine after">{t('team.roles')}</p>
    </Block>
  );
}

function Invitations({ view: { page, invitations } }: { view: TeamView }) {
  const { t, moment } = page.speech;
  if (invitations.length === 0) return null;
  return (
    <Block id="open" title={t('team.open')}>
      <ul class="plain">
        {invitations.map(({ email, role, expiresAt }) => (
          <li>
            <form method="post" action="/team/invitations/withdraw" class="row">
              <Csrf page={page} />
              <input type="hidden" name="email" value={email} />
              <span>
                <b>{email}</b>, {t(`role.${role}`)}, {t('team.until', { when: moment(expiresAt) })}
              </span>
              <button class="btn flat sm">{t('team.withdraw')}</button>
            </form>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Audit({ view: { page, audit, names } }: { view: TeamView }) {
  const { t, moment } = page.speech;
  if (audit.length === 0) return null;
  const said = ({ role, ...detail }: Record<string, string>) => ({
    ...detail,
    ...(role && { role: t(`role.${role}`) }),
  });
  return (
    <Block id="audit" title={t('team.audit')}>
      <ul class="plain">
        {audit.map(({ at, person, action, subject, detail }) => (
          <li class="fine">
            {moment(at)} ·{' '}
            {t(`audit.${action}`, { who: names.get(person) ?? t('role.owner'), subject, ...said(detail) })}
          </li>
        ))}
      </ul>
    </Block>
  );
}
