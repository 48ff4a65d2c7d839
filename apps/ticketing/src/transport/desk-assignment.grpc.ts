import { enumName, enumNumber } from '@anju/contracts';
import {
  AssignBySchema,
  type AssignmentRuleSchema,
  type CreateAssignmentRuleRequest,
  type DeleteAssignmentRuleRequest,
  DeskAssignmentService,
  type GetDeskRequest,
  type ListAssignmentRulesRequest,
  type SetOnDutyRequest,
  TicketKindSchema,
  type UpdateAssignmentRuleRequest,
} from '@anju/contracts/ticketing';
import { GrpcService } from '@anju/platform';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { KeepRules } from '../app/keep-rules.js';
import { StaffDesk } from '../app/staff-desk.js';
import type { AssignBy, AssignmentRule, DeskPerson } from '../domain/assignment.js';
import { chosen } from '../domain/desk-setting.js';
import type { Work } from '../store/database.js';

const message = ({
  updatedAt,
  version,
  ...rule
}: AssignmentRule): MessageInitShape<typeof AssignmentRuleSchema> => ({
  ...{ id: rule.id, priority: rule.priority, by: enumNumber(AssignBySchema, rule.by) },
  ...{ estateIds: [...rule.estateIds], categories: [...rule.categories], staffIds: [...rule.staffIds] },
  kinds: rule.kinds.map((one) => enumNumber(TicketKindSchema, one)),
  updateTime: timestampFromDate(updatedAt),
  etag: String(version),
});

const listsOf = ({
  estateIds,
  categories,
  kinds,
  staffIds,
  by,
}: CreateAssignmentRuleRequest | UpdateAssignmentRuleRequest) => ({
  ...{ estateIds, categories, staffIds, by: enumName(AssignBySchema, by) as AssignBy },
  kinds: kinds.map((one) => enumName(TicketKindSchema, one)),
});

const personMessage = ({ staffId, onDuty, openCases }: DeskPerson) => ({ staffId, onDuty, openCases });

@GrpcService(DeskAssignmentService)
export class DeskAssignmentGrpc {
  constructor(
    private readonly keeping: KeepRules,
    private readonly desk: StaffDesk,
  ) {}

  async createAssignmentRule(request: CreateAssignmentRuleRequest, work: Work) {
    return message(await this.keeping.create(work, { priority: request.priority, ...listsOf(request) }));
  }

  async listAssignmentRules(_: ListAssignmentRulesRequest, work: Work) {
    return { rules: (await this.keeping.list(work)).map(message) };
  }

  async updateAssignmentRule(request: UpdateAssignmentRuleRequest, work: Work) {
    const { id, etag, updateMask, priority } = request;
    const said = { priority, ...listsOf(request) };
    const { priority: now, ...lists } = chosen(said, updateMask?.paths ?? []);
    const change = { ...lists, ...(now === undefined ? {} : { priority: now }) };
    return message(await this.keeping.change(work, id, etag, change));
  }

  async deleteAssignmentRule({ id, etag }: DeleteAssignmentRuleRequest, work: Work) {
    return message(await this.keeping.remove(work, id, etag));
  }

  async setOnDuty(request: SetOnDutyRequest, work: Work) {
    return personMessage(await this.desk.setOnDuty(work, request));
  }

  async getDesk({ estateId }: GetDeskRequest, work: Work) {
    return { people: (await this.desk.list(work, estateId)).map(personMessage) };
  }
}
