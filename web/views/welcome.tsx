import type { Person } from '../../src/domain/model/person.ts';
import { type FoundWay, type SetUp, STEPS, type Starter, type Step } from '../../src/domain/model/setUp.ts';
import { BarePage, Csrf, type PageContext } from './layout.tsx';
import { Ready } from './welcomeReady.tsx';
import { BrandFields, CompetitorFields, MorningFields, SourceFields, WatchFields } from './welcomeSteps.tsx';

/** What became of the last press. */
export interface WelcomeSaid {
  problem?: string;
  done?: string;
  /** As it was typed. */
  email?: string;
  /** feeds.yaml, where it could not be written. */
  text?: string;
}

/** What was found of an actor's site. */
export interface FoundSite {
  site: string;
  name: string;
  isPending: boolean;
  ways: readonly FoundWay[];
}

export interface WelcomeView {
  page: PageContext;
  step: Step;
  answers: SetUp;
  person: Person;
  starters: readonly Starter[];
  found: readonly FoundSite[];
  said: WelcomeSaid;
  /** Sites are still looked at, and nothing is asked yet. */
  isWaiting: boolean;
  /** Rows that were refused, as they were typed. */
  typed: readonly { name: string; aliases: string; site: string }[] | undefined;
  hasMail: boolean;
  /** Nobody has worked with what the example collected. */
  isUntouched: boolean;
}

const FIELDS = {
  watch: WatchFields,
  brand: BrandFields,
  competitors: CompetitorFields,
  sources: SourceFields,
  mornings: MorningFields,
  ready: Ready,
};

/** One of the first steps: a few questions, and always a way back, on, or out. */
export function WelcomePage(view: WelcomeView) {
  const { page, step, said } = view;
  const { t } = page.speech;
  const at = STEPS.indexOf(step);
  const Fields = FIELDS[step];
  return (
    <BarePage speech={page.speech} title={t(`welcome.${step}.title`)} nonce={page.nonce} wide>
      <nav class="steps" aria-label={t('welcome.steps')}>
        <ol>
          {STEPS.map((each, index) => (
            <li>
              {index < at ? (
                <a href={`/welcome/${each}`}>{t(`welcome.${each}.short`)}</a>
              ) : (
                <span aria-current={index === at ? 'step' : undefined}>{t(`welcome.${each}.short`)}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <h1>{t(`welcome.${step}.title`)}</h1>
      <p class="lede">{t(`welcome.${step}.lede`)}</p>
      {said.problem ? (
        <p class="note bad" role="alert">
          {said.problem}
        </p>
      ) : (
        ''
      )}
      {said.done ? (
        <p class="note ok" role="status">
          {said.done}
        </p>
      ) : (
        ''
      )}
      <form method="post" action={`/welcome/${step}`} class="welcome">
        <Csrf page={page} />
        <Fields view={view} />
        <p class="row after">
          {view.isWaiting ? (
            ''
          ) : (
            <button class="btn main" name="action" value="next">
              {t(step === 'ready' ? 'welcome.begin' : 'welcome.next')}
            </button>
          )}
          {at > 0 ? (
            <a class="btn flat" href={`/welcome/${STEPS[at - 1]}`}>
              {t('welcome.back')}
            </a>
          ) : (
            ''
          )}
          <button class="btn flat" name="action" value="later" formnovalidate>
            {t('welcome.later')}
          </button>
        </p>
      </form>
    </BarePage>
  );
}
