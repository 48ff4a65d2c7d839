import type { ImportRegisterRequest, ImportReportSchema } from '@anju/contracts/directory';
import { DomainError } from '@anju/kernel';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { type BadRow, readHeadings } from '../domain/register.js';
import { RegisterCheck } from '../domain/register-check.js';
import type { Plan } from '../domain/register-plan.js';
import type { Work } from '../store/database.js';
import { readRegisterFile } from '../store/register-file.js';
import type { RegisterStore } from '../store/register.store.js';
import { tellRegister } from './tell-register.js';

type Report = MessageInitShape<typeof ImportReportSchema>;

/** As many bad rows as a refusal names; a dry run names more. */
const mostNamed = 100;

/** Buildings, units and owners from a spreadsheet: all of it or nothing. */
export class ImportRegister {
  constructor(private readonly registers: RegisterStore) {}

  async run(work: Work, { file, dryRun }: ImportRegisterRequest): Promise<Report> {
    const check = await this.#read(work, file?.data ?? new Uint8Array());
    if (check.badRowCount > 0 && !dryRun) throw this.#refusal(work, check);
    await this.registers.lock(work);
    const plan = await this.registers.plan(work, check.rows);
    if (!dryRun) {
      await this.registers.write(work, plan);
      await tellRegister(work, plan, this.registers);
    }
    return this.#report(work, dryRun, check, plan);
  }

  async #read(work: Work, data: Uint8Array): Promise<RegisterCheck> {
    const estates = await this.registers.estates(work);
    let check: RegisterCheck | undefined;
    await readRegisterFile(data, (cells) => {
      if (check) check.add(cells);
      else check = this.#begin(cells, estates);
    });
    if (!check) throw new DomainError('directory.file_unreadable', 'invalid');
    return check;
  }

  #begin(heading: readonly string[], estates: ReadonlyMap<string, string>): RegisterCheck {
    const { at, missing } = readHeadings(heading);
    if (missing.length === 0) return new RegisterCheck(at, estates);
    const violations = missing.map((column) => ({ field: column, rule: 'column' }));
    throw new DomainError(
      'directory.columns_missing',
      'invalid',
      { columns: missing.join('、') },
      violations,
    );
  }

  #words(work: Work, bad: BadRow): string {
    return work.locale === 'zh' ? bad.zh : bad.en;
  }

  #refusal(work: Work, { bad, badRowCount }: RegisterCheck): DomainError {
    const violations = bad.slice(0, mostNamed).map((one) => ({
      field: `rows[${one.row}].${one.column}`,
      rule: one.rule,
      message: this.#words(work, one),
    }));
    return new DomainError('directory.rows_bad', 'invalid', { count: String(badRowCount) }, violations);
  }

  #report(work: Work, dryRun: boolean, { bad, badRowCount, rowCount }: RegisterCheck, plan: Plan): Report {
    const badRows = bad.map((one) => ({
      ...{ row: one.row, column: one.column, rule: one.rule },
      message: this.#words(work, one),
    }));
    return {
      ...{ dryRun, rowCount, badRows, badRowCount },
      buildingCount: plan.newBuildings,
      unitCount: plan.newUnits.length,
      personCount: plan.persons.filter(({ known }) => !known).length,
      changedCount: plan.changedUnits.length,
    };
  }
}
