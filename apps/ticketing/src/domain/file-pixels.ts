type Size = readonly [width: number, height: number];

const nothing: Size = [0, 0];

function jpegSize(bytes: Buffer): Size {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return nothing;
}

function webpSize(bytes: Buffer): Size {
  if (bytes.length < 30) return nothing;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    case 'VP8L': {
      const both = bytes.readUInt32LE(21);
      return [(both & 0x3fff) + 1, ((both >> 14) & 0x3fff) + 1];
    }
    default:
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
  }
}

/** The largest picture of the container; each says its size in a box `ispe` near the beginning. */
function heicSize(bytes: Buffer): Size {
  const head = bytes.subarray(0, 256 * 1024);
  let largest = nothing;
  for (let at = head.indexOf('ispe'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    const size: Size = [head.readUInt32BE(at + 8), head.readUInt32BE(at + 12)];
    if (size[0] * size[1] > largest[0] * largest[1]) largest = size;
  }
  return largest;
}

const sizes: Readonly<Record<string, (bytes: Buffer) => Size>> = {
  'image/jpeg': jpegSize,
  'image/png': (bytes) => (bytes.length < 24 ? nothing : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]),
  'image/gif': (bytes) => (bytes.length < 10 ? nothing : [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]),
  'image/webp': webpSize,
  'image/heic': heicSize,
};

/** Pixels a picture says it has; 0 for what is no picture or does not say. */
export function pixelsOf(mediaType: string, bytes: Buffer): number {
  const [width, height] = sizes[mediaType]?.(bytes) ?? nothing;
  return width * height;
}
