import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { type Timestamp, TimestampSchema } from '@bufbuild/protobuf/wkt';

const isSayable = ({ seconds, nanos }: Timestamp): boolean =>
  seconds >= -62_135_596_800n && seconds <= 253_402_300_799n && nanos >= 0 && nanos < 1_000_000_000;

function* timesIn(part: ReflectMessage, path: string): Generator<string> {
  if (part.desc.typeName !== TimestampSchema.typeName) yield* unsayableTimes(part, `${path}.`);
  else if (!isSayable(part.message as Timestamp)) yield path;
}

/** Paths of times outside the years 1 to 9999: JSON cannot say them, and what was kept with one could not be read. */
export function* unsayableTimes(message: ReflectMessage, prefix = ''): Generator<string> {
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    const path = `${prefix}${field.jsonName}`;
    if (field.fieldKind === 'message') yield* timesIn(message.get(field), path);
    else if (field.fieldKind === 'list' && field.listKind === 'message') {
      for (const [index, item] of [...message.get(field)].entries())
        yield* timesIn(item as ReflectMessage, `${path}[${String(index)}]`);
    }
  }
}
