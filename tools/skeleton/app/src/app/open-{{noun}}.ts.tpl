import { type Create{{Noun}}Request, {{Noun}}OpenedSchema } from '@anju/contracts/{{duty}}';
import { newId } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import { open, type {{Noun}} } from '../domain/{{noun}}.js';
import type { Work } from '../store/database.js';
import { {{Noun}}Store } from '../store/{{noun}}.store.js';

@Injectable()
export class Open{{Noun}} {
  constructor(private readonly {{nouns}}: {{Noun}}Store) {}

  async run(work: Work, { estateId, title }: Create{{Noun}}Request): Promise<{{Noun}}> {
    work.actor.require('{{duty}}.create', estateId);
    const opened = open({ id: newId(), estateId, title, openedAt: work.now, openerId: work.actor.subjectId });
    await this.{{nouns}}.add(work, opened);
    work.tell({{Noun}}OpenedSchema, { {{noun}}Id: opened.id, estateId }, { subject: opened.id, estateId });
    return opened;
  }
}
