import { DomainError } from '@anju/kernel';

export interface {{Noun}} {
  readonly id: string;
  readonly estateId: string;
  readonly title: string;
  readonly openedAt: Date;
  readonly openerId: string;
  readonly version: number;
}

export type Draft = Omit<{{Noun}}, 'version'>;

/** A title says something. */
export function open(draft: Draft): {{Noun}} {
  const title = draft.title.trim();
  if (title === '')
    throw new DomainError('{{duty}}.title_missing', 'invalid', {}, [{ field: 'title', rule: 'required' }]);
  return { ...draft, title, version: 1 };
}
