import { enumNumber } from '@anju/contracts';
import {
  type ImportRegisterRequest,
  type ImportReportSchema,
  TieKindSchema,
  TiesChangedSchema,
  UnitsChangedSchema,
  UnitUseSchema,
} from '@anju/contracts/directory';
import { DomainError } from '@anju/kernel';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { type BadRow, checkRegister, readHeadings } from '../domain/register.js';
import type { Work } from '../store/database.js';
import { readRegisterFile } from '../store/register-file.js';
import { type Plan, RegisterStore } from '../store/register.store.js';
import { Vault } from '../store/vault.js';

const perEvent = 500;
const mostShown = 1_000;

const groups = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return found;
};

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += perEvent) yield items.slice(at, at + perEvent);
}

type Report = MessageInitShape<typeof ImportReportSchema>;

/** Buildings, units and owners from a spreadsheet: all of it or nothing. */
@Injectable()
export class ImportRegister {
  constructor(
    private readonly registers: RegisterStore,
    private readonly vault: Vault,
  ) {}

  async run(work: Work, request: ImportRegisterRequest): Promise<Report> {
    const [heading = [], ...sheet] = await readRegisterFile(request.file?.data ?? new Uint8Array());
    const { at, missing } = readHeadings(heading);
    if (missing.length > 0) {
      const violations = missing.map((column) => ({ field: column, rule: 'column' }));
      throw new DomainError(
        'directory.columns_missing',
        'invalid',
        { columns: missing.join('、') },
        violations,
      );
    }
    const { rows, bad } = checkRegister(sheet, at, await this.registers.estates(work));
    if (bad.length > 0 && !request.dryRun) throw this.#refusal(work, bad);
    const keys = await this.vault.keys(work);
    const plan = await this.registers.plan(work, rows, keys);
    if (!request.dryRun) {
      await this.registers.write(work, plan, keys);
      await this.#tell(work, plan);
    }
    return this.#report(work, { dryRun: request.dryRun, rowCount: rows.length, plan, bad });
  }

  #words(work: Work, bad: BadRow): string {
    return work.locale === 'zh' ? bad.zh : bad.en;
  }

  #refusal(work: Work, bad: readonly BadRow[]): DomainError {
    const shown = bad.slice(0, 100).map((one) => ({
      field: `rows[${one.row}].${one.column}`,
      rule: one.rule,
      message: this.#words(work, one),
    }));
    const count = new Set(bad.map((one) => one.row)).size;
    return new DomainError('directory.rows_bad', 'invalid', { count: String(count) }, shown);
  }

  #report(
    work: Work,
    result: { dryRun: boolean; rowCount: number; plan: Plan; bad: readonly BadRow[] },
  ): Report {
    const { dryRun, rowCount, plan, bad } = result;
    return {
      dryRun,
      rowCount: rowCount + new Set(bad.map((one) => one.row)).size,
      buildingCount: plan.newBuildings,
      unitCount: plan.newUnits.length,
      personCount: plan.newPersons.length,
      changedCount: plan.changedUnits.length,
      badRows: bad.slice(0, mostShown).map((one) => ({
        row: one.row,
        column: one.column,
        rule: one.rule,
        message: this.#words(work, one),
      })),
      badRowCount: new Set(bad.map((one) => one.row)).size,
    };
  }

  async #tell(work: Work, plan: Plan): Promise<void> {
    for (const [estateId, units] of groups(
      [...plan.newUnits, ...plan.changedUnits],
      (unit) => unit.estateId,
    )) {
      for (const some of chunks(units)) {
        const states = some.map(({ id, building, number, areaCentiM2, use }) => ({
          ...{ unitId: id, label: `${building}-${number}`, areaCentiM2: BigInt(areaCentiM2) },
          use: enumNumber(UnitUseSchema, use),
        }));
        work.tell(UnitsChangedSchema, { estateId, units: states }, { subject: estateId, estateId });
      }
    }
    const personIds = [...new Set(plan.ties.map((tie) => tie.personId))];
    const ties = groups(await this.registers.tiesOf(work, personIds), (tie) => tie.personId);
    for (const some of chunks(personIds)) {
      const persons = some.map((personId) => ({
        personId,
        ties: (ties.get(personId) ?? []).map(({ unitId, estateId, kind }) => ({
          unitId,
          estateId,
          kind: enumNumber(TieKindSchema, kind),
        })),
      }));
      work.tell(TiesChangedSchema, { persons }, { subject: persons[0]?.personId ?? '' });
    }
  }
}
