import { DomainError } from '@anju/kernel';
import { describe, expect, it } from '@jest/globals';
import { gif, heic, jpeg, office, pdf, png, samples, webp } from '../../test/samples.js';
import { fileLimits, judgeFile, requireRoom } from './file-rules.js';

const ending = Buffer.from('504b0506', 'hex');
const zip = office('x');
const mebibyte = 1024 * 1024;

function judged(bytes: Buffer, name: string, declared = ''): string {
  try {
    return judgeFile({ name, declared, bytes }).mediaType;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [violation] = error.violations;
    return `${error.code} ${violation?.field}: ${violation?.rule}`;
  }
}

/** The archive's directory says that its first entry unpacks to that many bytes. */
function claiming(archive: Buffer, unpacked: number): Buffer {
  const copy = Buffer.from(archive);
  copy.writeUInt32LE(unpacked, copy.indexOf(Buffer.from('504b0102', 'hex')) + 24);
  return copy;
}

describe('what a file is', () => {
  it.each(samples)(
    '%s is %s by its content, whatever it is said to be in general',
    (name, mediaType, bytes) => {
      expect(judged(bytes, name)).toBe(mediaType);
      expect(judged(bytes, name, mediaType)).toBe(mediaType);
      expect(judged(bytes, name, 'application/octet-stream')).toBe(mediaType);
    },
  );

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'a.html'],
    ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'a.svg'],
    ['a page called a photo', '<html><body onload=x>', 'a.jpg'],
    ['a shell script', '#!/bin/sh\nrm -rf /\n', 'a.sh'],
    ['a program', 'MZ\x90\0', 'a.pdf'],
    ['plain words', 'hello', 'a.txt'],
    ['an archive that is no document', zip.toString('latin1'), 'a.docx'],
    ['one sync word of a sound', '\xff\xfb\x90\x64', 'a.mp3'],
    ['the first bytes of a picture', 'RIFF', 'a.webp'],
  ])('%s is none of the kinds', (_, text, name) => {
    expect(judged(Buffer.from(text, 'latin1'), name)).toBe('ticketing.file_type file: kind');
  });

  it('nothing is refused as empty, and 20 MiB are the most', () => {
    expect(judged(Buffer.alloc(0), 'a.jpg')).toBe('ticketing.file_empty file: not_empty');
    const full = Buffer.alloc(fileLimits.fileMiB * mebibyte);
    jpeg().copy(full);
    expect(judged(full, 'a.jpg')).toBe('image/jpeg');
    const over = Buffer.concat([full, Buffer.of(0)]);
    expect(judged(over, 'a.jpg')).toBe('ticketing.file_too_large file: max_bytes');
  });
});

describe('what a file says it is', () => {
  it('a name with another ending, or none, is refused', () => {
    for (const name of ['a.png', 'a.html', 'a.jpg.exe', 'photo'])
      expect(judged(jpeg(), name)).toBe('ticketing.file_type_differs name: ending');
  });

  it('a media type of something else is refused, another name of the same is not', () => {
    for (const type of ['text/html', 'image/svg+xml', 'image/png', 'application/pdf'])
      expect(judged(jpeg(), 'a.jpg', type)).toBe('ticketing.file_type_differs file.contentType: content');
    expect(judged(jpeg(), 'a.jpeg', 'image/JPG')).toBe('image/jpeg');
  });

  it.each([
    ['../a.jpg', 'path'],
    ['C:\\a.jpg', 'path'],
    ['.jpg', 'path'],
    ['a\0.jpg', 'visible'],
    ['a\r\nx.jpg', 'visible'],
    ['a\u202egpj.exe.jpg', 'visible'],
    ['a\u200b.jpg', 'visible'],
  ])('the name %j is refused: %s', (name, rule) => {
    expect(judged(jpeg(), name)).toBe(`ticketing.file_name name: ${rule}`);
  });

  it('the name is kept in one spelling', () => {
    expect(judgeFile({ name: ' e\u0301.jpg ', declared: '', bytes: jpeg() }).name).toBe('\u00e9.jpg');
  });
});

describe('one file is one thing', () => {
  const hides = (rule: string) => `ticketing.file_hides file: ${rule}`;

  it('a picture with an archive behind it is refused; the same bytes in the middle are only bytes', () => {
    expect(judged(Buffer.concat([jpeg(), zip]), 'a.jpg')).toBe(hides('archive'));
    expect(judged(Buffer.concat([jpeg(), ending, jpeg()]), 'a.jpg')).toBe('image/jpeg');
  });

  it('a picture with a page or a document in its head is refused', () => {
    for (const [text, rule] of [
      ['<script>alert(1)</script>', 'markup'],
      ['<?php system("x");', 'markup'],
      ['<SVG onload=x>', 'markup'],
      ['%PDF-1.7', 'document'],
    ] as const)
      expect(judged(Buffer.concat([gif(), Buffer.from(text)]), 'a.gif')).toBe(hides(rule));
    expect(judged(Buffer.concat([pdf, zip]), 'a.pdf')).toBe(hides('archive'));
  });

  it('a document with something before its archive, or with macros, is refused', () => {
    const late = Buffer.concat([Buffer.from('MZ'), office('word/document.xml')]);
    expect(judged(late, 'a.docx')).toBe(hides('archive'));
    const macros = office('word/document.xml', { 'word/vbaProject.bin': Buffer.from('x') });
    expect(judged(macros, 'a.docx')).toBe(hides('content'));
    const climbing = office('xl/workbook.xml', { '../../etc/passwd': Buffer.from('x') });
    expect(judged(climbing, 'a.xlsx')).toBe(hides('content'));
  });

  it('what would grow beyond measure is refused by what it says, without being opened', () => {
    for (const [bytes, name] of [
      [jpeg(60_000, 60_000), 'a.jpg'],
      [png(100_000, 100_000), 'a.png'],
      [gif(65_535, 65_535), 'a.gif'],
      [webp(1 << 24, 1 << 24), 'a.webp'],
      [heic(60_000, 60_000), 'a.heic'],
      [claiming(office('word/document.xml'), 4_000_000_000), 'a.docx'],
    ] as const)
      expect(judged(bytes, name)).toBe(hides('bomb'));
    expect(judged(jpeg(16_320, 12_240), 'a.jpg')).toBe('image/jpeg');
  });
});

describe('what a case holds', () => {
  const room = (count: number, bytes: number, size: number) => () => requireRoom({ count, bytes }, size);

  it('is thirty files and 200 MiB', () => {
    expect(room(29, 0, 1)).not.toThrow();
    expect(room(30, 0, 1)).toThrow('ticketing.files_too_many');
    expect(room(1, 190 * mebibyte, 10 * mebibyte)).not.toThrow();
    expect(room(1, 190 * mebibyte, 10 * mebibyte + 1)).toThrow('ticketing.files_too_large');
  });
});
