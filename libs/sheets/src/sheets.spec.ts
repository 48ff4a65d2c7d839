import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import writeXlsx from 'write-excel-file/node';
import { type Cell, readSheet, type Value, writeSheet } from './index.js';

const limits = { mostRows: 100, longestCell: 50 };

async function read(bytes: Uint8Array, change: Partial<typeof limits> = {}) {
  const rows: (readonly Cell[])[] = [];
  const end = await readSheet(bytes, { ...limits, ...change }, (row) => rows.push(row));
  return { end, rows };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const columns = ['甲', '乙', '丙'].map((heading) => ({ heading, width: 12 }));

async function* slices(...all: Value[][][]) {
  for (const one of all) yield await Promise.resolve(one);
}

const written = async (...all: Value[][][]): Promise<Uint8Array> => {
  const file = await writeSheet({ columns, mostBytes: 1_000_000 }, slices(...all));
  if (!file) throw new Error('too large');
  return file;
};

const sheetXml = (file: Uint8Array): string =>
  strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());

describe('reading', () => {
  it('takes CSV as Chinese spreadsheets write it', async () => {
    // 编号,内容 in GB18030.
    const gb = Uint8Array.from([
      0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc4, 0xda, 0xc8, 0xdd, 0x0a, 0x31, 0x2c, 0x61,
    ]);
    expect(await read(gb)).toEqual({
      end: 'read',
      rows: [
        ['编号', '内容'],
        ['1', 'a'],
      ],
    });
    expect((await read(utf8('\ufeff编号\r\n"a\nb"'))).rows).toEqual([['编号'], ['a\nb']]);
  });

  it('gives dates as the sheet shows them, and says where digits were lost', async () => {
    const sheet = [
      [
        { value: new Date('2026-03-02T09:05:00Z'), type: Date, format: 'yyyy-mm-dd hh:mm' },
        { value: 123456789012345680000, type: Number },
        { value: 88.8, type: Number },
      ],
    ];
    const { rows } = await read(new Uint8Array(await writeXlsx(sheet as never).toBuffer()));
    expect(rows).toEqual([[new Date('2026-03-02T09:05:00Z'), null, '88.8']]);
  });

  it('ends at the bounds, and lets what its taker throws fly', async () => {
    expect((await read(utf8('a\nb\nc'), { mostRows: 2 })).end).toBe('too_many_rows');
    expect((await read(utf8('x'.repeat(80)))).rows[0]?.[0]).toHaveLength(50);
    expect((await read(Uint8Array.from([0x50, 0x4b, 3, 4, 5]))).end).toBe('unreadable');
    const stop = new Error('enough');
    await expect(
      readSheet(utf8('a\nb'), limits, () => {
        throw stop;
      }),
    ).rejects.toBe(stop);
  });
});

describe('writing', () => {
  it('gives back what was put in', async () => {
    const at = new Date('2026-03-02T09:05:00Z');
    const file = await written([['漏水 <3>&"', 7, at]], [[undefined, '', 'x_x003D_y 𠮷 a\u0001b']]);
    const { rows } = await read(file);
    expect(rows.slice(0, 2)).toEqual([
      ['甲', '乙', '丙'],
      ['漏水 <3>&"', '7', at],
    ]);
    expect(sheetXml(file)).toContain('x_x005F_x003D_y 𠮷 ab');
  });

  const dangerous = ['=1+1', '+1', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', "=cmd|' /C calc'!A0"];

  it.each(dangerous)('%j is text that nobody evaluates', async (text) => {
    const file = await written([[text, 'b', 'c']]);
    const xml = sheetXml(file);
    expect(xml).not.toMatch(/<f[\s>/]/);
    // Text, by its type; text, by its format; and marked as quoted, so that editing it makes no formula of it.
    const style = /<c r="A2" s="(\d)" t="inlineStr">/.exec(xml)?.[1] ?? '';
    const styles = strFromU8(unzipSync(file)['xl/styles.xml'] ?? new Uint8Array());
    const its = /<cellXfs.*<\/cellXfs>/.exec(styles)?.[0].match(/<xf [^>]*>/g)?.[Number(style)];
    expect(its).toMatch(/numFmtId="49".*quotePrefix="1"/);
    expect((await read(file)).rows[1]?.[0]).toBe(text.trim());
  });

  it('refuses a file that grows beyond its bound', async () => {
    const noise = Array.from({ length: 2_000 }, (_, n) => [String(Math.sin(n)), String(Math.cos(n)), '']);
    expect(await writeSheet({ columns, mostBytes: 10_000 }, slices(noise))).toBeUndefined();
  });

  it('lets what its source throws fly', async () => {
    async function* broken() {
      yield await Promise.resolve([['a', 'b', 'c']]);
      throw new Error('source');
    }
    await expect(writeSheet({ columns, mostBytes: 10_000 }, broken())).rejects.toThrow('source');
  });
});
