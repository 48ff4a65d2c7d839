import { FigureGrouping, TicketKindSchema } from '@anju/contracts/ticketing';
import { enumText } from '@anju/contracts';
import { useEstateName, useStaffName } from '../server/me';
import { useCategoryWords } from '../words/contract-words';
import { useLanguage } from '../words/language';
import { useCockpitWords } from './words';

/** What a group is called. */
export function useGroupName(by: FigureGrouping): (key: string) => string {
  const say = useCockpitWords();
  const [estate, staff] = [useEstateName(), useStaffName()];
  const category = useCategoryWords().say;
  const language = useLanguage();
  const named = (key: string): string => {
    if (by === FigureGrouping.ESTATE) return estate(key);
    if (by === FigureGrouping.STAFF) return staff(key);
    if (by === FigureGrouping.CATEGORY) return category(key);
    if (by === FigureGrouping.KIND) return enumText(TicketKindSchema, key)[language === 'en' ? 'en' : 'zh'];
    if (by === FigureGrouping.MONTH) return key.slice(0, 7);
    return key;
  };
  return (key) => (key === '' ? say('noKey') : named(key) || key);
}
