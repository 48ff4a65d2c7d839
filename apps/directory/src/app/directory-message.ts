import { enumNumber } from '@anju/contracts';
import {
  type EstateSchema,
  type PersonSchema,
  type StaffSchema,
  type TenantSchema,
  TieKindSchema,
  type UnitSchema,
  UnitUseSchema,
} from '@anju/contracts/directory';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Estate, Tenant } from '../store/company.store.js';
import type { PersonView } from '../store/person.store.js';
import type { HeldPost, StaffView } from '../store/staff.store.js';
import type { UnitStore } from '../store/unit.store.js';

export const tenantMessage = (
  { createdAt, ...tenant }: Tenant,
  administratorId = '',
): MessageInitShape<typeof TenantSchema> => ({
  ...tenant,
  administratorId,
  createTime: timestampFromDate(createdAt),
});

export const weekMessage = ({
  week,
  daysOff,
  daysWorked,
}: Pick<Estate, 'week' | 'daysOff' | 'daysWorked'>) => ({
  frames: [...week],
  daysOff: [...daysOff],
  daysWorked: [...daysWorked],
});

export const estateMessage = ({ version, ...estate }: Estate): MessageInitShape<typeof EstateSchema> => ({
  ...{ id: estate.id, name: estate.name, code: estate.code, zone: estate.zone, address: estate.address },
  ...{ unitCount: estate.unitCount, workingWeek: weekMessage(estate), etag: String(version) },
});

type Unit = Awaited<ReturnType<UnitStore['list']>>['units'][number];

export const unitMessage = ({
  id,
  estateId,
  building,
  number,
  areaCentiM2,
  use,
  residents,
}: Unit): MessageInitShape<typeof UnitSchema> => ({
  ...{ id, estateId, building, number, areaCentiM2 },
  use: enumNumber(UnitUseSchema, use),
  residents: residents.map((resident) => ({ ...resident, kind: enumNumber(TieKindSchema, resident.kind) })),
});

export const unitMessages = (units: PersonView['units']) =>
  units.map((unit) => ({ ...unit, kind: enumNumber(TieKindSchema, unit.kind) }));

export const personMessage = (person: PersonView): MessageInitShape<typeof PersonSchema> => ({
  ...person,
  units: unitMessages(person.units),
});

export const postMessage = ({ id, post, estateIds, fromAt }: HeldPost) => ({
  ...{ id, post, estateIds: [...estateIds] },
  fromTime: timestampFromDate(fromAt),
});

export const staffMessage = ({
  version,
  posts,
  ...staff
}: StaffView): MessageInitShape<typeof StaffSchema> => ({
  ...staff,
  posts: posts.map(postMessage),
  etag: String(version),
});
