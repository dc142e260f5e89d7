import { LANGUAGES } from '../i18n.ts';
import type { PageContext } from './layout.tsx';

/** Each language in its own words. */
export function LanguageField({ label, value }: { label: string; value: string }) {
  return (
    <div class="field">
      <label for="language">{label}</label>
      <select id="language" name="language">
        {LANGUAGES.map((each) => (
          <option value={each} lang={each} selected={each === value}>
            {each === 'fr' ? 'Français' : 'English'}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Every zone this machine knows, and the one in use. */
export function TimezoneField({ page, value }: { page: PageContext; value: string }) {
  return (
    <div class="field">
      <label for="timezone">{page.speech.t('own.timezone')}</label>
      <select id="timezone" name="timezone">
        {[...new Set([value, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
          <option value={zone} selected={zone === value}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  );
}
