import { newId } from '@anju/kernel';
import { checkEtag } from '@anju/tenancy';
import { Injectable } from '@nestjs/common';
import { type AnswerTemplate, mostTemplates, requireKnownPlaceholders } from '../domain/answer-template.js';
import { requireOwn, requireReach, requireRoom } from '../domain/desk-setting.js';
import { AnswerTemplateStore } from '../store/answer-template.store.js';
import type { Work } from '../store/database.js';

type Said = Omit<AnswerTemplate, 'id' | 'updatedAt' | 'version'>;

const reachOf = ({ actor }: Work) => actor.estates('ticketing.templates');

/** A manager writes what the desk says again and again. */
@Injectable()
export class KeepTemplates {
  constructor(private readonly templates: AnswerTemplateStore) {}

  async create(work: Work, said: Said): Promise<AnswerTemplate> {
    requireReach(said, reachOf(work));
    requireKnownPlaceholders(said.body);
    requireRoom('templates_full', await this.templates.lock(work), mostTemplates);
    const template = { ...said, id: newId(), updatedAt: work.now, version: 1 };
    await this.templates.add(work, template);
    return template;
  }

  async change(work: Work, id: string, etag: string, change: Partial<Said>): Promise<AnswerTemplate> {
    const before = await this.#own(work, id, etag);
    const after = { ...before, ...change, updatedAt: work.now, version: before.version + 1 };
    requireReach(after, reachOf(work));
    requireKnownPlaceholders(after.body);
    await this.templates.save(work, after);
    return after;
  }

  async remove(work: Work, id: string, etag: string): Promise<AnswerTemplate> {
    const template = await this.#own(work, id, etag);
    await this.templates.remove(work, id);
    return template;
  }

  async #own(work: Work, id: string, etag: string): Promise<AnswerTemplate> {
    await this.templates.lock(work);
    const template = await this.templates.get(work, id);
    requireOwn(template, reachOf(work));
    checkEtag(etag, String(template.version));
    return template;
  }
}
