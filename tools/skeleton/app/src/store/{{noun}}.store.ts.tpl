import { DomainError } from '@anju/kernel';
import { Injectable } from '@nestjs/common';
import type { {{Noun}} } from '../domain/{{noun}}.js';
import type { Work } from './database.js';

@Injectable()
export class {{Noun}}Store {
  async add(work: Work, {{noun}}: {{Noun}}): Promise<void> {
    await work.tx.{{noun}}.create({ data: { ...{{noun}}, tenantId: work.actor.tenantId } });
  }

  async get(work: Work, id: string): Promise<{{Noun}}> {
    const row = await work.tx.{{noun}}.findUnique({
      where: { tenantId_id: { tenantId: work.actor.tenantId, id } },
    });
    if (!row) throw new DomainError('not_found', 'not_found');
    return row;
  }
}
