import { zipDirectory } from './file-zip.js';

/** A kind of file that a case may hold. */
export interface FileKind {
  readonly mediaType: string;
  /** What its name ends with. */
  readonly endings: readonly string[];
  /** Other names of the media type, as browsers and phones say them. */
  readonly alsoCalled: readonly string[];
  /** Whether these bytes are of this kind; only their content counts. */
  readonly is: (bytes: Buffer) => boolean;
}

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

const begins = (hex: string) => (bytes: Buffer) =>
  bytes.subarray(0, hex.length / 2).equals(Buffer.from(hex, 'hex'));

const riff = (form: string) => (bytes: Buffer) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === form;

/** Brands of an ISO base media file, the main one first: 'heic', 'isom', 'M4A '. */
function brands(bytes: Buffer): string[] {
  if (bytes.length < 16 || text(bytes, 4, 8) !== 'ftyp') return [];
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  const others: string[] = [];
  for (let at = 16; at + 4 <= end; at += 4) others.push(text(bytes, at, at + 4));
  return [text(bytes, 8, 12), ...others];
}

const heic = /^(hei[cxms]|hev[cx])$/;

function isHeic(bytes: Buffer): boolean {
  const [main = '', ...others] = brands(bytes);
  return heic.test(main) || (/^m[is]f1$/.test(main) && others.some((brand) => heic.test(brand)));
}

const brandIs = (pattern: RegExp) => (bytes: Buffer) => pattern.test(brands(bytes)[0] ?? '');

const kilobits = [
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
] as const;
const hertz = [44_100, 48_000, 32_000] as const;

/** Length of the MPEG layer III frame that begins there; 0 when none does. */
function frameLength(bytes: Buffer, at: number): number {
  const [sync = 0, kind = 0, rates = 0] = bytes.subarray(at, at + 3);
  const version = (kind >> 3) & 3;
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || version === 1) return 0;
  const first = version === 3;
  const rate = kilobits[first ? 1 : 0][(rates >> 4) - 1] ?? 0;
  const sampling = (hertz[(rates >> 2) & 3] ?? 0) / (first ? 1 : version === 2 ? 2 : 4);
  if (rate === 0 || sampling === 0) return 0;
  return Math.floor(((first ? 144_000 : 72_000) * rate) / sampling) + ((rates >> 1) & 1);
}

/** Two frames in a row, behind the tag if there is one: a sync word alone occurs in any bytes. */
function isMp3(bytes: Buffer): boolean {
  let at = 0;
  if (text(bytes, 0, 3) === 'ID3')
    at = 10 + [...bytes.subarray(6, 10)].reduce((sum, seven) => sum * 128 + (seven & 127), 0);
  const length = frameLength(bytes, at);
  return length > 0 && frameLength(bytes, at + length) > 0;
}

const office = (main: string) => (bytes: Buffer) => {
  const names = zipDirectory(bytes)?.names;
  return Boolean(names?.has('[Content_Types].xml') && names.has(main));
};

const openXml = 'application/vnd.openxmlformats-officedocument';

/**
 * The whole list. Our own few signatures and not a library that knows hundreds: those unpack archives to look inside,
 * and nothing here is ever unpacked.
 */
export const fileKinds: readonly FileKind[] = [
  {
    mediaType: 'image/jpeg',
    endings: ['jpg', 'jpeg', 'jfif'],
    alsoCalled: ['image/jpg', 'image/pjpeg'],
    is: begins('ffd8ff'),
  },
  {
    mediaType: 'image/png',
    endings: ['png'],
    alsoCalled: [],
    is: (bytes) => begins('89504e470d0a1a0a')(bytes) && text(bytes, 12, 16) === 'IHDR',
  },
  { mediaType: 'image/webp', endings: ['webp'], alsoCalled: [], is: riff('WEBP') },
  { mediaType: 'image/heic', endings: ['heic', 'heif'], alsoCalled: ['image/heif'], is: isHeic },
  {
    mediaType: 'image/gif',
    endings: ['gif'],
    alsoCalled: [],
    is: (bytes) => /^GIF8[79]a/.test(text(bytes, 0, 6)),
  },
  {
    mediaType: 'application/pdf',
    endings: ['pdf'],
    alsoCalled: [],
    is: (bytes) => /^%PDF-[12]\./.test(text(bytes, 0, 8)),
  },
  { mediaType: 'audio/mp4', endings: ['m4a'], alsoCalled: ['audio/x-m4a'], is: brandIs(/^M4[AB] $/) },
  {
    mediaType: 'video/mp4',
    endings: ['mp4', 'm4v', 'm4a'],
    // Browsers record a voice in a container that does not say that there is no picture.
    alsoCalled: ['audio/mp4', 'audio/x-m4a'],
    is: brandIs(/^(iso[m2-9]|mp4[12]|avc1|M4V |MSNV|dash)$/),
  },
  { mediaType: 'audio/mpeg', endings: ['mp3'], alsoCalled: ['audio/mp3'], is: isMp3 },
  {
    mediaType: 'audio/amr',
    endings: ['amr', 'awb'],
    alsoCalled: [],
    is: (bytes) => /^#!AMR(-WB)?\n/.test(text(bytes, 0, 10)),
  },
  {
    mediaType: 'audio/wav',
    endings: ['wav'],
    alsoCalled: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
    is: riff('WAVE'),
  },
  {
    mediaType: `${openXml}.wordprocessingml.document`,
    endings: ['docx'],
    alsoCalled: [],
    is: office('word/document.xml'),
  },
  {
    mediaType: `${openXml}.spreadsheetml.sheet`,
    endings: ['xlsx'],
    alsoCalled: [],
    is: office('xl/workbook.xml'),
  },
];
