import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import './language';

type Facts = Readonly<Record<string, string | number>>;
export type Say<K extends string> = (key: K, facts?: Facts) => string;

/**
 * Words of one part of the console, kept beside it: both languages must say the same keys, and a key that neither says
 * does not compile. Answers the hook that says them: `const say = useQueueWords(); say('empty')`.
 */
export function words<K extends string>(
  area: string,
  { zh, en }: { readonly zh: Readonly<Record<K, string>>; readonly en: Readonly<Record<NoInfer<K>, string>> },
): () => Say<K> {
  i18next.addResourceBundle('zh-CN', area, zh);
  i18next.addResourceBundle('en', area, en);
  return () => {
    const { t } = useTranslation(area);
    const plain = t as (key: string, facts: Facts) => string;
    return (key, facts) => plain(key, facts ?? {});
  };
}
