import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export type Language = 'zh-CN' | 'en';

const kept = 'anju.language';

const isLanguage = (value: unknown): value is Language => value === 'zh-CN' || value === 'en';

/** What was chosen before, else what the browser asks for; Chinese where it asks for neither. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(kept);
  if (isLanguage(chosen)) return chosen;
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh-CN';
}

function apply(language: Language): void {
  document.documentElement.lang = language;
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
}

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: 'zh-CN',
  // React escapes what it shows.
  interpolation: { escapeValue: false },
  // Words come with the code that says them.
  initAsync: false,
  resources: {},
});
apply(currentLanguage());

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  await i18next.changeLanguage(language);
  apply(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}
