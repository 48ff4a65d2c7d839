import { useLanguage } from './language';

/** Fen as yuan. */
export function useYuan(): (fen: bigint) => string {
  const language = useLanguage();
  return (fen) =>
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency: 'CNY',
      currencyDisplay: 'narrowSymbol',
    }).format(Number(fen) / 100);
}
