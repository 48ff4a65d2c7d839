import { type EnumRules, field as fieldRules, type FieldRules, Ignore } from '@anju/contracts/validate';
import { type DescMessage, getOption, hasOption } from '@bufbuild/protobuf';

/** What the contract asks of one input. */
export interface InputRules {
  readonly required: boolean;
  /** At least so many characters, where that is more than being there. */
  readonly min?: number;
  readonly max: number | undefined;
}

/** Where the contract asks nothing. */
export const free: InputRules = { required: false, max: undefined };

function read({ required, ignore, type }: FieldRules): InputRules {
  if (type.case === 'string') {
    const { minLen, maxLen, wellKnown } = type.value;
    const must = minLen > 0n || (wellKnown.case === 'uuid' && ignore !== Ignore.IF_ZERO_VALUE);
    return {
      required: required || must,
      ...(minLen > 1n ? { min: Number(minLen) } : {}),
      max: maxLen > 0n ? Number(maxLen) : undefined,
    };
  }
  if (type.case === 'enum') return { required: required || isSaid(type.value), max: undefined };
  return { required, max: undefined };
}

const isSaid = (rules: EnumRules): boolean =>
  rules.notIn.includes(0) || (rules.in.length > 0 && !rules.in.includes(0));

/** The rules of a field by its name in TypeScript, read from the contract so that no form repeats them. */
export function rulesOf(message: DescMessage, name: string): InputRules {
  const found = message.field[name];
  return found && hasOption(found, fieldRules) ? read(getOption(found, fieldRules)) : free;
}
