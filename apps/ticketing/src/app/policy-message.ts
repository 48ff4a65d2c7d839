import { enumName, enumNumber } from '@anju/contracts';
import { PostSchema } from '@anju/contracts/options';
import {
  type Limits as LimitsMessage,
  type PublishedPolicySchema,
  TicketKindSchema,
  type TicketPolicy,
} from '@anju/contracts/ticketing';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Limits, Policy } from '../domain/policy.js';
import type { TicketKind } from '../domain/ticket.js';
import type { PublishedPolicy } from '../store/policy.store.js';

const limitsMessage = ({ first_response: firstResponse, ...same }: Limits) => ({ ...same, firstResponse });

function limitsOf(limits: LimitsMessage | undefined): Limits {
  const { own = 0, firstResponse = 0, progress = 0, resolution = 0, commitment = 0 } = limits ?? {};
  return { own, first_response: firstResponse, progress, resolution, commitment };
}

const kinds = ['enquiry', 'complaint', 'suggestion'] as const satisfies readonly TicketKind[];

export const publishedMessage = ({
  policy,
  effectiveAt,
  publishedAt,
  publishedBy,
}: PublishedPolicy): MessageInitShape<typeof PublishedPolicySchema> => ({
  policy: policyMessage(policy),
  effectiveTime: timestampFromDate(effectiveAt),
  ...(publishedBy ? { publishTime: timestampFromDate(publishedAt) } : {}),
  staffId: publishedBy,
});

const policyMessage = (policy: Policy) => ({
  version: policy.version,
  kinds: kinds.map((kind) => ({
    kind: enumNumber(TicketKindSchema, kind),
    limits: limitsMessage(policy.limits[kind]),
    visitPercent: policy.visit.samplePercent[kind],
  })),
  highPercent: Math.round(policy.share.high * 100),
  lowPercent: Math.round(policy.share.low * 100),
  emergency: limitsMessage(policy.emergency),
  categories: policy.categories.map((one) => ({ ...one, limits: limitsMessage(one.limits) })),
  departments: Object.entries(policy.departments).map(([post, minutes]) => ({
    department: enumNumber(PostSchema, post),
    minutes,
  })),
  warnPercent: policy.warnPercent,
  ladder: policy.ladder.map(({ afterMinutes, post }) => ({
    afterMinutes,
    post: enumNumber(PostSchema, post),
  })),
  visitDelayMinutes: policy.visit.delayMinutes,
  visitRetryMinutes: policy.visit.retryMinutes,
  visitAttempts: policy.visit.attempts,
  objectionMinutes: policy.visit.objectionMinutes,
  reopenDays: policy.reopenDays,
});

type ByKind<T> = Readonly<Record<TicketKind, T>>;

/** The contract's policy as the domain judges by it. */
export function policyOf(said: TicketPolicy): Policy {
  const byKind = new Map(said.kinds.map((one) => [enumName(TicketKindSchema, one.kind), one]));
  const each = <T>(value: (kind: TicketKind) => T): ByKind<T> =>
    Object.fromEntries(kinds.map((kind) => [kind, value(kind)])) as ByKind<T>;
  return {
    version: said.version,
    limits: each((kind) => limitsOf(byKind.get(kind)?.limits)),
    share: { low: said.lowPercent / 100, normal: 1, high: said.highPercent / 100 },
    emergency: limitsOf(said.emergency),
    categories: said.categories.map(({ category, limits, aroundTheClock }) => ({
      ...{ category, aroundTheClock },
      limits: limitsOf(limits),
    })),
    departments: Object.fromEntries(
      said.departments.map(({ department, minutes }) => [enumName(PostSchema, department), minutes]),
    ),
    warnPercent: said.warnPercent,
    ladder: said.ladder.map(({ afterMinutes, post }) => ({ afterMinutes, post: enumName(PostSchema, post) })),
    visit: {
      delayMinutes: said.visitDelayMinutes,
      retryMinutes: said.visitRetryMinutes,
      attempts: said.visitAttempts,
      samplePercent: each((kind) => byKind.get(kind)?.visitPercent ?? 0),
      objectionMinutes: said.objectionMinutes,
    },
    reopenDays: said.reopenDays,
  };
}
