import type { TicketImportReportSchema } from '@anju/contracts/ticketing';
import { DomainError } from '@anju/kernel';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { BadRow } from '../domain/row-reader.js';
import type { TransferCheck } from '../domain/transfer-check.js';
import type { ColumnUse, IgnoredFor } from '../domain/transfer-columns.js';
import type { TransferRow } from '../domain/transfer-row.js';
import type { Work } from '../store/database.js';

/** As many bad rows as a refusal names; a dry run names more. */
const mostNamed = 100;

const reasons: Readonly<Record<IgnoredFor | '', { readonly zh: string; readonly en: string }>> = {
  '': { zh: '', en: '' },
  unknown: { zh: '无法识别的表头,未导入', en: 'not recognised, left out' },
  asked: { zh: '按要求不导入', en: 'left out as asked' },
  taken: { zh: '该字段已取自另一列', en: 'another column is taken for this field' },
  personal: {
    zh: '含姓名或联系方式,不导入:个人信息只保存在房屋与人员档案中',
    en: 'holds names or phones, left out: personal data lives in the register only',
  },
  staff: { zh: '原处理人员不导入', en: 'who worked on it there is left out' },
};

const worded = (work: Work) => (bad: BadRow) => (work.locale === 'zh' ? bad.zh : bad.en);

export interface Outcome {
  readonly dryRun: boolean;
  readonly uses: readonly ColumnUse[];
  readonly missing: readonly string[];
  readonly check?: TransferCheck;
  readonly knownCount?: number;
  readonly fresh?: readonly TransferRow[];
}

export function importReport(
  work: Work,
  { dryRun, uses, missing, check, knownCount = 0, fresh = [] }: Outcome,
): MessageInitShape<typeof TicketImportReportSchema> {
  const words = worded(work);
  return {
    ...{ dryRun, knownCount, missingFields: [...missing] },
    rowCount: check?.rowCount ?? 0,
    newCount: fresh.length,
    openCount: fresh.filter(({ state }) => state === 'new').length,
    columns: uses.map((use) => ({ ...use, message: reasons[use.reason][work.locale] })),
    badRowCount: check?.badRowCount ?? 0,
    badRows: (check?.bad ?? []).map((bad) => ({
      ...{ row: bad.row, column: bad.column, rule: bad.rule },
      message: words(bad),
    })),
  };
}

export function rowsRefused(work: Work, { bad, badRowCount }: TransferCheck): DomainError {
  const words = worded(work);
  const violations = bad.slice(0, mostNamed).map((one) => ({
    field: `rows[${one.row}].${one.column}`,
    rule: one.rule,
    message: words(one),
  }));
  return new DomainError('ticketing.rows_bad', 'invalid', { count: String(badRowCount) }, violations);
}
