import { EstateChangedSchema, TiesChangedSchema, UnitsChangedSchema } from '@anju/contracts/directory';
import { Post } from '@anju/contracts/options';
import { Channel, TicketingService, TicketKind } from '@anju/contracts/ticketing';
import { newId } from '@anju/kernel';
import { startService, type TestService } from '@anju/testing';
import type { Identity } from '@anju/tenancy';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ticketing } from '../src/ticketing.module.js';

/** An estate with a unit and its owner, as the directory tells it. */
export interface Home {
  readonly estateId: string;
  readonly unitId: string;
  readonly ownerId: string;
}

export async function aHome(test: TestService, code: string, tenantId = test.tenantId): Promise<Home> {
  const home = { estateId: newId(), unitId: newId(), ownerId: newId() };
  const options = { tenantId, subject: home.estateId };
  await test.hear(
    EstateChangedSchema,
    { estateId: home.estateId, name: code, code, zone: 'Asia/Shanghai' },
    options,
  );
  await test.hear(
    UnitsChangedSchema,
    { estateId: home.estateId, units: [{ unitId: home.unitId, label: '1-101' }] },
    options,
  );
  const tie = { unitId: home.unitId, estateId: home.estateId };
  await test.hear(TiesChangedSchema, { persons: [{ personId: home.ownerId, ties: [tie] }] }, options);
  test.service.grants.forget();
  return home;
}

/** Bytes of attachments would lie in a folder of this test's own; nothing is made before one comes. */
export const startDesk = (environment: Readonly<Record<string, string>> = {}) =>
  startService(ticketing, { BLOB_DIR: join(tmpdir(), `anju-blobs-${newId()}`), ...environment });

export const deskOf = (test: TestService, who: Identity) => test.client(TicketingService, who);

export const aSpecialist = (test: TestService, estateIds?: readonly string[], tenantId?: string) =>
  test.staff([{ post: Post.SERVICE_SPECIALIST, ...(estateIds ? { estateIds } : {}) }], tenantId);

export const aComplaint = (home: Home, change: object = {}) => ({
  estateId: home.estateId,
  unitId: home.unitId,
  requesterId: home.ownerId,
  kind: TicketKind.COMPLAINT,
  channel: Channel.PHONE,
  category: 'noise',
  subject: '楼上夜间噪音',
  description: '晚上十一点后有拖动家具的声音',
  ...change,
});
