import { strToU8, zipSync } from 'fflate';

const bytes = (...parts: (string | number[] | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const le = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (value >> (8 * index)) & 255);

export const jpeg = (width = 4, height = 3): Buffer =>
  bytes(
    ...[[0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]],
    ...[
      [0xff, 0xc0, 0, 17, 8],
      u16(height),
      u16(width),
      [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
      [0xff, 0xd9],
    ],
  );

export const png = (width = 4, height = 3): Buffer =>
  bytes(
    ...[[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], 'IHDR', u32(width), u32(height)],
    ...[[8, 2, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0], 'IEND', [0xae, 0x42, 0x60, 0x82]],
  );

export const gif = (width = 4, height = 3): Buffer =>
  bytes('GIF89a', le(width, 2), le(height, 2), [0, 0, 0, 0x3b]);

export const webp = (width = 4, height = 3): Buffer =>
  bytes('RIFF', le(22, 4), 'WEBPVP8X', le(10, 4), [0, 0, 0, 0], le(width - 1, 3), le(height - 1, 3));

const ftyp = (...brands: string[]): Buffer =>
  bytes(u32(12 + 4 * brands.length), 'ftyp', brands[0] ?? '', u32(0), ...brands.slice(1));

export const heic = (width = 4, height = 3): Buffer =>
  bytes(ftyp('mif1', 'heic', 'miaf'), u32(20), 'ispe', u32(0), u32(width), u32(height));

const mp3Frame = bytes([0xff, 0xfb, 0x90, 0x64], Array<number>(413).fill(0));

export const office = (main: string, more: Record<string, Uint8Array> = {}): Buffer =>
  Buffer.from(zipSync({ '[Content_Types].xml': strToU8('<Types/>'), [main]: strToU8('<w/>'), ...more }));

export const pdf = bytes('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n');

/** One of every kind, under the name its ending gives. */
export const samples: readonly (readonly [name: string, mediaType: string, content: Buffer])[] = [
  ['漏水.jpg', 'image/jpeg', jpeg()],
  ['a.png', 'image/png', png()],
  ['a.webp', 'image/webp', webp()],
  ['a.HEIC', 'image/heic', heic()],
  ['a.gif', 'image/gif', gif()],
  ['a.pdf', 'application/pdf', pdf],
  ['a.mp4', 'video/mp4', ftyp('isom', 'mp42')],
  ['a.m4a', 'audio/mp4', ftyp('M4A ', 'isom')],
  [
    'a.mp3',
    'audio/mpeg',
    bytes('ID3', [4, 0, 0, 0, 0, 0, 20], Array<number>(20).fill(0), mp3Frame, mp3Frame),
  ],
  ['a.amr', 'audio/amr', bytes('#!AMR\n', [0x3c, 1, 2, 3])],
  ['a.wav', 'audio/wav', bytes('RIFF', le(4, 4), 'WAVE')],
  [
    'a.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    office('word/document.xml'),
  ],
  ['a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', office('xl/workbook.xml')],
];
