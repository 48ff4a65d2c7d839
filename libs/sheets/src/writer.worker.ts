// Runs in a thread of its own: rows in, an xlsx out. Each slice is packed as it comes.
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { parentPort, workerData } from 'node:worker_threads';
import type { Order, Slice, Value, Written } from './write-sheet.js';

const { columns, mostBytes } = workerData as Order;
const longestCell = 32_767;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

// Places in `cellXfs` below.
const style = { plain: 1, quoted: 2, time: 3, heading: 4 } as const;

const parts: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships ${rels}><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships ${rels}><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  // 49 is the format "text": what is typed into such a cell later is no formula either.
  'xl/styles.xml':
    `<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>' +
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
};

/** 0, 1, … as A, B, …, AA. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
const columnNames = columns.map((_, index) => letters(index));

// What XML 1.0 has no way to say, and halves of characters.
const unsayable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Spreadsheets read `_x003D_` as a character of that number: such text is kept as it was typed. */
const escape = (text: string): string =>
  text
    .slice(0, longestCell)
    .replace(unsayable, '')
    .replace(/[&<>\r]/g, (mark) => marks[mark] ?? '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

/** What a spreadsheet takes for a formula when somebody types it. */
const looksLikeFormula = /^[\s]*[=+\-@\t\r]/;

const textCell = (place: string, text: string, its: number): string =>
  `<c r="${place}" s="${its}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;

const dayLength = 86_400_000;
/** 1 January 1970 as spreadsheets count days. */
const epoch = 25_569;

function cell(value: Value, place: string): string {
  if (value === undefined || value === '') return '';
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (typeof value === 'string')
    return textCell(place, value, looksLikeFormula.test(value) ? style.quoted : style.plain);
  return `<c r="${place}" s="${style.time}"><v>${value.getTime() / dayLength + epoch}</v></c>`;
}

let row = 0;
const rowXml = (cells: readonly string[]): string => `<row r="${row}">${cells.join('')}</row>`;

const chunks: Uint8Array[] = [];
let size = 0;
const zip = new Zip((error, chunk) => {
  if (error) throw error;
  chunks.push(chunk);
  size += chunk.length;
});

function addPart(name: string): ZipDeflate {
  const part = new ZipDeflate(name, { level: 4 });
  zip.add(part);
  return part;
}

for (const [name, xml] of Object.entries(parts)) addPart(name).push(strToU8(head + xml), true);

const sheet = addPart('xl/worksheets/sheet1.xml');
const widths = columns.map(
  ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
);
row += 1;
sheet.push(
  strToU8(
    `${head}<worksheet ${main}><sheetViews><sheetView workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${widths.join('')}</cols><sheetData>` +
      rowXml(columns.map(({ heading }, at) => textCell(`${columnNames[at]}1`, heading, style.heading))),
  ),
);

function take(slice: Slice): Written {
  if ('end' in slice) {
    sheet.push(strToU8('</sheetData></worksheet>'), true);
    zip.end();
    return size > mostBytes ? 'too_large' : Uint8Array.from(Buffer.concat(chunks));
  }
  let xml = '';
  for (const values of slice.rows) {
    row += 1;
    xml += rowXml(values.map((value, at) => cell(value, `${columnNames[at]}${row}`)));
  }
  sheet.push(strToU8(xml));
  return size > mostBytes ? 'too_large' : 'taken';
}

parentPort?.on('message', (slice: Slice) => {
  const written = take(slice);
  parentPort?.postMessage(written, written instanceof Uint8Array ? [written.buffer] : []);
});
