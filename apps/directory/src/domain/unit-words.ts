/**
 * What people type for a unit, as the register's `words` column has it: "1号楼1单元 101室" is looked for as 1-1-101.
 * The migration makes the same replacements.
 */
export const unitWords = (query: string): string =>
  query
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(号楼|单元|[栋幢座楼号室房#/\s-])+/g, '-')
    .replace(/^-+|-+$/g, '');
