/** What a zip archive says it holds; read from its directory, nothing is unpacked. */
export interface ZipDirectory {
  readonly names: ReadonlySet<string>;
  /** Bytes it says it would unpack to. */
  readonly unpacked: number;
  /** Whether the archive begins where the file begins. */
  readonly whole: boolean;
}

const endLength = 22;
const entryLength = 46;
const longestComment = 65_535;

/** Where the record at the end begins: its comment must fill the rest of the file. -1 when there is none. */
function endOfDirectory(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endLength - longestComment);
  for (let at = bytes.length - endLength; at >= first; at--) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue;
    if (at + endLength + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return -1;
}

/** The directory of the archive that ends with these bytes, or undefined when none does. */
export function zipDirectory(bytes: Buffer): ZipDirectory | undefined {
  const end = endOfDirectory(bytes);
  if (end < 0) return undefined;
  const length = bytes.readUInt32LE(end + 12);
  const names = new Set<string>();
  let unpacked = 0;
  let at = end - length;
  while (at >= 0 && at + entryLength <= end && bytes.readUInt32LE(at) === 0x02014b50) {
    unpacked += bytes.readUInt32LE(at + 24);
    const nameEnd = at + entryLength + bytes.readUInt16LE(at + 28);
    names.add(bytes.toString('utf8', at + entryLength, nameEnd));
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  const begins = end - length - bytes.readUInt32LE(end + 16);
  return { names, unpacked, whole: at === end && begins === 0 && bytes.readUInt32LE(0) === 0x04034b50 };
}
