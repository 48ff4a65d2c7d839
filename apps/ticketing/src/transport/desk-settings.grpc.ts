import { enumName, enumNumber } from '@anju/contracts';
import {
  AnswerOccasionSchema,
  type AnswerTemplateSchema,
  type CreateAnswerTemplateRequest,
  type DeleteAnswerTemplateRequest,
  DeskSettingsService,
  type ListAnswerTemplatesRequest,
  type TicketKind,
  TicketKindSchema,
  type TicketState,
  TicketStateSchema,
  type UpdateAnswerTemplateRequest,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { KeepTemplates } from '../app/keep-templates.js';
import { OfferTemplates } from '../app/offer-templates.js';
import type { AnswerTemplate, Occasion } from '../domain/answer-template.js';
import { chosen } from '../domain/desk-setting.js';
import type { Work } from '../store/database.js';

const statesOf = (states: readonly TicketState[]) => states.map((one) => enumName(TicketStateSchema, one));
const kindsOf = (kinds: readonly TicketKind[]) => kinds.map((one) => enumName(TicketKindSchema, one));
const occasionOf = (occasion: number) => enumName(AnswerOccasionSchema, occasion) as Occasion;

const message = ({
  updatedAt,
  version,
  ...template
}: AnswerTemplate): MessageInitShape<typeof AnswerTemplateSchema> => ({
  ...template,
  ...{ estateIds: [...template.estateIds], categories: [...template.categories] },
  occasion: enumNumber(AnswerOccasionSchema, template.occasion),
  states: template.states.map((one) => enumNumber(TicketStateSchema, one)),
  kinds: template.kinds.map((one) => enumNumber(TicketKindSchema, one)),
  updateTime: timestampFromDate(updatedAt),
  etag: String(version),
});

const listsOf = ({
  states,
  kinds,
  estateIds,
  categories,
}: CreateAnswerTemplateRequest | UpdateAnswerTemplateRequest) => ({
  ...{ estateIds, categories, states: statesOf(states), kinds: kindsOf(kinds) },
});

@GrpcService(DeskSettingsService)
export class DeskSettingsGrpc {
  constructor(
    private readonly keeping: KeepTemplates,
    private readonly offering: OfferTemplates,
  ) {}

  async createAnswerTemplate(request: CreateAnswerTemplateRequest, work: Work) {
    const { title, body } = request;
    const said = { title: title.trim(), body, occasion: occasionOf(request.occasion), ...listsOf(request) };
    return message(await this.keeping.create(work, said));
  }

  async listAnswerTemplates({ ticketId, occasion }: ListAnswerTemplatesRequest, work: Work) {
    const templates = await this.offering.run(work, ticketId, occasionOf(occasion));
    return { templates: templates.map(message) };
  }

  async updateAnswerTemplate(request: UpdateAnswerTemplateRequest, work: Work) {
    const { id, etag, updateMask, title = '', body = '' } = request;
    const said = { title: title.trim(), body, occasion: occasionOf(request.occasion), ...listsOf(request) };
    return message(await this.keeping.change(work, id, etag, chosen(said, updateMask?.paths ?? [])));
  }

  async deleteAnswerTemplate({ id, etag }: DeleteAnswerTemplateRequest, work: Work) {
    return message(await this.keeping.remove(work, id, etag));
  }
}
